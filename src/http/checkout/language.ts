import { type Locale, LOCALES } from '../../domain/model/game.ts';
import { COUNTRIES } from '../../domain/money/countries.ts';
import type { PageContext } from '../pages/page.ts';
import { minorDigits, toMajor } from '../../domain/money/money.ts';
import { de } from './texts/de.ts';
import { en, type Texts } from './texts/en.ts';
import { es } from './texts/es.ts';
import { fr } from './texts/fr.ts';
import { ja } from './texts/ja.ts';
import { ko } from './texts/ko.ts';
import { pt } from './texts/pt.ts';
import { uk } from './texts/uk.ts';
import { zh } from './texts/zh.ts';

/** The words of a page in each language that it has; English is among them. */
export type WordsByLocale<Words> = Readonly<Partial<Record<Locale, Words>> & Record<'en', Words>>;

const TEXTS: WordsByLocale<Texts> = { de, en, es, fr, ja, ko, pt, uk, zh };

/** How a page speaks. */
export interface Language<Words = Texts> {
  /** Of the texts: a page in English words says so, whatever the numbers look like. */
  readonly lang: string;
  readonly locale: Locale;
  readonly texts: Words;
  readonly formats: Formats;
}

/** The order's language, or else the browser's. */
export function languageOf(wanted: Locale | null, preferred: PageContext['preferredLanguage']): Language {
  return languageFrom(TEXTS, wanted ?? browserLocale(preferred));
}

/** The language that the browser prefers, for a page with these words. */
export function browserLanguage<Words>(
  words: WordsByLocale<Words>,
  preferred: PageContext['preferredLanguage'],
): Language<Words> {
  return languageFrom(words, browserLocale(preferred));
}

function languageFrom<Words>(words: WordsByLocale<Words>, locale: Locale): Language<Words> {
  const spoken = spokenIn(words, locale);
  const texts = spoken === null ? words.en : (words[spoken] ?? words.en);
  return { lang: spoken === null ? 'en' : locale, locale, texts, formats: formatsOf(locale) };
}

/** The locale whose words a page has for `locale`; `null` where it falls back to English. */
function spokenIn(words: WordsByLocale<unknown>, locale: Locale): Locale | null {
  const general = locale.split('-')[0] as Locale;
  // Traditional Chinese is not readable as a variant of simplified Chinese.
  return [locale, ...(locale === 'zh-Hant' ? [] : [general])].find((one) => one in words) ?? null;
}

/** Every published locale, and the one whose words the pages have for it: `null` where they fall back to English. */
export const PAGE_LANGUAGES = LOCALES.map((locale) => ({ locale, words: spokenIn(TEXTS, locale) }));

function browserLocale(preferred: PageContext['preferredLanguage']): Locale {
  const accepted = preferred(['en', ...LOCALES]);
  return LOCALES.find((locale) => locale === accepted) ?? 'en';
}

/** A text with its `{names}` filled in. */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** Writes numbers, money and dates the way a language does. */
export interface Formats {
  /** `minor` is in the currency's minor units. */
  readonly money: (minor: number, currency: string) => string;
  readonly number: (value: number) => string;
  readonly percent: (value: number) => string;
  /** A length of time: `3 months`. */
  readonly period: (value: number, unit: string) => string;
  /** The name of a unit of time, as in "$9.99 / month"; with its number unless that is one. */
  readonly cycle: (value: number, unit: string) => string;
  /** In the time zone of this machine, which it names. */
  readonly time: (moment: number) => string;
}

const TIME = {
  year: 'numeric',
  month: 'short',
  day: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
  timeZoneName: 'short',
} as const;

export function formatsOf(locale: Locale): Formats {
  return {
    money: (minor, currency) => money(locale, minor, currency),
    number: (value) => new Intl.NumberFormat(locale).format(value),
    percent: (value) =>
      new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 }).format(value / 100),
    period: (value, unit) => unitFormat(locale, unit).format(value),
    cycle: (value, unit) => cycleText(locale, value, unit),
    time: (moment) => new Intl.DateTimeFormat(locale, TIME).format(moment),
  };
}

function unitFormat(locale: Locale, unit: string): Intl.NumberFormat {
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' });
}

function cycleText(locale: Locale, value: number, unit: string): string {
  const format = unitFormat(locale, unit);
  if (value !== 1) return format.format(value);
  const name = format.formatToParts(1).find(({ type }) => type === 'unit');
  return name?.value.trim() ?? format.format(1);
}

/** The platform's own units (`RP`, `VC`) are no currencies to Intl, which knows three letters only. */
function money(locale: Locale, minor: number, currency: string): string {
  const digits = minorDigits(currency);
  const fraction = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  const major = toMajor(minor, currency);
  if (!/^[A-Z]{3}$/.test(currency)) {
    return `${new Intl.NumberFormat(locale, fraction).format(major)} ${currency}`;
  }
  return new Intl.NumberFormat(locale, { style: 'currency', currency, ...fraction }).format(major);
}

export interface CountryOption {
  readonly code: string;
  readonly name: string;
}

/** Every country by its name in a language, in that language's order. */
export function countryOptions(locale: Locale): readonly CountryOption[] {
  const { compare } = new Intl.Collator(locale);
  const names = new Intl.DisplayNames(locale, { type: 'region' });
  return COUNTRIES.map((code) => ({ code, name: names.of(code) ?? code })).sort((one, other) =>
    compare(one.name, other.name),
  );
}

/** The country's name in a language; the code itself where it is none that Intl knows. */
export function countryName(code: string, locale: Locale): string {
  return new Intl.DisplayNames(locale, { type: 'region' }).of(code) ?? code;
}
