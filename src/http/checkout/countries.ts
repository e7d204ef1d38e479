import { COUNTRIES } from '../../domain/money/countries.ts';
import type { Locale } from '../../domain/model/game.ts';

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
