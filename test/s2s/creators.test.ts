import { describe, expect, it } from 'vitest';
import { clearGame } from '../../src/domain/games/clear.ts';
import { inTransaction } from '../../src/domain/model/context.ts';
import { ROOT, getPage } from '../dashboard/forms.ts';
import { makeCoupon } from '../support/coupons.ts';
import { makeCreator } from '../support/creators.ts';
import { createFixture, LIVE_KEY, type Fixture } from '../support/fixture.ts';
import { CARDS, givenOrder, givenWebhook, pay } from '../support/orders.ts';

const CREATORS = '/s2s/v1/creators';
const LEIA = { name: 'Leia', email: 'leia@example.test' };

async function read(fixture: Fixture, id: string): Promise<Record<string, unknown>> {
  const { body } = await fixture.s2s().get(`${CREATORS}/${id}`).expect(200);
  return body as Record<string, unknown>;
}

async function codes(fixture: Fixture): Promise<readonly string[]> {
  const { body } = await fixture.s2s().get('/s2s/v1/coupons').expect(200);
  return (body as { code: string }[]).map(({ code }) => code);
}

/** `context.order.creator` of each event. */
function attributions(fixture: Fixture): readonly unknown[] {
  return fixture.events().map(({ type, body }) => {
    const { context } = JSON.parse(body) as { context: { order: { creator: unknown } } };
    return [type, context.order.creator];
  });
}

