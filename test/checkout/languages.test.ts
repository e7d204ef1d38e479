import { describe, expect, it } from 'vitest';
import { LOCALES } from '../../src/domain/model/game.ts';
import { formatsOf } from '../../src/http/checkout/language.ts';
import { de } from '../../src/http/checkout/texts/de.ts';
import { en, type TextKey, type Texts } from '../../src/http/checkout/texts/en.ts';
import { es } from '../../src/http/checkout/texts/es.ts';
import { fr } from '../../src/http/checkout/texts/fr.ts';
import { ja } from '../../src/http/checkout/texts/ja.ts';
import { ko } from '../../src/http/checkout/texts/ko.ts';
import { pt } from '../../src/http/checkout/texts/pt.ts';
import { uk } from '../../src/http/checkout/texts/uk.ts';
import { zh } from '../../src/http/checkout/texts/zh.ts';
import { createFixture } from '../support/fixture.ts';
import { createOrder, textAt, getPage } from './pages.ts';

const SPOKEN = { de, en, es, fr, 'fr-CA': fr, ja, ko, pt, 'pt-BR': pt, uk, zh };

function textsFor(locale: string): { lang: string; texts: Texts } {
  const texts = Object.entries(SPOKEN).find(([language]) => language === locale)?.[1];
  return texts ? { lang: locale, texts } : { lang: 'en', texts: en };
}

describe('the page', () => {
  it.each(LOCALES)('speaks %s, or English under the name of English [checkout.languages]', async (locale) => {
    const fixture = createFixture();
    const { text } = await getPage(fixture, `/order/${await createOrder(fixture, { locale })}`);
    const { lang, texts } = textsFor(locale);
    expect(text).toContain(`<html lang="${lang}"`);
    expect(text).toContain(`<h1>${texts.pay_by_card}</h1>`);
    expect(textAt(text, 'order-total')).toBe(formatsOf(locale).money(2999, 'USD'));
  });

  it('takes the browser’s language where the order has none [checkout.languages]', async () => {
    const fixture = createFixture();
    const id = await createOrder(fixture);
    expect((await getPage(fixture, `/order/${id}`, 'de-AT,de;q=0.9,en;q=0.5')).text).toContain('lang="de"');
    expect((await getPage(fixture, `/order/${id}`, 'xx')).text).toContain('lang="en"');
  });

  it('names countries in its language and in the order of that', async () => {
    const fixture = createFixture();
    const { text } = await getPage(fixture, `/order/${await createOrder(fixture, { locale: 'de' })}`);
    const names = [...text.matchAll(/<option value="[A-Z]{2}"[^>]*>([^<]*)/g)].map(([, name]) => name);
    expect(names).toContain('Österreich');
    expect(names.indexOf('Ägypten')).toBeLessThan(names.indexOf('Belgien'));
    expect(names).toHaveLength(249);
  });
});

describe('every language', () => {
  const others = Object.entries({ de, es, fr, ja, ko, pt, uk, zh });
  const keys = Object.keys(en) as TextKey[];
  const namesIn = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([name]) => name).sort();

  it.each(others)('%s fills in the same names as English', (_language, texts) => {
    for (const key of keys) expect(namesIn(texts[key]), key).toEqual(namesIn(en[key]));
  });

  it.each(others)('%s has words of its own', (_language, texts) => {
    const same = keys.filter((key) => texts[key] === en[key]);
    expect(same.length).toBeLessThan(8);
  });
});

describe('money', () => {
  it.each([
    ['en', 2999, 'USD', '$29.99'],
    ['de', 123_456, 'EUR', '1.234,56 €'],
    ['ja', 5000, 'JPY', '￥5,000'],
    ['en', 12_345, 'KWD', 'KWD 12.345'],
    ['fr-CA', 2999, 'CAD', '29,99 $'],
    ['hi', 1_234_567_00, 'INR', '₹12,34,567.00'],
    ['en', 150, 'RP', '1.50 RP'],
    ['de', 150, 'VC', '1,50 VC'],
  ] as const)('in %s, %i minor units of %s are %s', (locale, minor, currency, written) => {
    expect(
      formatsOf(locale)
        .money(minor, currency)
        .replaceAll(/[\u00a0\u202f]/g, ' '),
    ).toBe(written);
  });
});
