import type { ClockMode } from '../domain/games/clocks.ts';
import type { SignatureTime } from '../domain/model/game-clock.ts';
import type { IdSource } from '../domain/model/ids.ts';
import type { WebhookOption } from '../settings/options.ts';
import type { TimelineStep } from './answers.ts';

/**
 * A status answers without doing anything, `reset` breaks the connection before any work; `delay_ms` does the work and
 * answers late, `malformed` does it and answers with broken JSON, `lost_after_commit` does it and loses the answer; `ok`
 * lets a request pass.
 */
export type FaultAnswerBody =
  | number
  | 'ok'
  | 'reset'
  | 'malformed'
  | 'lost_after_commit'
  | { readonly delay_ms: number }
  | { readonly status: number; readonly retry_after?: number | undefined; readonly body?: unknown };

export interface NewFaults {
  /** As published: `POST /v1/orders`. */
  readonly operation: string;
  readonly answers: readonly FaultAnswerBody[];
}

export type FaultsAnswer = NewFaults;

/** The settings of a game. */
export interface GameSettingsBody {
  readonly auto_refund?: boolean | null | undefined;
  /** `fast`, `realistic`, `none`, `midasbuy`, or seconds such as `1,2.5,10`. */
  readonly retry_schedule?: string | null | undefined;
}

export interface GameSettingsAnswer {
  /** `null` stands for how the process was started. */
  readonly auto_refund: boolean | null;
  readonly retry_schedule: string | null;
  readonly in_effect: { readonly auto_refund: boolean; readonly retry_schedule: string };
}

/** A body of `POST /v1/items`. */
export interface ItemBody {
  readonly sku: string;
  readonly name: string;
  readonly [field: string]: unknown;
}

/** The body of `POST /_emulator/games`; the webhook may also be its URL alone. */
export interface GameOptions {
  readonly name?: string | undefined;
  readonly webhook?: string | WebhookOption | undefined;
  /** Added to the items of the seed. */
  readonly items?: readonly ItemBody[] | undefined;
  readonly settings?: GameSettingsBody | undefined;
  /** How its pages for players look. */
  readonly branding?: BrandingBody | undefined;
  /** `sequence` makes key, secret, ids and receipt numbers follow from the name alone. */
  readonly ids?: IdSource | undefined;
}

/** The look of the pages for players. */
export interface BrandingBody {
  /** `#rrggbb` */
  readonly color?: string | null | undefined;
  /** An https:// URL, or a data: URL in base64 of a PNG, JPEG or WebP picture of at most 64 KiB. */
  readonly logo?: string | null | undefined;
}

/** A game as one file. `/_emulator/openapi.json` describes its parts. */
export interface GameFileBody {
  readonly format: string;
  readonly version: number;
  readonly name: string;
  readonly [part: string]: unknown;
}

/** The game of a key, and what a test of it needs to know. */
export interface CurrentGameAnswer {
  readonly game_id: string;
  readonly name: string;
  readonly key: string;
  readonly webhook_id: string | null;
  readonly webhook_secret: string | null;
  readonly dashboard_url: string;
  /** Absent in the answer that creates a game. */
  readonly branding?: { readonly color: string | null; readonly logo: string | null };
}

export interface GameAnswer {
  readonly game_id: string;
  readonly name: string;
  readonly key: string;
  readonly sandbox: boolean;
  /** False for the two games that every emulator has. */
  readonly created: boolean;
  readonly orders: number;
}

/** The clock of a game. */
export interface ClockAnswer {
  /** Unix seconds. */
  readonly now: number;
  readonly mode: ClockMode;
  readonly signature_time: SignatureTime;
}

/** A clock that was moved, and what happened on the way. */
export interface MovedClockAnswer extends ClockAnswer {
  readonly timeline: readonly string[];
  readonly entries: readonly TimelineStep[];
  readonly total: number;
}

export interface WebhookStateAnswer {
  readonly id: string;
  readonly url: string;
  readonly enabled: boolean;
  readonly failing_since: number | null;
  /** Nothing is sent while this is not null. */
  readonly paused_at: number | null;
  readonly pending: number;
}
