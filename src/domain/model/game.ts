import type { RetrySchedule } from './retry-schedule.ts';

/** The languages of the checkout page. Source: the published OpenAPI. */
export const LOCALES = [
  'cs',
  'de',
  'en',
  'es',
  'fr',
  'fr-CA',
  'hi',
  'id',
  'it',
  'ja',
  'ko',
  'ms',
  'nl',
  'no',
  'pl',
  'pt',
  'pt-BR',
  'ru',
  'sv',
  'th',
  'tr',
  'uk',
  'vi',
  'zh',
  'zh-Hant',
] as const;

export type Locale = (typeof LOCALES)[number];

/** One game in one environment. Every other record belongs to a game; the API key finds it. */
export interface Game {
  readonly id: string;
  readonly companyId: string;
  readonly name: string;
  readonly sandbox: boolean;
  /** Overrides the rule of the same name; set on the dashboard. */
  readonly autoRefund: boolean | null;
  /** Overrides the rule of the same name; set on the dashboard. */
  readonly retrySchedule: RetrySchedule | null;
  /** How often the game was reset, so that what waits for it notices. */
  readonly resets: number;
}

/** A language that a game has. */
export interface GameLocale {
  readonly id: string;
  readonly gameId: string;
  readonly locale: Locale;
  readonly publishedAt: number | null;
  readonly createdAt: number;
  readonly modifiedAt: number;
}
