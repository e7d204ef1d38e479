import type { Locale } from '../locales.ts';

/** A language that a game has. */
export interface GameLocale {
  readonly id: string;
  readonly gameId: string;
  readonly locale: Locale;
  readonly publishedAt: number | null;
  readonly createdAt: number;
  readonly modifiedAt: number;
}
