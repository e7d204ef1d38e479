import { describe, expect, it } from 'vitest';
import { createFixture, type Fixture } from '../support/fixture.ts';
import {
  attempt,
  deliveries,
  eventsAfter,
  get,
  order,
  paidOrder,
  post,
  VISA,
  webhook,
} from '../support/control.ts';

/** Ways to bring an order into a state; each gives its id. */
const STATES = {
  created: (fixture: Fixture) => order(fixture),
  held: async (fixture: Fixture) => {
    const id = await order(fixture);
    await post(fixture, `/orders/${id}/pay`, { card: VISA, hold: true }).expect(200);
    return id;
  },
  paid: (fixture: Fixture) => paidOrder(fixture),
  granted: async (fixture: Fixture) => {
    webhook(fixture, ['item.add']);
    const id = await paidOrder(fixture);
    for (const { id: delivery } of deliveries(fixture)) attempt(fixture, delivery, { verdict: 'delivered' });
    return id;
  },
  disputed: async (fixture: Fixture) => {
    const id = await paidOrder(fixture);
    await post(fixture, `/orders/${id}/dispute`, { reason: 'fraudulent' }).expect(200);
    return id;
  },
  refunded: async (fixture: Fixture) => {
    const id = await paidOrder(fixture);
    await post(fixture, `/orders/${id}/refund`, { reason: 'x' }).expect(200);
    return id;
  },
} as const;

type State = keyof typeof STATES;

const LOST = ['payment.chargeback', 'order.canceled'];
const PAID = ['payment.succeeded', 'item.add', 'order.paid'];

const POSSIBLE: [string, State, object, order: string, payment: string, events: string[]][] = [
  ['refund', 'paid', { reason: 'Asked' }, 'refunded', 'refunded', ['payment.refunded', 'order.refunded']],
  [
    'refund',
    'granted',
    { reason: 'Asked' },
    'refunded',
    'refunded',
    ['payment.refunded', 'order.refunded', 'item.remove'],
  ],
  ['chargeback', 'paid', {}, 'canceled', 'chargeback', LOST],
  ['chargeback', 'granted', {}, 'canceled', 'chargeback', [...LOST, 'item.remove']],
  ['dispute', 'paid', { reason: 'fraudulent' }, 'disputed', 'dispute', ['payment.dispute']],
  ['dispute-won', 'disputed', {}, 'paid', 'done', ['payment.succeeded']],
  ['dispute-lost', 'disputed', {}, 'canceled', 'chargeback', LOST],
  ['fraud', 'paid', {}, 'paid', 'done', ['fraud.reported']],
  ['expire', 'created', {}, 'created', 'none', []],
  ['abandon', 'held', {}, 'reattempted', 'abandoned', ['payment.abandoned']],
  ['abandon', 'created', {}, 'reattempted', 'abandoned', ['payment.pending', 'payment.abandoned']],
  ['cancel', 'held', {}, 'reattempted', 'canceled', ['payment.canceled']],
  ['cancel', 'created', {}, 'reattempted', 'canceled', ['payment.pending', 'payment.canceled']],
  ['reject', 'held', {}, 'reattempted', 'rejected', ['payment.rejected']],
  ['reject', 'created', {}, 'reattempted', 'rejected', ['payment.pending', 'payment.rejected']],
  ['void', 'held', {}, 'reattempted', 'voided', ['payment.voided']],
  ['update-fees', 'paid', {}, 'paid', 'done', ['payment.succeeded']],
  ['update-fees', 'disputed', {}, 'disputed', 'dispute', ['payment.dispute']],
  ['update-fees', 'refunded', {}, 'refunded', 'refunded', ['payment.refunded']],
  ['reset-granting', 'paid', {}, 'paid', 'done', ['item.add']],
  ['resolve', 'held', { outcome: 'succeeded' }, 'paid', 'done', PAID],
  ['resolve', 'held', { outcome: 'declined' }, 'reattempted', 'failed', ['payment.declined']],
  ['resolve', 'held', { outcome: 'expired' }, 'reattempted', 'expired', ['payment.expired']],
];

