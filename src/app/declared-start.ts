import type { EventType } from '../domain/model/event.ts';
import { Conflict, Invalid } from '../domain/model/errors.ts';
import { changeClock, type ClockMode } from '../domain/games/clocks.ts';
import { changeSettings, getGame } from '../domain/games/games.ts';
import type { IdSource } from '../domain/model/ids.ts';
import { updateWebhook } from '../domain/webhooks/webhooks.ts';
import { declareItems } from '../http/s2s/declared.ts';
import { newGameSchema, webhookSchema } from '../http/control/games.ts';
import { scheduleIn } from '../http/control/settings.ts';
import { parse } from '../http/api/validation.ts';
import { itemCreateSchema } from '../http/s2s/items/item-schemas.ts';
import { appFor, type AppContext } from '../http/server/app-context.ts';
import { InvalidRequest, type ValidationDetail } from '../http/server/problems.ts';
import { SettingsError } from '../settings/errors.ts';

/** What `createEmulator` gives the sandbox game besides the settings, as in the body of `POST /_emulator/games`. */
export interface DeclaredStart {
  readonly items: readonly unknown[];
  readonly settings: unknown;
  /** The game has them from its creation, which only the first start of its data is. */
  readonly ids: IdSource;
  readonly clock: ClockMode;
  /** What the webhook has besides its URL and its secret. */
  readonly webhook: { readonly events?: unknown; readonly player_context?: unknown };
}

export const NOTHING_DECLARED: DeclaredStart = {
  items: [],
  settings: {},
  ids: 'random',
  clock: 'real',
  webhook: {},
};

/**
 * Gives the sandbox game what was declared. It may have that already, because the data survives.
 *
 * @param url of the webhook of `--webhook`
 * @throws SettingsError naming what is not allowed
 */
export function declareStart(app: AppContext, url: string | null, declared: DeclaredStart): void {
  if (declared === NOTHING_DECLARED) return;
  try {
    declare(app, url, declared);
  } catch (error) {
    const reason = reasonOf(error);
    throw reason === null ? error : new SettingsError(reason);
  }
}

function declare(process: AppContext, url: string | null, declared: DeclaredStart): void {
  const { items, settings, clock, webhook } = declared;
  const game = getGame(process.domain.store.tables, 'sandbox');
  const app = appFor(process, game);
  const { domain } = app;
  if (clock === 'frozen') changeClock(domain, game, { mode: clock });
  const given = parse(newGameSchema.pick({ items: true, settings: true }), { items, settings }, 'options');
  const parsed = given.items.map((item, index) => parse(itemCreateSchema, item, `items.${index}`));
  const { auto_refund: autoRefund, retry_schedule: schedule } = given.settings;
  if (parsed.length > 0) declareItems(app, game, parsed);
  if (autoRefund !== undefined || schedule !== undefined) {
    changeSettings(domain, game, {
      autoRefund: autoRefund ?? null,
      retrySchedule: scheduleIn(schedule ?? null),
    });
  }
  if (url === null) return;
  const { events, player_context: playerContextEnabled } = parse(
    webhookSchema,
    { url, ...webhook },
    'webhook',
  );
  const known = domain.store.tables.webhooks.by('game', game.id).find((one) => one.url === url);
  if (known) updateWebhook(domain, game, known.id, changesOf(events, playerContextEnabled));
}

function changesOf(events: readonly EventType[], playerContextEnabled: boolean | undefined) {
  return { events, ...(playerContextEnabled === undefined ? {} : { playerContextEnabled }) };
}

/** `null` for an error that the options have not caused. */
function reasonOf(error: unknown): string | null {
  if (error instanceof InvalidRequest) return error.details.map(sentenceOf).join('; ');
  return error instanceof Invalid || error instanceof Conflict ? error.message : null;
}

function sentenceOf({ loc, msg }: ValidationDetail): string {
  const [first, ...rest] = loc;
  return `${(first === 'options' ? rest : loc).join('.')}: ${msg}`;
}