describe('creators', () => {
  it('are created with a coupon of their own [creators.coupon] [creators.coupon-type]', async () => {
    const fixture = createFixture();
    const { body } = await fixture.s2s().post(CREATORS).send(LEIA).expect(201);
    const { id } = body as { id: string };
    expect(body).toEqual({
      id: expect.stringMatching(/^crt_\w{11}$/) as string,
      ...LEIA,
      social_medias: [],
      coupon_count: 1,
      revenue: 0,
      balance: 0,
      lifetime_gross_usd_cents: 0,
      revenue_share_override_enabled: false,
      revenue_share_override_bps: 0,
    });
    const { body: coupons } = await fixture.s2s().get('/s2s/v1/coupons').expect(200);
    const program = { creator_id: id, reward: 0, inherits_from_tier: true };
    expect(coupons).toMatchObject([{ code: 'LEIA', type: 'non_benefit', creator_program: program }]);
  });

  it.each([
    ['Zoë & the 3 Ewoks of Endor', /^ZOETHE3EWOKSOF$/],
    ['🎮', /^CREATOR$/],
    ['Han', /^HAN\d{6}$/],
  ])('of the name %s get a free code made of it [creators.coupon]', async (name, code) => {
    const fixture = createFixture();
    makeCoupon(fixture, { code: 'HAN' });
    makeCreator(fixture, { name });
    expect((await codes(fixture)).at(-1)).toMatch(code);
  });

  it('may choose a code, which must be free [creators.coupon-type]', async () => {
    const fixture = createFixture();
    const asked = { ...LEIA, coupon_code: 'REBEL' };
    await fixture.s2s().post(CREATORS).send(asked).expect(201);
    await fixture.s2s().post(CREATORS).send(asked).expect(409);
    await fixture
      .s2s()
      .post(CREATORS)
      .send({ ...LEIA, coupon_code: '' })
      .expect(201);
    expect(await codes(fixture)).toEqual(['REBEL', 'LEIA']);
    expect((await fixture.s2s().get(CREATORS).expect(200)).body).toMatchObject({ total: 2 });
  });

  it('are found by name, email, platform and tier group, page by page [creators.no-terms]', async () => {
    const fixture = createFixture();
    const socialMedias = [{ url: 'https://www.youtube.com/@leia', platform: null }];
    const leia = makeCreator(fixture, { socialMedias, tierGroupId: 'gold' });
    const han = makeCreator(fixture, { name: 'Han', email: 'han@falcon.test' });
    const find = async (query: string) => {
      const { body } = await fixture.s2s().get(`${CREATORS}?${query}`).expect(200);
      return (body as { data: { id: string }[] }).data.map(({ id }) => id);
    };
    expect(await find('q=FALCON')).toEqual([han.id]);
    expect(await find('q=lei')).toEqual([leia.id]);
    expect(await find('platform=youtube')).toEqual([leia.id]);
    expect(await find('creator_tier_group_id=gold')).toEqual([leia.id]);
    expect(await find('terms_accepted=false')).toEqual([leia.id, han.id]);
    expect(await find('terms_accepted=true')).toEqual([]);
    expect(await find('country=GB')).toEqual([]);
    const { body } = await fixture.s2s().get(`${CREATORS}?limit=1&offset=0`).expect(200);
    expect(body).toMatchObject({ data: [{ id: leia.id }], total: 2, limit: 1, offset: 0, has_next: true });
    expect(await find('limit=1&offset=1')).toEqual([han.id]);
    expect((await fixture.s2s().get(`${CREATORS}/countries`).expect(200)).body).toEqual([]);
    await fixture.s2s().get(`${CREATORS}?country=gb`).expect(422);
  });

  it('change, and override their share only with a number [creators.share-override]', async () => {
    const fixture = createFixture();
    const { id } = makeCreator(fixture);
    const change = (fields: object) => fixture.s2s().put(`${CREATORS}/${id}`).send(fields);
    const { body } = await change({ revenue_share_override_enabled: true }).expect(422);
    expect(body).toMatchObject({ detail: [{ loc: ['body', 'revenue_share_override_bps'] }] });
    const share = { revenue_share_override_enabled: true, revenue_share_override_bps: 250 };
    await change(share).expect(200);
    await change({ revenue_share_override_enabled: true, name: 'General' }).expect(200);
    expect(await read(fixture, id)).toMatchObject({ ...share, name: 'General', email: LEIA.email });
    await change({ revenue_share_override_bps: 10_001 }).expect(422);
    await fixture.s2s(LIVE_KEY).put(`${CREATORS}/${id}`).send({}).expect(404);
  });

  it('have accounts that are read from their links [creators.no-terms]', async () => {
    const fixture = createFixture();
    const links = ['https://www.tiktok.com/@leia?lang=en', 'x.com/leia', 'https://falcon.test/fans/', ''];
    const { body } = await fixture
      .s2s()
      .post(CREATORS)
      .send({
        ...LEIA,
        social_medias: [...links.map((url) => ({ url })), { url: 'a.test', platform: 'twitch' }],
      })
      .expect(201);
    const path = `${CREATORS}/${(body as { id: string }).id}/social-accounts`;
    const { body: accounts } = await fixture.s2s().get(path).expect(200);
    expect(accounts).toMatchObject([
      { platform: 'tiktok', handle: 'leia', sync_status: 'pending', content: [] },
      { platform: 'x_twitter', handle: 'leia' },
      { platform: 'other', handle: 'fans' },
      { platform: 'other', handle: '' },
      { platform: 'twitch', handle: 'a.test' },
    ]);
  });

  it('are deleted with their own coupon, and with all data of their game [creators.coupon-type]', async () => {
    const fixture = createFixture();
    const creator = makeCreator(fixture);
    makeCoupon(fixture, { creatorProgram: { ...PROGRAM, creator_id: creator.id } });
    await fixture.s2s().delete(`${CREATORS}/${creator.id}`).expect(204);
    await fixture.s2s().get(`${CREATORS}/${creator.id}`).expect(404);
    expect(await codes(fixture)).toEqual(['SUMMER']);
    expect(givenOrder(fixture, { couponCode: 'SUMMER' }).coupon?.creator).toBeNull();
    makeCreator(fixture);
    inTransaction(fixture.domain, (tx) => {
      clearGame(tx, fixture.game.id);
    });
    expect(fixture.domain.store.tables.creators.size).toBe(0);
  });
});

const PROGRAM = { reward: 10, verbal_terms: '', message: '', inherits_from_tier: false };

