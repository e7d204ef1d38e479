import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { payOrder } from '../../src/domain/payments/payments.ts';
import { operationName, type Operation } from '../../src/http/api/operation.ts';
import { createRouter } from '../../src/http/api/router.ts';
import { tryParse } from '../../src/http/api/validation.ts';
import { activitySchema } from '../../src/http/control/activity.ts';
import { CONTROL_OPERATIONS } from '../../src/http/control/api.ts';
import { unknownFields } from '../../src/http/request-log/ignored-fields.ts';
import { OPERATIONS } from '../../src/http/s2s/operations.ts';
import { FROM_THE_START, readStream } from '../support/activity.ts';
import { answerAll, CARDS } from '../support/orders.ts';
import { ITEM, TEMPLATE } from '../support/catalogue.ts';
import { ACHIEVEMENT } from '../support/achievements.ts';
import { createFixture, SANDBOX_KEY, type Fixture } from '../support/fixture.ts';

const ORDER = {
  player_id: 'p',
  items: [{ sku: 'CRS-82500' }],
  metadata: { a: 'b' },
  player_info: { name: 'P' },
};
const WEBHOOK = {
  url: 'http://127.0.0.1:9/',
  events: ['item.add', 'order.*'],
  method: 'POST',
  description: 'd',
};

const FREE = { card: null, email: null, country: null, postalCode: null, ip: null };

/** Calls an API and notes which of its operations have answered with success. The fixture checks the answers. */
function caller(fixture: Fixture, mount: string, operations: readonly Operation[]) {
  const route = createRouter(mount, operations);
  const answered = new Set<string>();
  const call = async (line: string, body?: object): Promise<Record<string, string>> => {
    const [method = '', path = ''] = line.split(' ');
    const client = request(fixture.listener);
    const verb = method.toLowerCase() as 'get' | 'post' | 'put' | 'patch' | 'delete';
    const sent = client[verb](`${mount}${path}`).set('Authorization', `Bearer ${SANDBOX_KEY}`);
    const answer = await (body === undefined ? sent : sent.send(body));
    expect(answer.status, `${line}: ${answer.text}`).toBeLessThan(300);
    answered.add(operationName(route(method, path.replace(/\?.*/, '')).operation));
    return answer.body as Record<string, string>;
  };
  return { call, answered };
}

