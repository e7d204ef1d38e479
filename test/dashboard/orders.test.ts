import { describe, expect, it } from 'vitest';
import { attempt, deliveries, FAILED, order, paidOrder, post, VISA, webhook } from '../support/control.ts';
import { createFixture, type Fixture } from '../support/fixture.ts';
import { ROOT, submit, getPage } from './forms.ts';

const STATES: [string, (fixture: Fixture) => Promise<string>, offered: string[]][] = [
  ['created', (fixture) => order(fixture), ['pay', 'expire', 'abandon', 'cancel', 'reject']],
  [
    'expired',
    async (fixture) => {
      const id = await order(fixture);
      await post(fixture, `/orders/${id}/expire`).expect(200);
      return id;
    },
    [],
  ],
  [
    'held',
    async (fixture) => {
      const id = await order(fixture);
      await post(fixture, `/orders/${id}/pay`, { card: VISA, hold: true }).expect(200);
      return id;
    },
    ['resolve', 'abandon', 'cancel', 'reject', 'void'],
  ],
  [
    'paid',
    (fixture) => paidOrder(fixture),
    ['reset-granting', 'refund', 'dispute', 'chargeback', 'fraud', 'update-fees'],
  ],
  [
    'disputed',
    async (fixture) => {
      const id = await paidOrder(fixture);
      await post(fixture, `/orders/${id}/dispute`).expect(200);
      return id;
    },
    ['dispute-won', 'dispute-lost', 'update-fees'],
  ],
  [
    'refunded',
    async (fixture) => {
      const id = await paidOrder(fixture);
      await post(fixture, `/orders/${id}/refund`, { reason: 'x' }).expect(200);
      return id;
    },
    ['update-fees'],
  ],
];

const FIELDS = { reason: 'Because', outcome: 'succeeded', card: VISA };