describe('a coupon of a creator', () => {
  it('names them in every event of the order [creators.attribution]', async () => {
    const fixture = createFixture();
    givenWebhook(fixture, { events: ['order.*', 'payment.*', 'item.add', 'item.remove'] });
    const { id } = makeCreator(fixture);
    const order = givenOrder(fixture, { couponCode: 'LEIA' });
    pay(fixture, order, CARDS.good);
    await fixture.s2s().post(`/s2s/v1/orders/${order.id}/refund`).send({ reason: 'asked' }).expect(200);
    const creator = { id, name: 'Leia', coupon_code: 'LEIA' };
    const types = [
      'order.created',
      'payment.pending',
      'payment.succeeded',
      'item.add',
      'order.paid',
      'payment.refunded',
      'order.refunded',
    ];
    expect(attributions(fixture)).toEqual(types.map((type) => [type, creator]));
    const { text } = await getPage(fixture, `${ROOT}/orders/${order.id}`).expect(200);
    expect(text).toContain('attributes the order to Leia');
  });

  it('that the player enters later counts too; without one, the creator is null [creators.attribution]', async () => {
    const fixture = createFixture();
    const { id } = makeCreator(fixture);
    givenWebhook(fixture, { events: ['order.paid'] });
    pay(fixture, givenOrder(fixture), CARDS.good);
    await fixture.s2s().put(`${CREATORS}/${id}`).send({ name: 'General' }).expect(200);
    pay(fixture, givenOrder(fixture, { couponCode: 'LEIA' }), CARDS.good);
    const paid = attributions(fixture).filter((one) => (one as string[])[0] === 'order.paid');
    expect(paid).toEqual([
      ['order.paid', null],
      ['order.paid', { id, name: 'General', coupon_code: 'LEIA' }],
    ]);
  });

  it('needs a creator whom the game has [creators.known]', async () => {
    const fixture = createFixture();
    const { id } = makeCreator(fixture);
    const coupon = { name: 'Summer', code: 'SUMMER', type: 'discount', discount_percent: 10 };
    const send = (creatorId: string, key?: string) =>
      fixture
        .s2s(key)
        .post('/s2s/v1/coupons')
        .send({ ...coupon, creator_program: { ...PROGRAM, creator_id: creatorId } });
    const { body } = await send('crt_unknown').expect(422);
    expect(body).toMatchObject({ detail: [{ loc: ['body', 'creator_program', 'creator_id'] }] });
    await send(id, LIVE_KEY).expect(422);
    await send(id).expect(201);
    expect(await read(fixture, id)).toMatchObject({ coupon_count: 2 });
  });
});

describe('the earnings of a creator', () => {
  it('are their share of what paid orders brought, less those undone [creators.earnings]', async () => {
    const fixture = createFixture();
    const { id } = makeCreator(fixture);
    makeCoupon(fixture, { creatorProgram: { ...PROGRAM, creator_id: id } });
    const paid = () => pay(fixture, givenOrder(fixture, { couponCode: 'SUMMER' }), CARDS.good).order;
    givenOrder(fixture, { couponCode: 'SUMMER' });
    const [first, second] = [paid(), paid()];
    // 26.99 USD after the coupon, less 2.9 % and 5 % of fees.
    const each = { gross: 2699, revenue: 2699 - 78 - 135 };
    expect(await read(fixture, id)).toMatchObject({
      lifetime_gross_usd_cents: 2 * each.gross,
      revenue: 2 * each.revenue,
      balance: 2 * Math.floor(each.revenue / 10),
    });
    await fixture.s2s().post(`/s2s/v1/orders/${first.id}/refund`).send({ reason: 'asked' }).expect(200);
    const share = { revenue_share_override_enabled: true, revenue_share_override_bps: 5000 };
    await fixture.s2s().put(`${CREATORS}/${id}`).send(share).expect(200);
    expect(await read(fixture, id)).toMatchObject({
      lifetime_gross_usd_cents: each.gross,
      revenue: each.revenue,
      balance: Math.floor(each.revenue / 2),
    });
    expect(second.coupon?.creator).toEqual({ id, name: 'Leia', reward: 10 });
  });
});
