import { describe, expect, it } from 'vitest';
import { order, paidOrder, post, VISA } from '../support/control.ts';
import { buildHouse, type House } from '../support/house.ts';
import { ROOT, submit, visit } from './forms.ts';

const STATES: [string, (house: House) => Promise<string>, offered: string[]][] = [
  ['created', (house) => order(house), ['expire', 'abandon']],
  [
    'expired',
    async (house) => {
      const id = await order(house);
      await post(house, `/orders/${id}/expire`).expect(200);
      return id;
    },
    [],
  ],
  [
    'held',
    async (house) => {
      const id = await order(house);
      await post(house, `/orders/${id}/pay`, { card: VISA, hold: true }).expect(200);
      return id;
    },
    ['resolve', 'abandon'],
  ],
  ['paid', (house) => paidOrder(house), ['refund', 'dispute', 'chargeback', 'fraud']],
  [
    'disputed',
    async (house) => {
      const id = await paidOrder(house);
      await post(house, `/orders/${id}/dispute`).expect(200);
      return id;
    },
    ['dispute-won', 'dispute-lost'],
  ],
  [
    'refunded',
    async (house) => {
      const id = await paidOrder(house);
      await post(house, `/orders/${id}/refund`, { reason: 'x' }).expect(200);
      return id;
    },
    [],
  ],
];

const FIELDS = { reason: 'Because', outcome: 'succeeded' };

describe("an order's page", () => {
  it.each(STATES)(
    'of an order that is %s offers what is possible, and that works',
    async (_state, make, all) => {
      const page = buildHouse();
      const { text } = await visit(page, `${ROOT}/orders/${await make(page)}`).expect(200);
      const offered = [...text.matchAll(/action="\/dashboard\/sandbox\/orders\/\w+\/([\w-]+)"/g)];
      expect([...new Set(offered.map(([, action]) => action))]).toEqual(all);
      for (const action of all) {
        const house = buildHouse();
        const id = await make(house);
        const { headers } = await submit(house, `/orders/${id}/${action}`, FIELDS).expect(303);
        expect(headers['location']).toMatch(new RegExp(`^${ROOT}/orders/${id}\\?done=`));
        await visit(house, String(headers['location'])).expect(200, /data-testid="flash"/);
      }
    },
  );

  it('tells everything that happened, with the reason of each decline and refund', async () => {
    const house = buildHouse();
    const id = await order(house);
    await post(house, `/orders/${id}/pay`, { card: VISA, decline_with: '2051' }).expect(200);
    await post(house, `/orders/${id}/pay`, { card: VISA }).expect(200);
    await submit(house, `/orders/${id}/refund`, { reason: 'Bought twice' }).expect(303);
    await house.s2s().patch(`/s2s/v1/orders/${id}`).send({ handled_by_client: true }).expect(200);
    const { text } = await visit(house, `${ROOT}/orders/${id}`);
    const titles = [...text.matchAll(/<div class="entry"><strong>([^<]+)/g)].map(([, title]) => title);
    expect(titles).toEqual([
      'Order created',
      'Payment started',
      'Payment declined',
      'Payment started',
      'Payment succeeded',
      'Game asked to grant the items',
      'Order paid',
      'Payment refunded',
      'Order refunded',
    ]);
    for (const part of ['2051 Insufficient funds', 'Reason: Bought twice', 'Handled by client'])
      expect(text).toContain(part);
  });

  it('says why a form was refused, and changes nothing', async () => {
    const house = buildHouse();
    const id = await paidOrder(house);
    const before = house.eventTypes();
    const { text: empty } = await submit(house, `/orders/${id}/refund`, { reason: '' }).expect(422);
    expect(empty).toContain('id="refund-reason-error"');
    await submit(house, `/orders/${id}/refund`, { reason: 'x' }).expect(303);
    const { text: second } = await submit(house, `/orders/${id}/refund`, { reason: 'x' }).expect(409);
    expect(second).toContain('only a paid order can be refunded');
    expect(house.eventTypes()).toEqual([...before, 'payment.refunded', 'order.refunded']);
  });
});

describe('a test order', () => {
  it('is made from the catalogue by one button', async () => {
    const house = buildHouse();
    const { headers } = await submit(house, '/orders', { sku: 'CRS-82500' }).expect(303);
    expect(headers['location']).toMatch(/orders\/ord_\w+\?done=order-created$/);
    expect(house.eventTypes()).toEqual(['order.created']);
    await submit(house, '/orders', { sku: 'NOPE' }).expect(422, /NOPE/);
  });
});
