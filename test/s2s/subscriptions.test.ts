import { describe, expect, it } from 'vitest';
import { clearGame } from '../../src/domain/games/clear.ts';
import { inTransaction } from '../../src/domain/model/context.ts';
import type { Event } from '../../src/domain/model/event.ts';
import { changePlan } from '../../src/domain/orders/order-plans.ts';
import { continueSubscription } from '../../src/domain/renewals/renewals.ts';
import { addItem } from '../support/catalogue.ts';
import { get, order, post, VISA } from '../support/control.ts';
import { createFixture, LIVE_KEY, type Fixture } from '../support/fixture.ts';

const DAY = 86_400_000;

const PLAN = {
  key: 'month',
  name: 'Every month',
  billing_cycle: { period_type: 'month', period_value: 1 },
  renewal_type: 'auto',
  price: 999,
};

interface Shown {
  readonly id: string;
  readonly status: string;
  readonly order_id: string;
  readonly last_order_id: string;
  readonly effective_until: number;
}

async function givenVip(fixture: Fixture, plans: readonly object[] = [PLAN]): Promise<void> {
  await addItem(fixture, {
    sku: 'VIP',
    name: 'VIP',
    type: 'subscription',
    price: 500,
    subscription_settings: { plans },
  });
}

const BUY = { player_id: 'p1', items: [{ sku: 'VIP' }] };

/** Orders and pays a subscription; returns what the control API shows of it. */
async function subscribe(fixture: Fixture, body: object = BUY, card: string | null = VISA): Promise<Shown> {
  const id = await order(fixture, body);
  await post(fixture, `/orders/${id}/pay`, card === null ? {} : { card }).expect(200);
  const { body: list } = await get(fixture, `/subscriptions?order_id=${id}`).expect(200);
  const [shown] = (list as { data: Shown[] }).data;
  if (!shown) throw new Error('The order activated no subscription.');
  return shown;
}

async function show(fixture: Fixture, id: string): Promise<Shown> {
  return (await get(fixture, `/subscriptions/${id}`).expect(200)).body as Shown;
}

async function verb(fixture: Fixture, id: string, name: string): Promise<Shown> {
  return (await post(fixture, `/subscriptions/${id}/${name}`).expect(200)).body as Shown;
}

function dataOf(event: Event | undefined): Record<string, unknown> {
  return (JSON.parse(event?.body ?? '{}') as { event_data: Record<string, unknown> }).event_data;
}

/** The types of the `subscription.*` events, with the status that each tells. */
function told(fixture: Fixture): readonly string[] {
  return fixture
    .events()
    .filter(({ type }) => type.startsWith('subscription.'))
    .map((event) => `${event.type} ${String(dataOf(event)['status'])}`);
}