describe("an order's page", () => {
  it.each(STATES)(
    'of an order that is %s offers what is possible, and that works',
    async (_state, make, all) => {
      const page = createFixture();
      const { text } = await getPage(page, `${ROOT}/orders/${await make(page)}`).expect(200);
      const offered = [...text.matchAll(/action="\/dashboard\/sandbox\/orders\/\w+\/([\w-]+)"/g)];
      expect([...new Set(offered.map(([, action]) => action))]).toEqual(all);
      for (const action of all) {
        const fixture = createFixture();
        const id = await make(fixture);
        const { headers } = await submit(fixture, `/orders/${id}/${action}`, FIELDS).expect(303);
        expect(headers['location']).toMatch(new RegExp(`^${ROOT}/orders/${id}\\?done=`));
        await getPage(fixture, String(headers['location'])).expect(200, /data-testid="flash"/);
      }
    },
  );

  it('tells everything that happened, with the reason of each decline and refund', async () => {
    const fixture = createFixture();
    const id = await order(fixture);
    await post(fixture, `/orders/${id}/pay`, { card: VISA, decline_with: '2051' }).expect(200);
    await post(fixture, `/orders/${id}/pay`, { card: VISA }).expect(200);
    await submit(fixture, `/orders/${id}/refund`, { reason: 'Bought twice' }).expect(303);
    await fixture.s2s().patch(`/s2s/v1/orders/${id}`).send({ handled_by_client: true }).expect(200);
    const { text } = await getPage(fixture, `${ROOT}/orders/${id}`);
    const titles = [...text.matchAll(/<span class="step-text">\s*<strong>([^<]+)/g)].map(
      ([, title]) => title,
    );
    expect(titles.filter((title) => !title?.startsWith('PO') && !title?.startsWith('PATCH'))).toEqual([
      'Order created',
      'The player pays',
      'Payment started',
      'Payment declined',
      'The player pays',
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
    const fixture = createFixture();
    const id = await paidOrder(fixture);
    const before = fixture.eventTypes();
    const { text: empty } = await submit(fixture, `/orders/${id}/refund`, { reason: '' }).expect(422);
    expect(empty).toContain('id="refund-reason-error"');
    await submit(fixture, `/orders/${id}/refund`, { reason: 'x' }).expect(303);
    const { text: second } = await submit(fixture, `/orders/${id}/refund`, { reason: 'x' }).expect(409);
    expect(second).toContain('only a paid order can be refunded');
    expect(fixture.eventTypes()).toEqual([...before, 'payment.refunded', 'order.refunded']);
  });
});

describe('a test order', () => {
  it('is made from the catalogue by one button', async () => {
    const fixture = createFixture();
    const { headers } = await submit(fixture, '/orders', { sku: 'CRS-82500' }).expect(303);
    expect(headers['location']).toMatch(/orders\/ord_\w+\?done=order-created$/);
    expect(fixture.eventTypes()).toEqual(['order.created']);
    await submit(fixture, '/orders', { sku: 'NOPE' }).expect(422, /NOPE/);
  });
});

describe("an order's sequence", () => {
  it('goes from the API request over the page and the payment to the attempt and its answer', async () => {
    const fixture = createFixture();
    webhook(fixture, ['item.add']);
    const id = await order(fixture, { callback_url: 'http://localhost/x' });
    fixture.clock.advance(12);
    await getPage(fixture, `/order/${id}`).expect(200);
    fixture.clock.advance(1500);
    await submit(fixture, `/orders/${id}/pay`, { card: VISA }).expect(303);
    attempt(fixture, String(deliveries(fixture)[0]?.id), FAILED);
    const { text } = await getPage(fixture, `${ROOT}/orders/${id}`).expect(200);
    const steps = [...text.matchAll(/data-testid="step">(.*?)<\/summary>/gs)].map(([, step = '']) =>
      step
        .replaceAll(/<[^>]+>/g, ' ')
        .replaceAll(/\s+/g, ' ')
        .trim(),
    );
    const expected = [
      /^Game to Emulator: POST \/v1\/orders 201 in .* Nobody read: callback_url/,
      /^Emulator: Order created order\.created/,
      /^Player to Checkout: The player opens the checkout page .*\+12 ms$/,
      /^Player to Checkout: The player pays VISA ···· 4242 .*\+1\.5 s$/,
      /^Emulator: Payment started/,
      /^Emulator: Payment succeeded/,
      /^Emulator: Game asked to grant the items item\.add/,
      /^Emulator to Game: connection refused in 12 ms item\.add .*Start your game server\./,
      /^Emulator: Order paid/,
    ];
    expect(steps).toHaveLength(expected.length);
    for (const [index, pattern] of expected.entries()) expect(steps[index]).toMatch(pattern);
    expect(text).toContain('X-Aghanim-Signature');
    expect(text.indexOf('data-testid="failing-delivery"')).toBeLessThan(
      text.indexOf('data-testid="actions"'),
    );
  });

  it('opens headers, JSON and curl of the request, of the payment, of each event and of each attempt', async () => {
    const fixture = createFixture();
    webhook(fixture, ['item.add']);
    const id = await order(fixture);
    await submit(fixture, `/orders/${id}/pay`, { card: VISA }).expect(303);
    attempt(fixture, String(deliveries(fixture)[0]?.id), FAILED);
    const { text } = await getPage(fixture, `${ROOT}/orders/${id}`).expect(200);
    const parts = [...text.matchAll(/<div class="step-body">(.*?)<\/details>/gs)].map(([, body = '']) =>
      [...body.matchAll(/<(?:h3|a href[^>]*)>([^<]*)/g)].map(([, label]) => label),
    );
    expect(parts).toEqual([
      ['Open the request', 'Headers', 'Sent', 'Answered', 'curl'],
      ['Open the event', 'JSON'],
      ['JSON, as it is now', 'curl'],
      ['Open the event', 'JSON'],
      ['Open the event', 'JSON'],
      ['Open the event', 'JSON'],
      ['Open the delivery', 'Request headers', 'Response', 'Signed curl'],
      ['Open the event', 'JSON'],
    ]);
    const key = fixture.game.key ?? 's2s_sandbox_local';
    const [, headers = ''] = /<h3>Headers<\/h3>(.*?)<h3>/s.exec(text) ?? [];
    expect(headers).toMatch(/authorization: /i);
    expect(headers).not.toContain(key);
  });

  it('pays with each card in place, and holds a payment', async () => {
    const ways = [
      [VISA, 'payment-made', 'paid'],
      ['4211127262112418', 'payment-declined', 'reattempted'],
      ['4224703082575813', 'payment-waits', 'captured'],
      ['hold', 'payment-waits', 'captured'],
    ] as const;
    for (const [card, message, status] of ways) {
      const fixture = createFixture();
      const id = await order(fixture);
      await submit(fixture, `/orders/${id}/pay`, { card })
        .expect(303)
        .expect('Location', `${ROOT}/orders/${id}?done=${message}`);
      expect(fixture.domain.store.tables.orders.get(id)?.status).toBe(status);
    }
    const fixture = createFixture();
    const id = await order(fixture);
    await submit(fixture, `/orders/${id}/pay`, { card: '4000000000000002' }).expect(422);
  });
});