const BODIES: Record<string, object> = { refund: { reason: 'x' }, resolve: { outcome: 'succeeded' } };

const IMPOSSIBLE: [string, State][] = [
  ...(['created', 'held', 'disputed', 'refunded'] as const).flatMap((state) =>
    ['refund', 'chargeback', 'dispute', 'fraud'].map((call): [string, State] => [call, state]),
  ),
  ...(['created', 'held', 'paid', 'refunded'] as const).flatMap((state) =>
    ['dispute-won', 'dispute-lost'].map((call): [string, State] => [call, state]),
  ),
  ...(['held', 'paid', 'disputed', 'refunded'] as const).map((state): [string, State] => ['expire', state]),
  ...(['paid', 'disputed', 'refunded'] as const).flatMap((state) =>
    ['abandon', 'cancel', 'reject', 'void', 'resolve'].map((call): [string, State] => [call, state]),
  ),
  ['resolve', 'created'],
  ['void', 'created'],
  ['update-fees', 'created'],
  ['update-fees', 'held'],
  ...(['created', 'held', 'disputed', 'refunded'] as const).map((state): [string, State] => [
    'reset-granting',
    state,
  ]),
];

describe('what comes after a payment', () => {
  it.each(POSSIBLE)(
    '%s of an order that is %s with %o [events.per-change] [orders.full-refund] [payments.abandon-before-paying] [payments.fees-updated]',
    async (call, state, body, status, paid, events) => {
      const fixture = createFixture({ config: { publicUrl: 'http://emulator.test' } });
      const id = await STATES[state](fixture);
      const before = fixture.events().length;
      const { body: answer } = await post(fixture, `/orders/${id}/${call}`, body).expect(200);
      const { status: now, payments } = answer as { status: string; payments: { status: string }[] };
      expect([now, payments[0]?.status ?? 'none']).toEqual([status, paid]);
      expect(eventsAfter(fixture, before)).toEqual(events);
      expect(answer).toEqual((await get(fixture, `/orders/${id}`)).body);
    },
  );

  it.each(IMPOSSIBLE)(
    '%s is refused for an order that is %s, with the reason [orders.expire-open-only] [orders.refund-paid-only]',
    async (call, state) => {
      const fixture = createFixture();
      const id = await STATES[state](fixture);
      const before = fixture.events().length;
      const { body } = await post(fixture, `/orders/${id}/${call}`, BODIES[call]).expect(409);
      expect((body as { detail: string }).detail).toContain(id);
      expect(eventsAfter(fixture, before)).toEqual([]);
    },
  );

  it.each([
    ['refund', {}, 'reason'],
    ['dispute', { reason: 1 }, 'reason'],
    ['resolve', { outcome: 'lost' }, 'outcome'],
    ['fraud', { why: 'x' }, 'why'],
  ])('%s refuses the body %o', async (call, body, field) => {
    const fixture = createFixture();
    const id = await paidOrder(fixture);
    const { body: answer } = await post(fixture, `/orders/${id}/${call}`, body).expect(422);
    expect(answer).toMatchObject({ detail: [{ loc: ['body', field] }] });
  });

  it('ends a payment that waits for 3-D Secure as the bank would [payments.resolve-3ds]', async () => {
    const fixture = createFixture();
    const id = await order(fixture);
    const card = '4224703082575813';
    await post(fixture, `/orders/${id}/pay`, { card }).expect(200);
    await post(fixture, `/orders/${id}/resolve`, { outcome: 'declined' }).expect(200);
    await post(fixture, `/orders/${id}/pay`, { card }).expect(200);
    const { body } = await post(fixture, `/orders/${id}/resolve`, { outcome: 'succeeded' }).expect(200);
    expect(body).toMatchObject({
      status: 'paid',
      payments: [
        { three_d_secure_result: 'failed', fail_reason_code: '3ds_failed' },
        { three_d_secure_result: 'authenticated' },
      ],
    });
  });
});
