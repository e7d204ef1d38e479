import { describe, expect, it } from 'vitest';
import { addItem } from '../support/catalogue.ts';
import { order, post, VISA } from '../support/control.ts';
import { makeCoupon } from '../support/coupons.ts';
import { createFixture, LIVE_KEY, type Fixture } from '../support/fixture.ts';
import { CARDS, givenOrder, givenWebhook, pay } from '../support/orders.ts';

const GDPR = '/s2s/v1/gdpr_requests';

const LEIA = {
  playerId: 'leia',
  email: 'Leia@example.test',
  country: 'GB',
  playerInfo: { name: 'Leia', attributes: { level: 7 } },
  ipAddress: '203.0.113.7',
  userAgent: 'Falcon/1.0',
} as const;

function ask(fixture: Fixture, body: object, key?: string) {
  return fixture.s2s(key).post(GDPR).send(body);
}

/** Everything that the store says, as JSON, without the logs of what was sent before. */
function stored({ domain }: Fixture): string {
  const { events: _events, deliveries: _deliveries, attempts: _attempts, ...rest } = domain.store.tables;
  return JSON.stringify(Object.values(rest).map((table) => [...table.all()]));
}

describe('a GDPR request', () => {
  it('removes the player and all that belongs to it [gdpr.removed] [gdpr.at-once]', async () => {
    const fixture = createFixture();
    const { userId } = givenOrder(fixture, LEIA);
    givenOrder(fixture, { playerId: 'han' });
    const send = (path: string, body: object) => fixture.s2s().post(`/s2s/v1${path}`).send(body);
    const image = 'https://example.test/d.png';
    const achievement = { name: 'A', description: '', image_url: image, type: 'dragon', position: 1 };
    await send('/achievements', achievement).expect(201);
    await send('/achievements/dragon/unlock', { player_id: 'leia' }).expect(204);
    const { body: board } = await send('/leaderboards', { name: 'W', description: '' }).expect(201);
    const scores = `/leaderboards/${(board as { id: string }).id}/submit_score`;
    for (const member of ['leia', 'han']) {
      await send(scores, { member_id: member, score: 1, member_data: member }).expect(204);
    }
    const event = { event_time: 1, event_type: 'level_up', event_data: { player_id: 'leia' } };
    await send('/events', event).expect(200);
    await send('/players/leia/issue_loyalty_points', { amount: 5 }).expect(204);
    await send('/users/authorize', { player_id: 'leia' }).expect(200);

    const { body } = await ask(fixture, { player_id: 'leia' }).expect(202);

    expect(body).toEqual({});
    await fixture.s2s().get('/s2s/v1/players/leia').expect(404);
    await fixture.s2s().get(`/s2s/v1/users/${userId}`).expect(404);
    const { tables } = fixture.domain.store;
    const sizes = ['unlockedAchievements', 'gameEvents', 'pointsEntries', 'loginTokens'] as const;
    expect(sizes.map((name) => tables[name].size)).toEqual([0, 0, 0, 0]);
    expect([...tables.leaderboardMembers.all()]).toMatchObject([{ memberId: 'han' }]);
    await fixture.s2s().get('/s2s/v1/players/han').expect(200);
    await ask(fixture, { player_id: 'leia' }).expect(404);
    expect(givenOrder(fixture, { playerId: 'leia' }).userId).not.toBe(userId);
    expect((await fixture.s2s().get('/s2s/v1/players/leia')).body).toMatchObject({ loyalty_points: 0 });
  });

  it('leaves orders and payments without what tells who paid [gdpr.kept]', async () => {
    const fixture = createFixture();
    givenWebhook(fixture, { events: ['item.add', 'item.remove', 'player.marketing_consent.updated'] });
    makeCoupon(fixture, { maxRedemptionsPerUser: 1 });
    const paid = givenOrder(fixture, { ...LEIA, couponCode: 'SUMMER' });
    const details = {
      email: 'payer@example.test',
      postalCode: 'SW1A 1AA',
      ip: '203.0.113.8',
      saveCard: true,
    };
    pay(fixture, paid, CARDS.good, details);
    const before = fixture.eventTypes();

    await ask(fixture, { email: 'PAYER@example.test' }).expect(404);
    await ask(fixture, { player_id: 'leia' }).expect(202);

    expect(fixture.eventTypes()).toEqual(before);
    const secrets = ['example.test', 'Leia', '203.0.113', 'Falcon', 'SW1A', '"4242"', '"level"'];
    expect(secrets.filter((secret) => stored(fixture).includes(secret))).toEqual([]);
    const { body } = await fixture.s2s().get(`/s2s/v1/orders/${paid.id}`).expect(200);
    expect(body).toMatchObject({ player_id: 'leia', amount: 2699, status: 'paid' });
    expect(body).not.toHaveProperty('email');
    const { body: payments } = await fixture.s2s().get('/s2s/v1/payments').expect(200);
    expect(payments).toMatchObject([{ player_id: 'leia', country: 'GB', card_scheme: 'VISA' }]);
    const again = { player_id: 'leia', items: [{ sku: 'CRS-82500' }], coupon_code: 'SUMMER' };
    await fixture.s2s().post('/s2s/v1/orders').send(again).expect(422);
    await fixture.s2s().post(`/s2s/v1/orders/${paid.id}/refund`).send({ reason: 'asked' }).expect(200);
  });

  it('names a person by address, user and player, and all must hold [gdpr.person]', async () => {
    const fixture = createFixture();
    const { userId } = givenOrder(fixture, LEIA);
    const other = givenOrder(fixture, { ...LEIA, playerId: 'leia-2' }).userId;
    givenOrder(fixture, { playerId: 'han' });
    const { body } = await ask(fixture, {}).expect(422);
    expect(body).toMatchObject({ detail: [{ loc: ['body'] }] });
    await ask(fixture, { email: 'nobody' }).expect(422);
    await ask(fixture, { player_id: 'nobody' }).expect(404);
    await ask(fixture, { email: 'nobody@example.test' }).expect(404);
    await ask(fixture, { player_id: 'leia', user_id: other }).expect(404);
    await ask(fixture, { player_id: 'han', email: LEIA.email }).expect(404);
    await ask(fixture, { player_id: 'leia' }, LIVE_KEY).expect(404);
    await fixture.s2s().get('/s2s/v1/players/leia').expect(200);
    await ask(fixture, { user_id: userId, email: 'leia@EXAMPLE.test' }).expect(202);
    await fixture.s2s().get('/s2s/v1/players/leia').expect(404);
    await fixture.s2s().get('/s2s/v1/players/leia-2').expect(200);
    givenOrder(fixture, LEIA);
    await ask(fixture, { email: LEIA.email }).expect(202);
    for (const id of ['leia', 'leia-2']) await fixture.s2s().get(`/s2s/v1/players/${id}`).expect(404);
    await fixture.s2s().get('/s2s/v1/players/han').expect(200);
  });

  it('removes a user without a player [gdpr.removed]', async () => {
    const fixture = createFixture();
    const { userId } = givenOrder(fixture, LEIA);
    const unlink = `/s2s/v1/users/${userId}/unlink_player`;
    await fixture.s2s().post(unlink).send({ player_id: 'leia' }).expect(200);
    await ask(fixture, { user_id: userId }).expect(202);
    await fixture.s2s().get(`/s2s/v1/users/${userId}`).expect(404);
    await fixture.s2s().get('/s2s/v1/players/leia').expect(200);
  });

  it('cancels running subscriptions [gdpr.kept]', async () => {
    const fixture = createFixture();
    givenWebhook(fixture, { events: ['subscription.updated'] });
    const plan = {
      key: 'month',
      name: 'Every month',
      billing_cycle: { period_type: 'month', period_value: 1 },
      renewal_type: 'auto',
      price: 999,
    };
    const settings = { subscription_settings: { plans: [plan] } };
    await addItem(fixture, { sku: 'VIP', type: 'subscription', price: 500, ...settings });
    const bought = { player_id: 'leia', items: [{ sku: 'VIP' }], email: LEIA.email };
    const id = await order(fixture, bought);
    await post(fixture, `/orders/${id}/pay`, { card: VISA }).expect(200);
    await ask(fixture, { player_id: 'leia' }).expect(202);
    const [subscription] = [...fixture.domain.store.tables.subscriptions.all()];
    expect(subscription).toMatchObject({ status: 'canceled', payer: { cardLast4: null, email: null } });
    expect(fixture.eventTypes().at(-1)).toBe('subscription.updated');
  });
});
