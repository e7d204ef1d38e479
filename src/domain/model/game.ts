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
  /** How its pages for players look; absent until somebody changes that. */
  readonly branding?: Branding | undefined;
  /** Orders that people keep to make them again; absent without any. */
  readonly scenarios?: readonly Scenario[] | undefined;
}

/** How the pages for the players of a game look, besides its name. */
export interface Branding {
  /** `#rrggbb` in lower case; `null` for the emulator's own. */
  readonly color: string | null;
  readonly logo: Logo | null;
}

/** Raster images only: an SVG is a document that may contain scripts. */
export const LOGO_TYPES = ['image/png', 'image/jpeg', 'image/webp'] as const;

/** A picture that the emulator serves itself. */
export interface StoredLogo {
  readonly type: (typeof LOGO_TYPES)[number];
  /** In base64. */
  readonly data: string;
}

/** Such a picture, or an https:// link to one elsewhere. */
export type Logo = StoredLogo | { readonly url: string };

/** An order to make again. */
export interface Scenario {
  readonly name: string;
  /** A body of `POST /v1/orders`. */
  readonly order: Readonly<Record<string, unknown>>;
}

/** What a created game keeps when it is reset. */
export interface DeclaredGame {
  readonly autoRefund: boolean | null;
  readonly retrySchedule: RetrySchedule | null;
  readonly webhook: Webhook | null;
  /** Bodies of `POST /v1/items`. */
  readonly items: readonly unknown[];
  /** The file that the game was imported from, which then takes the place of the seed and of the other fields. */
  readonly file?: unknown;
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
