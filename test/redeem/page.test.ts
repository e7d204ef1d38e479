import request from 'supertest';
import { describe, expect, it } from 'vitest';
import type { NewCoupon } from '../../src/domain/coupons/coupons.ts';
import { makeCoupon } from '../support/coupons.ts';
import { createFixture, type Fixture } from '../support/fixture.ts';

function givenGift(fixture: Fixture, terms: Partial<NewCoupon> = {}) {
  const [item] = fixture.domain.store.tables.items.by('game', fixture.game.id);
  const freeItems = [{ itemId: item?.id ?? '', quantity: 5 }];
  return makeCoupon(fixture, { code: 'GIFT', type: 'free_item', freeItems, ...terms });
}

function submit(fixture: Fixture, fields: Record<string, string>, path = '/redeem') {
  return request(fixture.listener).post(path).type('form').send(fields);
}

const GIFT = { player_id: 'p1', code: 'GIFT' };

describe('the redeem page', () => {
  it('takes a code and shows what it gave, on an address that redeems nothing more [coupons.exact-codes]', async () => {
    const fixture = createFixture();
    givenGift(fixture);
    const { text: form } = await request(fixture.listener).get('/redeem').expect(200);
    expect(form).toContain('data-testid="redeem-form"');
    const { headers } = await submit(fixture, { player_id: ' p1 ', code: ' GIFT ' }).expect(303);
    for (const _again of [1, 2]) {
      const { text } = await request(fixture.listener)
        .get(headers['location'] ?? '')
        .expect(200);
      expect(text).toContain('<li>Magic Crystals</li>');
    }
    expect(fixture.eventTypes()).toEqual(['item.add', 'coupon.redeemed']);
  });

  it.each<[string, Partial<NewCoupon>, string]>([
    ['unknown', { code: 'OTHER' }, 'There is no such code'],
    ['used up', { maxRedemptions: 0 }, 'This code has been used already'],
    ['not for this player', { playerIds: ['p2'] }, 'This code can&#39;t be activated'],
  ])('says that a code is %s, and keeps what was filled in', async (_what, terms, heading) => {
    const fixture = createFixture();
    givenGift(fixture, terms);
    const { text } = await submit(fixture, GIFT).expect(422);
    expect(text).toContain(heading);
    expect(text).toContain('value="p1"');
    expect(text).toContain('value="GIFT"');
    expect(fixture.events()).toEqual([]);
  });

  it('escapes whatever a player fills in', async () => {
    const fixture = createFixture();
    const evil = '"><script>alert(1)</script>';
    const { text, headers } = await submit(fixture, { player_id: evil, code: evil }).expect(422);
    expect(text).not.toContain('<script>');
    expect(text).toContain('&lt;script&gt;');
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    const { text: prefilled } = await request(fixture.listener)
      .get('/redeem')
      .query({ code: evil })
      .expect(200);
    expect(prefilled).not.toContain('<script>');
  });

  it('asks for what is missing', async () => {
    const { text } = await submit(createFixture(), {}).expect(422);
    expect(text).toContain('data-testid="redeem-problem"');
  });

  it('serves each environment on its own address', async () => {
    const fixture = createFixture();
    givenGift(fixture);
    await submit(fixture, GIFT, '/redeem/live').expect(422);
    await request(fixture.listener).get('/redeem?done=rdm_none').expect(404);
    const { text } = await request(fixture.listener).get('/redeem/live?player_id=leia').expect(200);
    expect(text).toContain('value="leia"');
    expect(text).toContain('data-testid="redeem-live"');
  });
});

describe('POST /_emulator/coupons/redeem', () => {
  const redeem = (fixture: Fixture, body: object) =>
    request(fixture.listener).post('/_emulator/coupons/redeem').send(body);

  it('redeems as the page does', async () => {
    const fixture = createFixture();
    givenGift(fixture);
    const { body } = await redeem(fixture, GIFT).expect(200);
    expect(body).toEqual({
      redemption_id: expect.stringMatching(/^rdm_/) as string,
      ...GIFT,
      redeemed_at: Math.floor(fixture.clock.now() / 1000),
      items: ['Magic Crystals'],
    });
    expect(fixture.eventTypes()).toEqual(['item.add', 'coupon.redeemed']);
  });

  it('answers a refusal with the fault', async () => {
    const { body } = await redeem(createFixture(), GIFT).expect(422);
    expect(body).toMatchObject({ detail: [{ loc: ['body', 'code'], type: 'coupon_not_found' }] });
    await redeem(createFixture(), { player_id: 'p1' }).expect(422);
  });
});

it('names the game, and marks the field that is wrong', async () => {
  const fixture = createFixture();
  const post = (body: string) =>
    request(fixture.listener).post('/redeem').set('Accept', 'text/html').type('form').send(body);
  const { text: unknown } = await post('player_id=leia&code=NOPE').expect(422);
  expect(unknown).toContain('Sandbox game');
  expect(unknown).toMatch(/id="code"[^>]*aria-invalid="true"/);
  const { text: nobody } = await post('player_id=&code=NOPE').expect(422);
  expect(nobody).toMatch(/id="player_id"[^>]*aria-invalid="true"/);
});