describe('every operation answers as it is described', () => {
  it('in the S2S API', async () => {
    const fixture = createFixture();
    const { call, answered } = caller(fixture, '/s2s', OPERATIONS);

    const hook = await call('POST /v1/webhooks', WEBHOOK);
    await call('GET /v1/webhooks');
    await call(`GET /v1/webhooks/${hook['id']}`);
    await call(`PUT /v1/webhooks/${hook['id']}`, { enabled: true });
    await call(`POST /v1/webhooks/${hook['id']}/expire_secret`);
    await call(`POST /v1/webhooks/${hook['id']}/reveal`);

    const template = await call('POST /v1/price_templates', { ...TEMPLATE, key: 'k' });
    await call('GET /v1/price_templates?limit=1');
    await call(`GET /v1/price_templates/${template['id']}`);
    await call(`PUT /v1/price_templates/${template['id']}`, { name: 'Tier' });
    await call('GET /v1/price_points?country=GB');

    const category = await call('POST /v1/item_categories', { name: 'Swords', position: 1, icon: 'i' });
    await call('GET /v1/item_categories');
    await call('PATCH /v1/item_categories', [{ id: category['id'], position: 2 }]);
    await call(`GET /v1/item_categories/${category['id']}`);
    await call(`PUT /v1/item_categories/${category['id']}`, { slug: 's' });

    const sword = await call('POST /v1/items', { ...ITEM, price_template_id: template['id'], icon_url: '' });
    const bundle = await call('POST /v1/items', {
      ...ITEM,
      sku: 'BUNDLE',
      type: 'bundle',
      price: 500,
      categories: [category['id']],
      nested_items: [{ id: sword['id'], count: 2, is_featured: true }],
      fallback_item_id: sword['id'],
      highlights: { items: [{ name: 'New' }] },
    });
    await call('GET /v1/items');
    await call('PUT /v1/items', [{ ...ITEM, sku: 'SHIELD', price: 100 }]);
    await call('PATCH /v1/items', [{ id: bundle['id'], comment: 'c', meta: { any: ['thing'] } }]);
    await call(`GET /v1/items/${bundle['id']}`);
    await call(`PUT /v1/items/${bundle['id']}`, { discount_percent: 10, archived_at: 0 });
    await call(`POST /v1/items/${bundle['id']}/translate`, { name: { de: 'Bündel' } });

    const locale = await call('POST /v1/locales', { locale: 'de', published_at: 1 });
    await call('GET /v1/locales');
    await call(`GET /v1/locales/${locale['id']}`);
    await call(`PUT /v1/locales/${locale['id']}`, {});
    await call(`DELETE /v1/locales/${locale['id']}`);

    const freeItems = { items: [{ item_id: sword['id'], quantity: 1 }] };
    const coupon = await call('POST /v1/coupons', {
      name: 'Summer',
      code: 'SUMMER',
      type: 'discount',
      discount_percent: 10,
      free_items: freeItems,
      player_ids: ['p'],
      end_at: 4_000_000_000,
    });
    await call('GET /v1/coupons');
    await call('PATCH /v1/coupons', [{ id: coupon['id'], category_id: 'c' }]);
    await call(`GET /v1/coupons/${coupon['id']}`);
    await call(`PUT /v1/coupons/${coupon['id']}`, { max_redemptions: 5 });

    const items = [{ sku: 'BUNDLE' }, { sku: 'CRS-82500' }];
    const ui = { redirect_settings: { mode: 'delayed', delay_seconds: 3 }, ui_settings: { mode: 'dark' } };
    const order = await call('POST /v1/orders', { ...ORDER, ...ui, items, coupon_code: 'SUMMER' });
    const pay = (card: string) =>
      request(fixture.listener).post(`/_emulator/orders/${order['order_id']}/pay`).send({ card });
    await pay(CARDS.insufficientFunds).expect(200);
    await pay(CARDS.good).expect(200);
    await call(`GET /v1/orders/${order['order_id']}`);
    await call(`PATCH /v1/orders/${order['order_id']}`, { handled_by_client: true });
    await call(`POST /v1/orders/${order['order_id']}/refund`, { reason: 'asked' });
    await call('GET /v1/payments');
    const unpaid = await call('POST /v1/orders', ORDER);
    await call(`PATCH /v1/orders/${unpaid['order_id']}/expire`);

    const player = await call('GET /v1/players/p');
    await call('POST /v1/players/p', { attributes: { level: 3 }, custom_attributes: { a: 1 } });
    await call('POST /v1/players/p/issue_loyalty_points', { amount: 5 });
    await call('POST /v1/players/p/marketing_consent/email/grant', { address: 'p@example.com' });
    await call('POST /v1/players/p/marketing_consent/email/revoke');
    const vip = { ...ITEM, sku: 'VIP', type: 'subscription', price: 500 };
    const plan = { key: 'm', name: 'M', billing_cycle: { period_type: 'month', period_value: 1 } };
    const plans = [{ ...plan, renewal_type: 'auto', price: 0, trial_period: 3 }];
    await call('POST /v1/items', { ...vip, subscription_settings: { plans } });
    const trial = await call('POST /v1/orders', {
      player_id: 'p',
      items: [{ sku: 'VIP', selected_plan_key: 'm' }],
    });
    payOrder(fixture.domain, fixture.game, trial['order_id'] ?? '', FREE);
    const subscriptions = '/v1/players/p/subscriptions';
    const [subscription] = (await call(`GET ${subscriptions}?effective=true`)) as unknown as { id: string }[];
    await call(`POST ${subscriptions}/${subscription?.id}/reactivate`);
    await call(`DELETE ${subscriptions}/${subscription?.id}`);
    await call('POST /v1/players/p/refresh_store');
    await call('POST /v1/players/refresh_store?player_id=p');
    await call(`GET /v1/coupons/user/${player['id']}`);
    const { authorization_url: link = '' } = await call('POST /v1/users/authorize', { player_id: 'p' });
    await call('POST /v1/users/authenticate', { token: new URL(link).searchParams.get('token') });
    await call(`GET /v1/users/${player['id']}`);
    await call(`POST /v1/users/${player['id']}/unlink_player`, { player_id: 'p' });
    await call(`POST /v1/users/${player['id']}/link_player`, { player_id: 'p' });

    const achievement = await call('POST /v1/achievements', ACHIEVEMENT);
    await call('GET /v1/achievements');
    await call(`GET /v1/achievements/${achievement['id']}`);
    await call(`PUT /v1/achievements/${achievement['id']}`, { position: 2 });
    await call('PATCH /v1/achievements', [{ id: achievement['id'], name: 'Dragon slayer' }]);
    await call('POST /v1/achievements/dragon/unlock', { player_id: 'p' });
    await call(`DELETE /v1/achievements/${achievement['id']}`);

    const board = await call('POST /v1/leaderboards', { name: 'Weekly', description: '', end_at: 5 });
    await call('GET /v1/leaderboards');
    await call(`GET /v1/leaderboards/${board['id']}`);
    await call(`PUT /v1/leaderboards/${board['id']}`, { visibility: 'personal' });
    await call(`POST /v1/leaderboards/${board['id']}/submit_score`, { member_id: 'p', score: 1 });
    await call(`GET /v1/leaderboards/${board['id']}/members`);
    await call(`PUT /v1/leaderboards/${board['id']}/members/p`, { image_url: 'https://a.test/p.png' });
    await call(`DELETE /v1/leaderboards/${board['id']}`);

    const levelUp = { event_time: 1, event_type: 'level_up', event_data: { player_id: 'p', level: 2 } };
    await call('POST /v1/events', levelUp);

    const loyalty = await call('GET /v1/loyalty');
    await call(`PUT /v1/loyalty/${loyalty['id']}`, { activated_at: 1, repeatable: true });
    await call('GET /v1/loyalty');
    await call(`PUT /v1/loyalty/${loyalty['id']}/tiers`, [
      { name: 'Gold', points: 10, image_url: '', items: [{ id: bundle['id'], count: 2 }] },
    ]);
    await call(`GET /v1/loyalty/${loyalty['id']}/tiers`);
    await call(`POST /v1/loyalty/${loyalty['id']}/issue_points`, { user_id: player['id'], amount: 3 });

    const links = [{ url: 'https://youtube.com/@leia' }, { url: 'https://a.test/', platform: 'twitch' }];
    const creator = await call('POST /v1/creators', {
      name: 'Leia',
      email: 'l@a.test',
      social_medias: links,
    });
    await call('GET /v1/creators?q=leia&terms_accepted=false');
    await call('GET /v1/creators/countries');
    await call(`GET /v1/creators/${creator['id']}`);
    const share = { revenue_share_override_enabled: true, revenue_share_override_bps: 500 };
    await call(`PUT /v1/creators/${creator['id']}`, share);
    await call(`GET /v1/creators/${creator['id']}/social-accounts`);
    await call(`DELETE /v1/creators/${creator['id']}`);

    await call('POST /v1/gdpr_requests', { player_id: 'p' });

    await call(`DELETE /v1/coupons/${coupon['id']}`);
    await call('DELETE /v1/items', [{ id: bundle['id'] }]);
    await call(`DELETE /v1/items/${sword['id']}`);
    await call('DELETE /v1/item_categories', []);
    await call(`DELETE /v1/item_categories/${category['id']}`);
    await call(`DELETE /v1/price_templates/${template['id']}`);
    await call(`DELETE /v1/webhooks/${hook['id']}`);

    expect([...answered].sort()).toEqual(OPERATIONS.map(operationName).sort());
  });

  it('in the control API', async () => {
    const fixture = createFixture();
    const { call, answered } = caller(fixture, '/_emulator', CONTROL_OPERATIONS);
    const { body: hook } = await fixture.s2s().post('/s2s/v1/webhooks').send(WEBHOOK);
    const place = async () => {
      const { body } = await fixture.s2s().post('/s2s/v1/orders').send(ORDER);
      return (body as { order_id: string }).order_id;
    };
    const paid = async (card: string = CARDS.good) => {
      const id = await place();
      await call(`POST /orders/${id}/pay`, { card });
      answerAll(fixture, 'delivered');
      return id;
    };

    const waiting = await place();
    await call(`POST /orders/${waiting}/pay`, { card: CARDS.threeDSecure });
    await call(`POST /orders/${waiting}/resolve`, { outcome: 'declined' });
    await call(`POST /orders/${waiting}/abandon`);
    await call(`POST /orders/${await place()}/expire`);
    await call(`POST /orders/${await paid()}/refund`, { reason: 'asked' });
    await call(`POST /orders/${await paid()}/chargeback`);
    await call(`POST /orders/${await paid()}/fraud`);
    await call(`POST /orders/${await paid()}/update-fees`);
    await call(`POST /orders/${await paid()}/reset-granting`);
    for (const end of ['cancel', 'reject', 'void']) {
      const id = await place();
      await call(`POST /orders/${id}/pay`, { card: CARDS.good, hold: true });
      await call(`POST /orders/${id}/${end}`);
    }
    for (const end of ['dispute-won', 'dispute-lost']) {
      const id = await paid();
      await call(`POST /orders/${id}/dispute`, { reason: 'fraudulent' });
      await call(`POST /orders/${id}/${end}`);
      await call(`GET /orders/${id}`);
      await call(`GET /orders/${id}/timeline`);
    }
    await call('GET /cards');
    await call('GET /players/p');
    const cycle = { period_type: 'month', period_value: 1 };
    const plan = { key: 'm', name: 'M', billing_cycle: cycle, renewal_type: 'auto', is_pause_allowed: true };
    const vip = {
      ...ITEM,
      sku: 'VIP',
      type: 'subscription',
      price: 500,
      subscription_settings: { plans: [plan] },
    };
    await fixture.s2s().post('/s2s/v1/items').send(vip).expect(201);
    const bought = await fixture
      .s2s()
      .post('/s2s/v1/orders')
      .send({ player_id: 'p', items: [{ sku: 'VIP' }] });
    const { order_id: subscribed } = bought.body as { order_id: string };
    await call(`POST /orders/${subscribed}/pay`, { card: CARDS.good });
    const listed = await call(`GET /subscriptions?order_id=${subscribed}`);
    const [subscription] = (listed as unknown as { data: { id: string }[] }).data;
    await call(`GET /subscriptions/${subscription?.id}`);
    for (const verb of ['pause', 'resume', 'renew', 'cancel', 'reactivate', 'fail-renewal']) {
      await call(`POST /subscriptions/${subscription?.id}/${verb}`);
    }
    const { id: again } = await call(`POST /subscriptions/${subscription?.id}/reactivate`);
    await call(`POST /subscriptions/${again}/expire`);
    await call('GET /orders');
    await call('GET /events');
    await call('GET /requests');
    await call('GET /deliveries');

    const { id } = await call(`POST /webhooks/${(hook as { id: string }).id}/test`, {
      event_type: 'item.add',
    });
    answerAll(fixture, 'exhausted');
    await call(`POST /deliveries/${id}/resend`);
    await call(`POST /deliveries/${id}/replay`, { url: 'http://localhost:3000/replay' });
    answerAll(fixture, 'exhausted');
    await call('POST /deliveries/resend', {});
    answerAll(fixture, 'delivered');
    await call('POST /deliveries/run', {});
    await call('GET /webhooks');
    await call(`POST /webhooks/${(hook as { id: string }).id}/resume`);

    await call('GET /clock');
    await call('POST /clock', { mode: 'frozen', signature_time: 'virtual' });
    await call('POST /clock/advance', { by: '3d' });
    await call('POST /clock/set', { to: '2030-01-01T00:00:00Z' });

    const item = fixture.domain.store.tables.items.by('game', fixture.game.id)[0]?.id;
    const free = { items: [{ item_id: item, quantity: 1 }] };
    const gift = { name: 'Gift', code: 'GIFT', type: 'free_item', free_items: free };
    await fixture.s2s().post('/s2s/v1/coupons').send(gift).expect(201);
    await call('POST /coupons/redeem', { player_id: 'p', code: 'GIFT' });

    await call('POST /faults', { operation: 'POST /v1/orders', answers: [503, { delay_ms: 1 }, 'reset'] });
    await call('GET /faults');
    const { game_id: game } = await call('POST /games', { name: 'Test', items: [{ ...ITEM, price: 100 }] });
    await call('GET /games');
    await call('GET /game');
    await call(`DELETE /games/${game}`);
    await call('GET /settings');
    await call('PATCH /settings', { auto_refund: false, retry_schedule: 'none' });
    for (const { data } of await readStream(fixture, FROM_THE_START, 20)) {
      const entry = JSON.parse(data) as unknown;
      expect(tryParse(activitySchema, entry, 'answer').details, data).toEqual([]);
      expect(unknownFields(activitySchema, entry), data).toEqual([]);
    }
    answered.add('GET /activity');
    await call('PATCH /game', { name: 'Renamed', branding: { color: '#117733' } });
    await call('GET /process-settings');
    await call('PATCH /process-settings', { keep_orders: 500 });
    const file = await call('GET /export?secrets=true');
    await call('POST /games/import?name=Imported', file);
    await call('POST /import', file);
    await call('POST /reset');

    expect([...answered].sort()).toEqual(CONTROL_OPERATIONS.map(operationName).sort());
  });
});
