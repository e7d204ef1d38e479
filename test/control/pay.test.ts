import { describe, expect, it } from 'vitest';
import { createFixture, LIVE_KEY } from '../support/fixture.ts';
import { eventsAfter, get, order, post, VISA, webhook } from '../support/control.ts';

const SUCCESS = ['payment.pending', 'payment.succeeded', 'item.add', 'order.paid'];
const DECLINED = ['payment.pending', 'payment.declined'];
const THREE_DS = '4224703082575813';

interface Row {
  readonly what: string;
  readonly body: object;
  readonly payment: string;
  readonly order: string;
  readonly decline?: string;
  readonly waits?: boolean;
  readonly events: readonly string[];
}

const ROWS: Row[] = [
  { what: 'a good card', body: { card: VISA }, payment: 'done', order: 'paid', events: SUCCESS },
  {
    what: 'a card with spaces and every field',
    body: { card: '4242 4242 4242 4242', email: 'a@b.co', country: 'DE', postal_code: '10115' },
    payment: 'done',
    order: 'paid',
    events: SUCCESS,
  },
  ...['16', '2051', '3041', '3043', '2054'].map((decline, index) => ({
    what: `a card declined with ${decline}`,
    body: {
      card: [
        '4832285061609015',
        '4211127262112418',
        '4411588321713124',
        '4178131827309866',
        '4867053716965705',
      ][index],
    },
    payment: 'failed',
    order: 'reattempted',
    decline,
    events: DECLINED,
  })),
  {
    what: '3-D Secure left open',
    body: { card: THREE_DS },
    payment: 'created',
    order: 'captured',
    waits: true,
    events: ['payment.pending'],
  },
  {
    what: '3-D Secure completed',
    body: { card: THREE_DS, three_ds: 'complete' },
    payment: 'done',
    order: 'paid',
    events: SUCCESS,
  },
  {
    what: '3-D Secure failed',
    body: { card: THREE_DS, three_ds: 'fail' },
    payment: 'failed',
    order: 'reattempted',
    decline: '3ds_failed',
    events: DECLINED,
  },
  {
    what: 'a held payment',
    body: { card: VISA, hold: true },
    payment: 'created',
    order: 'captured',
    events: ['payment.pending'],
  },
  {
    what: 'a good card and a requested decline',
    body: { card: VISA, decline_with: '3043' },
    payment: 'failed',
    order: 'reattempted',
    decline: '3043',
    events: DECLINED,
  },
];

describe('POST /_emulator/orders/{id}/pay', () => {
  it.each(ROWS)('answers $what with its outcome and just its events', async (row) => {
    const fixture = createFixture();
    const id = await order(fixture);
    const { body } = await post(fixture, `/orders/${id}/pay`, row.body).expect(200);
    expect(body).toEqual({
      payment_id: expect.stringMatching(/^pmt_\w{20}$/) as string,
      payment_status: row.payment,
      order_status: row.order,
      decline:
        row.decline === undefined ? null : { code: row.decline, message: expect.any(String) as string },
      next_action:
        row.waits === true
          ? { type: 'three_d_secure', url: expect.stringContaining(`/order/${id}`) as string }
          : null,
    });
    expect(eventsAfter(fixture, 1)).toEqual(row.events);
  });

  it('takes a free order without a card', async () => {
    const fixture = createFixture();
    const id = await order(fixture, { discount_percent: 100 });
    const { body } = await post(fixture, `/orders/${id}/pay`).expect(200);
    expect(body).toMatchObject({ payment_status: 'done', order_status: 'paid' });
  });

  it.each([
    ['no card', {}, 'card'],
    ['a card that is no test card', { card: '4000056655665556' }, 'card'],
    ['an unknown field', { card: VISA, crad: VISA }, 'crad'],
    ['an undocumented decline code', { card: VISA, decline_with: '1' }, 'decline_with'],
    ['another word for 3-D Secure', { card: VISA, three_ds: 'yes' }, 'three_ds'],
    ['no email address', { card: VISA, email: 'nobody' }, 'email'],
  ])('refuses %s, names the field and changes nothing', async (_what, body, field) => {
    const fixture = createFixture();
    const id = await order(fixture);
    const { body: answer } = await post(fixture, `/orders/${id}/pay`, body).expect(422);
    expect((answer as { detail: { loc: unknown }[] }).detail.map(({ loc }) => loc)).toEqual([
      ['body', field],
    ]);
    expect(JSON.stringify(answer)).not.toContain('4000056655665556');
    expect(eventsAfter(fixture, 1)).toEqual([]);
  });

  it('refuses an order that is paid, held or expired', async () => {
    const fixture = createFixture();
    const [paid, held, expired] = [await order(fixture), await order(fixture), await order(fixture)];
    await post(fixture, `/orders/${paid}/pay`, { card: VISA }).expect(200);
    await post(fixture, `/orders/${held}/pay`, { card: VISA, hold: true }).expect(200);
    await post(fixture, `/orders/${expired}/expire`).expect(200);
    for (const id of [paid, held, expired])
      await post(fixture, `/orders/${id}/pay`, { card: VISA }).expect(409);
    await post(fixture, '/orders/ord_none/pay', { card: VISA }).expect(404);
  });
});