describe('an order of a subscription', () => {
  it('costs what the selected plan costs, and activates the subscription when it is paid [subscriptions.activation] [subscriptions.granting]', async () => {
    const fixture = createFixture();
    const year = {
      ...PLAN,
      key: 'year',
      billing_cycle: { period_type: 'year', period_value: 1 },
      price: 9999,
    };
    await givenVip(fixture, [PLAN, year]);
    const items = [{ sku: 'VIP', selected_plan_key: 'year' }];
    const shown = await subscribe(fixture, { player_id: 'p1', items, metadata: { from: 'test' } });
    const { body: read } = await fixture.s2s().get(`/s2s/v1/orders/${shown.order_id}`);
    expect(read).toMatchObject({ amount: 9999, items: [{ selected_plan_key: 'year', price: 9999 }] });
    expect(fixture.eventTypes()).toEqual([
      'order.created',
      'payment.pending',
      'payment.succeeded',
      'order.paid',
      'subscription.activated',
    ]);
    const now = Math.floor(fixture.clock.now() / 1000);
    expect(dataOf(fixture.events().at(-1))).toEqual({
      player_id: 'p1',
      sku: 'VIP',
      id: shown.id,
      name: 'VIP',
      order_id: shown.order_id,
      status: 'active',
      created_at: now,
      updated_at: null,
      effective_until: shown.effective_until,
      metadata: { from: 'test' },
      plan: { key: 'year', name: 'Every month', offer: null },
    });
    expect(shown.effective_until - now).toBeGreaterThanOrEqual(365 * 86_400);
    const { body: paid } = await get(fixture, `/orders/${shown.order_id}`);
    expect(paid).toMatchObject({ status: 'paid', granting: 'granted' });
  });

  it('refuses a plan that the subscription does not have, and names those that it has [subscriptions.plans]', async () => {
    const fixture = createFixture();
    await givenVip(fixture, [PLAN, { ...PLAN, key: 'old', archived_at: 1 }]);
    for (const key of ['none', 'old']) {
      const items = [{ sku: 'VIP', selected_plan_key: key }];
      const { body } = await fixture
        .s2s()
        .post('/s2s/v1/orders')
        .send({ player_id: 'p1', items })
        .expect(422);
      expect(body).toMatchObject({ detail: [{ loc: ['body', 'items', 0, 'selected_plan_key'] }] });
      expect(JSON.stringify(body)).toContain('month');
    }
  });

  it('has a monthly plan at the price of the item, if the item has no plans [subscriptions.plans]', async () => {
    const fixture = createFixture();
    await addItem(fixture, { sku: 'VIP', type: 'subscription', price: 500 });
    const shown = await subscribe(fixture);
    expect(shown).toMatchObject({ plan: { key: 'monthly' }, price: 500, currency: 'USD' });
  });

  it('costs nothing for a trial, which a player gets once [subscriptions.trial]', async () => {
    const fixture = createFixture();
    await givenVip(fixture, [{ ...PLAN, trial_period: 7 }]);
    const trial = await subscribe(fixture, BUY, null);
    expect(trial).toMatchObject({ status: 'trial', price: 999 });
    expect(trial.effective_until * 1000 - fixture.clock.now()).toBe(7 * DAY);
    expect((await subscribe(fixture)).status).toBe('active');
    expect((await verb(fixture, trial.id, 'renew')).status).toBe('active');
    expect(told(fixture)).toEqual([
      'subscription.activated trial',
      'subscription.activated active',
      'subscription.updated active',
    ]);
  });

  it('costs the price of the catalogue when it is renewed, whatever the order cost [subscriptions.price]', async () => {
    const fixture = createFixture();
    await givenVip(fixture);
    const { id, order_id: orderId } = await subscribe(fixture, {
      ...BUY,
      price_decimal: 1.5,
      currency: 'USD',
    });
    const { body: first } = await get(fixture, `/orders/${orderId}`);
    const { last_order_id: renewal } = await verb(fixture, id, 'renew');
    const { body: second } = await get(fixture, `/orders/${renewal}`);
    expect([first, second]).toMatchObject([{ amount: 150 }, { amount: 999 }]);
  });

  it('ends the subscription when it is refunded [subscriptions.refund]', async () => {
    const fixture = createFixture();
    await givenVip(fixture);
    const { id, order_id: orderId } = await subscribe(fixture);
    await fixture.s2s().post(`/s2s/v1/orders/${orderId}/refund`).send({ reason: 'asked' }).expect(200);
    expect(await show(fixture, id)).toMatchObject({ status: 'expired', effective: false });
    expect(told(fixture).at(-1)).toBe('subscription.deactivated expired');
    expect(fixture.eventTypes()).not.toContain('item.remove');
  });
});

