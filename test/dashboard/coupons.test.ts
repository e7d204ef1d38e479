import { describe, expect, it } from 'vitest';
import { makeCoupon, makeOrder } from '../support/coupons.ts';
import { createFixture, type Fixture } from '../support/fixture.ts';
import { CARDS, pay } from '../support/orders.ts';
import { ROOT, submit, getPage } from './forms.ts';

/** The words of the coupons page's rows, tags left out. */
async function rows(fixture: Fixture): Promise<string[]> {
  const { text } = await getPage(fixture, `${ROOT}/coupons`).expect(200);
  return [...text.matchAll(/<tr data-testid="coupon-row">(.*?)<\/tr>/gs)].map(([row]) =>
    row
      .replace(/<[^>]*>/g, ' ')
      .replace(/\s+/g, ' ')
      .trim(),
  );
}

/** A single-use code for three of the seed's crystals. */
function givenGift(fixture: Fixture) {
  const [item] = fixture.domain.store.tables.items.by('game', fixture.game.id);
  const freeItems = [{ itemId: item?.id ?? '', quantity: 3 }];
  makeCoupon(fixture, { code: 'GIFT', name: 'Gift', type: 'free_item', freeItems, maxRedemptions: 1 });
}

describe('the coupons page', () => {
  it('says how coupons are made when there are none', async () => {
    const { text } = await getPage(createFixture(), `${ROOT}/coupons`).expect(200);
    expect(text).toContain('POST /s2s/v1/coupons');
  });

  it('lists what each gives, its limits and how often it was redeemed, newest first', async () => {
    const fixture = createFixture();
    makeCoupon(fixture, { maxRedemptions: 5, maxRedemptionsPerUser: 1, endAt: Date.UTC(2027, 0, 1) });
    makeCoupon(fixture, { code: 'FIVE', name: 'Five', type: 'discount_fixed', discountAmountUsd: 500 });
    const more = { bonusPercent: 20, bonusFixed: 7, endAt: Number.MAX_SAFE_INTEGER };
    makeCoupon(fixture, { code: 'MORE', name: 'More', type: 'bonus', ...more });
    for (const [couponCode, card] of [
      ['SUMMER', CARDS.good],
      ['FIVE', CARDS.threeDSecure],
    ] as const)
      pay(fixture, makeOrder(fixture, { couponCode }), card);
    expect(await rows(fixture)).toEqual([
      'MORE More bonus 20 % more of each item, 7 more of each item until Unix time 9007199254740.99 0',
      'FIVE Five discount_fixed $5.00 off, $0.00 of it left none 0 1 in a payment under way',
      'SUMMER Summer discount 10 % off 5 in all, 1 a player, until 2027-01-01T00:00:00.000Z 1',
    ]);
  });

  it('shows the newest hundred and says that there are more', async () => {
    const fixture = createFixture();
    for (let index = 0; index <= 100; index += 1) makeCoupon(fixture, { code: `CODE-${index}` });
    const shown = await rows(fixture);
    expect([shown.length, shown[0], shown[99]]).toEqual([
      100,
      expect.stringContaining('CODE-100'),
      expect.stringContaining('CODE-1 '),
    ]);
    const { text } = await getPage(fixture, `${ROOT}/coupons`);
    expect(text).toContain('The newest 100 of 101 are shown');
  });

  it('redeems a code for a player, once', async () => {
    const fixture = createFixture();
    givenGift(fixture);
    const fields = { player_id: 'leia', code: ' GIFT ' };
    const { headers } = await submit(fixture, '/coupons/redeem', fields).expect(303);
    expect(headers['location']).toBe(`${ROOT}/coupons?done=coupon-redeemed`);
    expect(fixture.eventTypes()).toEqual(['item.add', 'coupon.redeemed']);
    expect(await rows(fixture)).toEqual(['GIFT Gift free_item 3 × Magic Crystals 1 in all 1']);
    const { text } = await submit(fixture, '/coupons/redeem', fields).expect(422);
    expect(text).toContain('has been redeemed once, as often as it can be');
    expect(text).toContain('value="leia"');
    expect(fixture.events()).toHaveLength(2);
  });

  it.each([
    [{ player_id: '', code: 'GIFT' }, 'A player is needed.'],
    [{ player_id: 'leia', code: 'NOPE' }, 'does not exist'],
    [{ player_id: 'leia', code: 'SUMMER' }, 'is not a free-item code: use it with an order.'],
  ])('refuses %o with the reason', async (fields, reason) => {
    const fixture = createFixture();
    givenGift(fixture);
    makeCoupon(fixture);
    const { text } = await submit(fixture, '/coupons/redeem', fields).expect(422);
    expect(text).toContain(reason);
    expect(fixture.events()).toEqual([]);
  });
});
