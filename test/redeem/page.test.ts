import request from 'supertest';
import { describe, expect, it } from 'vitest';
import type { NewCoupon } from '../../src/domain/coupons.ts';
import { makeCoupon } from '../support/coupons.ts';
import { buildHouse, LIVE_KEY, type House } from '../support/house.ts';

function givenGift(house: House, terms: Partial<NewCoupon> = {}) {
  const [item] = house.world.store.tables.items.by('game', house.game.id);
  const freeItems = [{ itemId: item?.id ?? '', quantity: 5 }];
  return makeCoupon(house, { code: 'GIFT', type: 'free_item', freeItems, ...terms });
}

function submit(house: House, fields: Record<string, string>, path = '/redeem') {
  return request(house.app).post(path).type('form').send(fields);
}

const GIFT = { player_id: 'p1', code: 'GIFT' };

describe('the redeem page', () => {
  it('takes a code and shows what it gave, on an address that redeems nothing more', async () => {
    const house = buildHouse();
    givenGift(house);
    const { text: form } = await request(house.app).get('/redeem').expect(200);
    expect(form).toContain('data-testid="redeem-form"');
    const { headers } = await submit(house, { player_id: ' p1 ', code: ' GIFT ' }).expect(303);
    for (const _again of [1, 2]) {
      const { text } = await request(house.app)
        .get(headers['location'] ?? '')
        .expect(200);
      expect(text).toContain('<li>Magic Crystals</li>');
    }
    expect(house.eventTypes()).toEqual(['item.add', 'coupon.redeemed']);
  });

  it.each<[string, Partial<NewCoupon>, string]>([
    ['unknown', { code: 'OTHER' }, 'There is no such code'],
    ['used up', { maxRedemptions: 0 }, 'This code has been used already'],
    ['not for this player', { playerIds: ['p2'] }, 'This code can&#39;t be activated'],
  ])('says that a code is %s, and keeps what was filled in', async (_what, terms, heading) => {
    const house = buildHouse();
    givenGift(house, terms);
    const { text } = await submit(house, GIFT).expect(422);
    expect(text).toContain(heading);
    expect(text).toContain('value="p1"');
    expect(text).toContain('value="GIFT"');
    expect(house.events()).toEqual([]);
  });

  it('escapes whatever a player fills in', async () => {
    const house = buildHouse();
    const evil = '"><script>alert(1)</script>';
    const { text, headers } = await submit(house, { player_id: evil, code: evil }).expect(422);
    expect(text).not.toContain('<script>');
    expect(text).toContain('&lt;script&gt;');
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    const { text: prefilled } = await request(house.app).get('/redeem').query({ code: evil }).expect(200);
    expect(prefilled).not.toContain('<script>');
  });

  it('asks for what is missing', async () => {
    const { text } = await submit(buildHouse(), {}).expect(422);
    expect(text).toContain('data-testid="redeem-problem"');
  });

  it('knows the player whom an authorization link logs in, without using the link up', async () => {
    const house = buildHouse();
    const { body } = await house.s2s().post('/s2s/v1/users/authorize').send({ player_id: 'leia' });
    const { authorization_url: url } = body as { authorization_url: string };
    const { pathname, search, searchParams } = new URL(url);
    const { text } = await request(house.app).get(`${pathname}${search}`).expect(200);
    expect(text).toContain('value="leia"');
    const token = searchParams.get('token');
    await house.s2s().post('/s2s/v1/users/authenticate').send({ token }).expect(200);
  });

  it('serves each environment on its own address', async () => {
    const house = buildHouse();
    givenGift(house);
    await submit(house, GIFT, '/redeem/live').expect(422);
    const { body } = await house.s2s(LIVE_KEY).post('/s2s/v1/users/authorize').send({ player_id: 'leia' });
    const { pathname, search } = new URL((body as { authorization_url: string }).authorization_url);
    expect(pathname).toBe('/redeem/live');
    const { text } = await request(house.app).get(`${pathname}${search}`).expect(200);
    expect(text).toContain('value="leia"');
    const { text: sandbox } = await request(house.app).get(`/redeem${search}`).expect(200);
    expect(sandbox).not.toContain('leia');
    await request(house.app).get('/redeem?done=rdm_none').expect(404);
  });
});

describe('POST /_emulator/coupons/redeem', () => {
  const redeem = (house: House, body: object) =>
    request(house.app).post('/_emulator/coupons/redeem').send(body);

  it('redeems as the page does', async () => {
    const house = buildHouse();
    givenGift(house);
    const { body } = await redeem(house, GIFT).expect(200);
    expect(body).toEqual({
      redemption_id: expect.stringMatching(/^rdm_/) as string,
      ...GIFT,
      redeemed_at: Math.floor(house.clock.now() / 1000),
      items: ['Magic Crystals'],
    });
    expect(house.eventTypes()).toEqual(['item.add', 'coupon.redeemed']);
  });

  it('answers a refusal with the fault', async () => {
    const { body } = await redeem(buildHouse(), GIFT).expect(422);
    expect(body).toMatchObject({ detail: [{ loc: ['body', 'code'], type: 'coupon_not_found' }] });
    await redeem(buildHouse(), { player_id: 'p1' }).expect(422);
  });
});