describe('the period of a subscription', () => {
  it('is followed by another one, paid with an order of its own [subscriptions.renewal] [subscriptions.renewal-orders]', async () => {
    const fixture = createFixture();
    await givenVip(fixture);
    const first = await subscribe(fixture);
    fixture.clock.advance(first.effective_until * 1000 - fixture.clock.now() - 1);
    continueSubscription(fixture.domain, first.id);
    expect(await show(fixture, first.id)).toEqual(first);
    const before = fixture.eventTypes().length;
    fixture.clock.advance(1);
    continueSubscription(fixture.domain, first.id);
    const next = await show(fixture, first.id);
    expect(next.effective_until).toBeGreaterThan(first.effective_until);
    expect(next).toMatchObject({ status: 'active', order_id: first.order_id });
    expect(next.last_order_id).not.toBe(first.order_id);
    expect(fixture.eventTypes().slice(before)).toEqual([
      'order.created',
      'payment.pending',
      'payment.succeeded',
      'order.paid',
      'subscription.renewed',
    ]);
    const { body: paid } = await get(fixture, `/orders/${next.last_order_id}`);
    expect(paid).toMatchObject({ amount: 999, status: 'paid', payments: [{ status: 'done' }] });
  });

  it('is made up for once, however many have passed [subscriptions.renewal]', async () => {
    const fixture = createFixture();
    await givenVip(fixture);
    const { id } = await subscribe(fixture);
    fixture.clock.advance(400 * DAY);
    continueSubscription(fixture.domain, id);
    const { effective_until: until } = await show(fixture, id);
    expect(until * 1000).toBeGreaterThan(fixture.clock.now());
    expect(told(fixture)).toEqual(['subscription.activated active', 'subscription.renewed active']);
  });

  it('is the last one of a plan that is not renewed [subscriptions.no-renewal]', async () => {
    const fixture = createFixture();
    await givenVip(fixture, [{ ...PLAN, renewal_type: 'no_renew' }]);
    const { id } = await subscribe(fixture);
    await post(fixture, `/subscriptions/${id}/renew`).expect(409);
    fixture.clock.advance(32 * DAY);
    continueSubscription(fixture.domain, id);
    expect(told(fixture).at(-1)).toBe('subscription.deactivated expired');
  });

  it('ends on the last day of a shorter month [subscriptions.periods]', async () => {
    const fixture = createFixture();
    await givenVip(fixture);
    fixture.clock.advance(Date.UTC(2031, 0, 31, 12) - fixture.clock.now());
    const { effective_until: until } = await subscribe(fixture);
    expect(new Date(until * 1000).toISOString()).toBe('2031-02-28T12:00:00.000Z');
  });
});

describe('a renewal that fails', () => {
  it('begins the grace period, and the next failure ends the subscription [subscriptions.grace]', async () => {
    const fixture = createFixture();
    await givenVip(fixture, [{ ...PLAN, grace_period: 3 }]);
    const first = await subscribe(fixture);
    const grace = await verb(fixture, first.id, 'fail-renewal');
    expect(grace.status).toBe('grace');
    expect(grace.effective_until - first.effective_until).toBe(3 * 86_400);
    expect(fixture.eventTypes()).toContain('payment.declined');
    expect((await verb(fixture, first.id, 'fail-renewal')).status).toBe('expired');
    expect(told(fixture)).toEqual([
      'subscription.activated active',
      'subscription.updated grace',
      'subscription.deactivated expired',
    ]);
  });

  it('locks the subscription of a plan with a lock duration, until it is paid or the time is over [subscriptions.lock]', async () => {
    const fixture = createFixture();
    await givenVip(fixture, [{ ...PLAN, grace_period: 3, account_lock_duration: 30 }]);
    const { id } = await subscribe(fixture);
    await verb(fixture, id, 'fail-renewal');
    fixture.clock.advance(40 * DAY);
    continueSubscription(fixture.domain, id);
    const locked = await show(fixture, id);
    const now = fixture.clock.now() / 1000;
    expect(locked).toMatchObject({ status: 'locked', effective: false, locked_until: now + 30 * 86_400 });
    expect((await verb(fixture, id, 'fail-renewal')).status).toBe('locked');
    expect((await verb(fixture, id, 'renew')).status).toBe('active');
    for (const _time of [1, 2]) await verb(fixture, id, 'fail-renewal');
    const path = `/s2s/v1/players/p1/subscriptions/${id}`;
    await fixture.s2s().post(`${path}/reactivate`).expect(200, { id, status: 'active' });
    for (const _time of [1, 2]) await verb(fixture, id, 'fail-renewal');
    fixture.clock.advance(30 * DAY - 1);
    continueSubscription(fixture.domain, id);
    expect((await show(fixture, id)).status).toBe('locked');
    fixture.clock.advance(1);
    continueSubscription(fixture.domain, id);
    expect(told(fixture)).toEqual([
      'subscription.activated active',
      'subscription.updated grace',
      'subscription.deactivated locked',
      'subscription.activated active',
      'subscription.updated grace',
      'subscription.deactivated locked',
      'subscription.activated active',
      'subscription.updated grace',
      'subscription.deactivated locked',
      'subscription.updated expired',
    ]);
  });

  it('locks only what is unpaid: a canceled subscription ends, and a locked one that is canceled does [subscriptions.lock]', async () => {
    const fixture = createFixture();
    await givenVip(fixture, [{ ...PLAN, account_lock_duration: 30 }]);
    const [one, other] = [await subscribe(fixture), await subscribe(fixture)];
    await verb(fixture, one.id, 'cancel');
    fixture.clock.advance(40 * DAY);
    continueSubscription(fixture.domain, one.id);
    expect((await show(fixture, one.id)).status).toBe('expired');
    expect((await verb(fixture, other.id, 'fail-renewal')).status).toBe('locked');
    expect((await verb(fixture, other.id, 'cancel')).status).toBe('expired');
    expect(told(fixture).at(-1)).toBe('subscription.updated expired');
  });

  it('leaves an order behind whose payment renews the subscription after all [subscriptions.grace]', async () => {
    const fixture = createFixture();
    await givenVip(fixture, [{ ...PLAN, grace_period: 3 }]);
    const { id } = await subscribe(fixture);
    await verb(fixture, id, 'fail-renewal');
    const failed = fixture.domain.store.tables.orders.by('game', fixture.game.id).at(-1);
    expect(failed?.status).toBe('reattempted');
    await post(fixture, `/orders/${failed?.id}/pay`, { card: VISA }).expect(200);
    expect((await show(fixture, id)).status).toBe('active');
    expect(told(fixture).at(-1)).toBe('subscription.renewed active');
  });

  it('ends a subscription without a grace period, and so does the end of that period [subscriptions.grace]', async () => {
    const fixture = createFixture();
    await givenVip(fixture, [PLAN, { ...PLAN, key: 'kind', grace_period: 3 }]);
    const plain = await subscribe(fixture);
    expect((await verb(fixture, plain.id, 'fail-renewal')).status).toBe('expired');
    const items = [{ sku: 'VIP', selected_plan_key: 'kind' }];
    const kind = await subscribe(fixture, { player_id: 'p1', items });
    await verb(fixture, kind.id, 'fail-renewal');
    fixture.clock.advance(40 * DAY);
    continueSubscription(fixture.domain, kind.id);
    expect((await show(fixture, kind.id)).status).toBe('expired');
  });
});

