import { describe, expect, it } from 'vitest';
import { order, paidOrder, post, VISA } from '../support/control.ts';
import { createFixture } from '../support/fixture.ts';

/** `OrderStatus` and `PaymentStatus` of the published specification. */
const ORDER_STATUSES = 'created captured paid canceled refunded refund_requested reattempted disputed'.split(
  ' ',
);
const PAYMENT_STATUSES =
  'created failed expired voided rejected done refund_requested refunded dispute chargeback abandoned canceled'.split(
    ' ',
  );

describe('the statuses of orders and payments', () => {
  it('are published ones, whatever happens [payments.statuses]', async () => {
    const fixture = createFixture();
    const pay = async (body: object): Promise<string> => {
      const id = await order(fixture);
      await post(fixture, `/orders/${id}/pay`, { card: VISA, ...body }).expect(200);
      return id;
    };
    await pay({ decline_with: '2051' });
    await pay({ hold: true });
    await post(fixture, `/orders/${await pay({ hold: true })}/resolve`, { outcome: 'expired' }).expect(200);
    await post(fixture, `/orders/${await order(fixture)}/abandon`).expect(200);
    await post(fixture, `/orders/${await paidOrder(fixture)}/refund`, { reason: 'asked' }).expect(200);
    await post(fixture, `/orders/${await paidOrder(fixture)}/dispute`).expect(200);
    await post(fixture, `/orders/${await paidOrder(fixture)}/chargeback`).expect(200);
    const { orders, payments } = fixture.domain.store.tables;
    const orderStatuses = new Set([...orders.all()].map(({ status }) => status));
    const paymentStatuses = new Set([...payments.all()].map(({ status }) => status));
    expect([...orderStatuses].filter((status) => !ORDER_STATUSES.includes(status))).toEqual([]);
    expect([...paymentStatuses].filter((status) => !PAYMENT_STATUSES.includes(status))).toEqual([]);
    expect([...paymentStatuses].sort()).toEqual([
      'abandoned',
      'chargeback',
      'created',
      'dispute',
      'expired',
      'failed',
      'refunded',
    ]);
  });
});

describe('a held payment', () => {
  it('that is declined has code 16 [payments.resolve-3ds]', async () => {
    const fixture = createFixture();
    const id = await order(fixture);
    await post(fixture, `/orders/${id}/pay`, { card: VISA, hold: true }).expect(200);
    const { body } = await post(fixture, `/orders/${id}/resolve`, { outcome: 'declined' }).expect(200);
    expect(body).toMatchObject({ payments: [{ status: 'failed', fail_reason_code: '16' }] });
  });
});
