import type { RetrySchedule } from './retry-schedule.ts';
import type { Webhook } from './webhook.ts';

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
  /** The S2S key of a game that was created by a request; `null` for the two whose keys are settings. */
  readonly key: string | null;
  /** What the game was created with, which a reset restores; `null` for the two that every emulator has. */
  readonly declared: DeclaredGame | null;
}

/** What a created game keeps when it is reset. */
export interface DeclaredGame {
  readonly autoRefund: boolean | null;
  readonly retrySchedule: RetrySchedule | null;
  readonly webhook: Webhook | null;
  /** Bodies of `POST /v1/items`. */
  readonly items: readonly unknown[];
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