describe('the subscriptions of a player', () => {
  const path = '/s2s/v1/players/p1/subscriptions';

  it('are listed as the specification says, all or those with benefits [subscriptions.effective]', async () => {
    const fixture = createFixture();
    await givenVip(fixture);
    await fixture.s2s().get(path).expect(404);
    const [first, second] = [await subscribe(fixture), await subscribe(fixture)];
    await verb(fixture, first.id, 'expire');
    const ids = async (query: string) =>
      (
        (
          await fixture
            .s2s()
            .get(path + query)
            .expect(200)
        ).body as { id: string }[]
      ).map(({ id }) => id);
    expect(await ids('')).toEqual([first.id, second.id]);
    expect(await ids('?effective=true')).toEqual([second.id]);
    expect(await ids('?effective=false')).toEqual([first.id]);
    expect(await ids('?limit=1&offset=1')).toEqual([second.id]);
    const { body } = await fixture.s2s().get(`${path}?effective=true`).expect(200);
    expect(body).toEqual([
      {
        sku: 'VIP',
        id: second.id,
        name: 'VIP',
        order_id: second.order_id,
        status: 'active',
        created_at: Math.floor(fixture.clock.now() / 1000),
        effective_until: second.effective_until,
        plan: { key: 'month', name: 'Every month' },
      },
    ]);
    await fixture.s2s(LIVE_KEY).get(path).expect(404);
  });

  it('run to the end of their period when they are canceled [subscriptions.cancellation]', async () => {
    const fixture = createFixture();
    await givenVip(fixture);
    const first = await subscribe(fixture);
    await fixture.s2s().delete(`${path}/sub_none`).expect(404);
    await fixture.s2s().delete(`/s2s/v1/players/other/subscriptions/${first.id}`).expect(404);
    for (const _again of [1, 2]) await fixture.s2s().delete(`${path}/${first.id}`).expect(204);
    const canceled = await show(fixture, first.id);
    expect(canceled).toMatchObject({ status: 'canceled', effective: true });
    expect(canceled.effective_until).toBe(first.effective_until);
    await post(fixture, `/subscriptions/${first.id}/renew`).expect(409);
    fixture.clock.advance(32 * DAY);
    continueSubscription(fixture.domain, first.id);
    await fixture.s2s().delete(`${path}/${first.id}`).expect(409);
    expect(told(fixture)).toEqual([
      'subscription.activated active',
      'subscription.updated canceled',
      'subscription.deactivated expired',
    ]);
  });

  it('are reactivated, or bought again after their end [subscriptions.reactivation]', async () => {
    const fixture = createFixture();
    await givenVip(fixture);
    const { id } = await subscribe(fixture);
    const reactivate = () => fixture.s2s().post(`${path}/${id}/reactivate`);
    await reactivate().expect(204);
    await fixture.s2s().delete(`${path}/${id}`).expect(204);
    expect((await reactivate().expect(200)).body).toEqual({ id, status: 'active' });
    await verb(fixture, id, 'expire');
    const { body } = await reactivate().expect(201);
    expect(body).toEqual({ id: expect.not.stringMatching(id) as string, status: 'active' });
    expect(told(fixture)).toEqual([
      'subscription.activated active',
      'subscription.updated canceled',
      'subscription.updated active',
      'subscription.deactivated expired',
      'subscription.activated active',
    ]);
    await fixture.s2s().post(`${path}/sub_none/reactivate`).expect(404);
  });

  it('are canceled and reactivated by the control API too, and go with their game [subscriptions.statuses]', async () => {
    const fixture = createFixture();
    await givenVip(fixture, [{ ...PLAN, trial_period: 7 }]);
    const { id } = await subscribe(fixture, BUY, null);
    expect((await verb(fixture, id, 'cancel')).status).toBe('canceled');
    expect((await verb(fixture, id, 'reactivate')).status).toBe('trial');
    await get(fixture, '/subscriptions/sub_none').expect(404);
    const { body } = await get(fixture, '/subscriptions?status=trial&player_id=p1').expect(200);
    expect(body).toMatchObject({ total: 1, data: [{ id }] });
    inTransaction(fixture.domain, (tx) => {
      clearGame(tx, fixture.game.id);
    });
    expect(fixture.domain.store.tables.subscriptions.size).toBe(0);
  });
});

