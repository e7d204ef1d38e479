import type { Request } from 'express';
import { LOCALES, type Locale } from '../../domain/model/game.ts';
import { formatsOf, type Formats } from './formats.ts';
import { de } from './texts/de.ts';
import { en, type Texts } from './texts/en.ts';
import { es } from './texts/es.ts';
import { fr } from './texts/fr.ts';
import { ja } from './texts/ja.ts';
import { ko } from './texts/ko.ts';
import { pt } from './texts/pt.ts';
import { uk } from './texts/uk.ts';
import { zh } from './texts/zh.ts';

const TEXTS: Readonly<Partial<Record<Locale, Texts>>> = { de, en, es, fr, ja, ko, pt, uk, zh };

/** How a page speaks. */
export interface Language {
  /** Of the texts: a page in English words says so, whatever the numbers look like. */
  readonly lang: string;
  readonly locale: Locale;
  readonly texts: Texts;
  readonly formats: Formats;
}

/** The order's language, else the browser's; English words where there are no others. */
export function languageFor(req: Request, wanted: Locale | null): Language {
  const locale = wanted ?? browserLocale(req);
  const [general] = locale.split('-') as [Locale];
  const texts = TEXTS[locale] ?? (locale === 'zh-Hant' ? undefined : TEXTS[general]);
  return { lang: texts ? locale : 'en', locale, texts: texts ?? en, formats: formatsOf(locale) };
}

function browserLocale(req: Request): Locale {
  const accepted = req.acceptsLanguages('en', ...LOCALES);
  return LOCALES.find((locale) => locale === accepted) ?? 'en';
}

/** A text with its `{names}` filled in. */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
