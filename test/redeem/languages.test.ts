import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { LOCALES } from '../../src/domain/model/game.ts';
import { formatsOf, PAGE_LANGUAGES } from '../../src/http/checkout/language.ts';
import { en, type RedeemTextKey } from '../../src/http/redeem/texts/en.ts';
import { REDEEM_TEXTS } from '../../src/http/redeem/texts.ts';
import { getPage, submit } from '../checkout/pages.ts';
import { makeCoupon } from '../support/coupons.ts';
import { createFixture } from '../support/fixture.ts';

const KEYS = Object.keys(en) as RedeemTextKey[];
const OTHERS = Object.entries(REDEEM_TEXTS).filter(([language]) => language !== 'en');

describe('the redeem page', () => {
  it.each(LOCALES)(
    'speaks %s as the checkout page does, or English [hub.redeem-language]',
    async (locale) => {
      const { text } = await getPage(createFixture(), '/redeem', locale).expect(200);
      const words = PAGE_LANGUAGES.find((one) => one.locale === locale)?.words ?? null;
      const texts = REDEEM_TEXTS[words ?? 'en'];
      expect(text).toContain(`<html lang="${words === null ? 'en' : locale}"`);
      expect(text).toContain(`<h1>${texts?.title ?? 'none'}</h1>`);
      expect(text).toContain('Sandbox game</bdi>');
    },
  );

  it.each(['de', 'ja'] as const)(
    'tells a refusal in %s, and its reason for the developer in English',
    async (locale) => {
      const fixture = createFixture();
      const { text } = await submit(fixture, '/redeem', { player_id: 'leia', code: 'NONE' }).set(
        'Accept-Language',
        locale,
      );
      expect(text).toContain(`<h2>${REDEEM_TEXTS[locale]?.coupon_not_found ?? 'none'}</h2>`);
      expect(text).toMatch(/<p lang="en">[^<]*NONE/);
    },
  );

  it('tells when a code was redeemed, for the script that shows it in the time zone of the player', async () => {
    const fixture = createFixture();
    const [item] = fixture.domain.store.tables.items.by('game', fixture.game.id);
    makeCoupon(fixture, {
      code: 'GIFT',
      type: 'free_item',
      freeItems: [{ itemId: item?.id ?? '', quantity: 1 }],
    });
    const { headers } = await submit(fixture, '/redeem', { player_id: 'leia', code: 'GIFT' }).expect(303);
    const { text } = await getPage(fixture, headers['location'] ?? '', 'de').expect(200);
    const time = formatsOf('de').time(fixture.clock.now());
    expect(text).toContain(`data-at="${fixture.clock.now()}"`);
    expect(text).toContain(`Eingelöst am ${time}.`);
    expect(text).toContain('<title>Code eingelöst · Sandbox game</title>');
    await request(fixture.listener).get('/assets/redeem.js').expect(200);
  });
});

describe('the texts of the redeem page', () => {
  it('are there in each language of the checkout page', () => {
    const spoken = new Set(PAGE_LANGUAGES.map(({ words }) => words).filter((words) => words !== null));
    expect(Object.keys(REDEEM_TEXTS).sort()).toEqual([...spoken].sort());
  });

  it.each(OTHERS)('in %s are words of its own, and fill in the same names', (_language, texts) => {
    const namesIn = (text: string) => text.match(/\{\w+\}/g);
    for (const key of KEYS) expect([key, namesIn(texts[key])]).toEqual([key, namesIn(en[key])]);
    expect(KEYS.filter((key) => texts[key] === en[key]).length).toBeLessThan(4);
  });
});