describe('an offer of a plan', () => {
  const offers = [
    {
      key: 'welcome',
      name: 'Welcome',
      eligibility_rules: ['new_acquisition'],
      discount_percent: 50,
      grace_extension: 4,
    },
    { key: 'back', eligibility_rules: ['returning'], discount_percent: 10, activation_limits: 1 },
  ];
  const total = (fixture: Fixture, orderId: string): number | undefined =>
    fixture.domain.store.tables.orders.get(orderId)?.amount;

  it('lowers the first payment, lengthens the grace period, and is named [subscriptions.offers]', async () => {
    const fixture = createFixture();
    await givenVip(fixture, [{ ...PLAN, grace_period: 3, offers }]);
    const bought = await subscribe(fixture);
    expect(total(fixture, bought.order_id)).toBe(500);
    expect(bought).toMatchObject({
      price: 999,
      plan: { key: 'month', offer: { key: 'welcome', name: 'Welcome' } },
    });
    const activated = fixture.events().find(({ type }) => type === 'subscription.activated');
    expect(dataOf(activated)['plan']).toMatchObject({ offer: { key: 'welcome', name: 'Welcome' } });
    const renewed = await verb(fixture, bought.id, 'renew');
    expect(total(fixture, renewed.last_order_id)).toBe(999);
    const grace = await verb(fixture, bought.id, 'fail-renewal');
    expect(grace.effective_until - renewed.effective_until).toBe(7 * 86_400);
    expect(total(fixture, (await subscribe(fixture)).order_id)).toBe(999);
  });

  it('is for those that its rules name, and as often as its limit says [subscriptions.offers]', async () => {
    const fixture = createFixture();
    await givenVip(fixture, [{ ...PLAN, offers }]);
    for (const expected of [500, 899, 999]) {
      const bought = await subscribe(fixture);
      expect(total(fixture, bought.order_id)).toBe(expected);
      await verb(fixture, bought.id, 'expire');
    }
  });

  it('lengthens the trial, and stays when the player chooses another plan [subscriptions.offers]', async () => {
    const fixture = createFixture();
    const trial = { ...PLAN, key: 'trial', offers: [{ key: 'try', trial_extension: 10 }] };
    const half = { ...PLAN, key: 'half', offers: [{ key: 'half', discount_percent: 50 }] };
    await givenVip(fixture, [trial, half]);
    const bought = await subscribe(fixture, BUY, null);
    expect(bought.effective_until - fixture.clock.now() / 1000).toBe(10 * 86_400);
    const id = await order(fixture, { ...BUY, player_id: 'p2' });
    changePlan(fixture.domain, fixture.game, id, 0, 'half');
    expect(total(fixture, id)).toBe(500);
  });
});