describe('the control API', () => {
  it('takes the game from the key: none means the sandbox, a wrong one is refused', async () => {
    const fixture = createFixture();
    const id = await order(fixture);
    await get(fixture, `/orders/${id}`).expect(200);
    await get(fixture, `/orders/${id}`).set('Authorization', `Bearer ${LIVE_KEY}`).expect(404);
    await get(fixture, `/orders/${id}`).set('Authorization', 'Bearer wrong').expect(401);
  });

  it('refuses callers from other web pages', async () => {
    const fixture = createFixture();
    await post(fixture, '/reset').set('Origin', 'https://evil.example').expect(403);
    await get(fixture, '/orders').set('Host', 'evil.example').expect(403);
  });
});

describe('GET /_emulator/orders', () => {
  it('gives an order as the S2S API does, with its granting and its payments', async () => {
    const fixture = createFixture();
    webhook(fixture);
    const id = await order(fixture);
    await post(fixture, `/orders/${id}/pay`, { card: VISA, decline_with: '2051' }).expect(200);
    await post(fixture, `/orders/${id}/pay`, { card: VISA }).expect(200);
    const { body } = await get(fixture, `/orders/${id}`).expect(200);
    const { body: asS2s } = await fixture.s2s().get(`/s2s/v1/orders/${id}`);
    const {
      platform,
      granting,
      grants,
      payments,
      checkout_url: _url,
      ...rest
    } = body as Record<string, unknown>;
    const { checkout_url: _other, ...s2s } = asS2s as Record<string, unknown>;
    expect(rest).toEqual(s2s);
    expect(platform).toBe('aghanim');
    expect(granting).toBe('pending');
    expect(grants).toMatchObject([{ status: 'pending' }]);
    expect(payments).toMatchObject([
      { status: 'failed', fail_reason_code: '2051', card_last_4_digits: '4242' },
      { status: 'done' },
    ]);
  });

  it('lists the newest first, by status and in pages', async () => {
    const fixture = createFixture();
    const ids = [await order(fixture), await order(fixture), await order(fixture)];
    await post(fixture, `/orders/${String(ids[1])}/pay`, { card: VISA }).expect(200);
    const list = async (query: string) => {
      const { body } = await get(fixture, `/orders${query}`).expect(200);
      const { data, total } = body as { data: { id: string }[]; total: number };
      return [data.map((one) => ids.indexOf(one.id)), total];
    };
    expect(await list('')).toEqual([[2, 1, 0], 3]);
    expect(await list('?limit=1&offset=1')).toEqual([[1], 3]);
    expect(await list('?status=created')).toEqual([[2, 0], 2]);
    await get(fixture, '/orders?status=lost').expect(422);
    await get(fixture, '/orders?stauts=paid').expect(422);
    await get(fixture, '/orders?limit=0').expect(422);
  });
});
