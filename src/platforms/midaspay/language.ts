import { LOCALES, type Locale } from '../../domain/model/game.ts';

/** Languages that are known by another code, and the regions that write Chinese with traditional characters. */
const ALIASES: ReadonlyMap<string, Locale> = new Map([
  ['nb', 'no'],
  ['nn', 'no'],
  ['zh-TW', 'zh-Hant'],
  ['zh-HK', 'zh-Hant'],
  ['zh-MO', 'zh-Hant'],
]);

/** The language of the checkout page for a BCP 47 tag such as `de`, `pt-BR` or `zh_TW`; `null` for an unknown one. */
export function localeFor(tag: string): Locale | null {
  const parts = subtagsOf(tag);
  if (!parts) return null;
  const { language, script, region } = parts;
  const names = [`${language}-${script ?? ''}`, `${language}-${region ?? ''}`, language];
  for (const name of names) {
    const locale = LOCALES.find((known) => known === name) ?? ALIASES.get(name);
    if (locale !== undefined) return locale;
  }
  return null;
}

function subtagsOf(tag: string): Intl.Locale | null {
  try {
    return new Intl.Locale(tag.replaceAll('_', '-'));
  } catch {
    return null;
  }
}