describe('a pause', () => {
  it('takes the benefits and keeps the rest of the period [subscriptions.pause]', async () => {
    const fixture = createFixture();
    await givenVip(fixture, [{ ...PLAN, trial_period: 7, is_pause_allowed: true }]);
    const { id, effective_until: until } = await subscribe(fixture, BUY, null);
    fixture.clock.advance(2 * DAY);
    expect(await verb(fixture, id, 'pause')).toMatchObject({ status: 'paused', effective: false });
    await post(fixture, `/subscriptions/${id}/pause`).expect(409);
    await post(fixture, `/subscriptions/${id}/renew`).expect(409);
    fixture.clock.advance(100 * DAY);
    continueSubscription(fixture.domain, id);
    const resumed = await verb(fixture, id, 'resume');
    expect(resumed).toMatchObject({ status: 'trial', effective_until: until + 100 * 86_400 });
    await post(fixture, `/subscriptions/${id}/resume`).expect(409);
    await verb(fixture, id, 'pause');
    expect((await verb(fixture, id, 'reactivate')).status).toBe('trial');
    await verb(fixture, id, 'pause');
    expect((await verb(fixture, id, 'cancel')).status).toBe('expired');
    expect(told(fixture)).toEqual([
      'subscription.activated trial',
      'subscription.deactivated paused',
      'subscription.activated trial',
      'subscription.deactivated paused',
      'subscription.activated trial',
      'subscription.deactivated paused',
      'subscription.updated expired',
    ]);
  });

  it('is refused by a plan without is_pause_allowed [subscriptions.pause]', async () => {
    const fixture = createFixture();
    await givenVip(fixture);
    const { id } = await subscribe(fixture);
    const { body } = await post(fixture, `/subscriptions/${id}/pause`).expect(409);
    expect(body).toEqual({ detail: 'The plan "month" allows no pause: it has no is_pause_allowed.' });
  });
});

describe('the plans of an item', () => {
  it('have fields that are stored without an effect [subscriptions.stored-only]', async () => {
    const fixture = createFixture();
    const plan = {
      ...PLAN,
      grace_mode: 'free_to_paid',
      change_payment_mode: true,
      benefits: ['No ads'],
      type: 'special',
    };
    await givenVip(fixture, [plan]);
    const { body } = await fixture.s2s().get('/s2s/v1/items?sku=VIP').expect(200);
    expect(JSON.stringify(body)).toContain('"free_to_paid"');
    await subscribe(fixture);
    expect(fixture.domain.store.tables.payments.by('game', fixture.game.id)[0]?.amount).toBe(999);
  });

  it('are kept as they are sent [subscriptions.plans]', async () => {
    const fixture = createFixture();
    const plan = { ...PLAN, currency: 'USD', trial_period: 1, grace_period: 2, benefits: ['No ads'] };
    const id = await addItem(fixture, {
      sku: 'VIP',
      type: 'subscription',
      subscription_settings: { plans: [plan] },
    });
    const { body } = await fixture.s2s().get(`/s2s/v1/items/${id}`).expect(200);
    expect(body).toMatchObject({ type: 'subscription', subscription_settings: { plans: [plan] } });
    const wrong = { ...PLAN, billing_cycle: { period_type: 'month', period_value: 0 } };
    const change = { subscription_settings: { plans: [wrong] } };
    await fixture.s2s().put(`/s2s/v1/items/${id}`).send(change).expect(422);
  });
});
