import { publishTo } from '../events/publish.ts';
import { type DomainContext, inTransaction, newCause, type Tx } from '../model/context.ts';
import type { Game } from '../model/game.ts';
import type { Store } from '../model/store.ts';
import { playerKey } from '../model/tables.ts';
import { answerOf } from '../webhooks/answers.ts';
import { isHeldBack } from '../webhooks/pausing.ts';
import { type HubAnswer, type QuestionType, readAnswer } from './answers.ts';

/** A question that was sent to the webhooks of a game that take it. */
export interface Question<Type extends QuestionType = QuestionType> {
  readonly type: Type;
  /** One for each webhook; empty when none takes the event. */
  readonly deliveryIds: readonly string[];
}

/**
 * Sends `player.verify`: whether the player may log in. Nothing is changed before the game has answered.
 *
 * @param components the parts of a composite player id; `null` for other ids
 */
export function askToVerify(
  domain: DomainContext,
  game: Game,
  playerId: string,
  components: Readonly<Record<string, unknown>> | null = null,
): Question<'player.verify'> {
  const data = { player_id: playerId, ...(components && { player: components }) };
  return ask(domain, game, 'player.verify', data, 'hub.login', playerId);
}

/** Sends `player.lookup`: which characters an account has. */
export function askToLookUp(domain: DomainContext, game: Game, accountId: string): Question<'player.lookup'> {
  return ask(domain, game, 'player.lookup', { account_id: accountId }, 'hub.login', null);
}

/** Sends `store.get`: what the game offers the player. */
export function askForStore(
  domain: DomainContext,
  game: Game,
  playerId: string,
  locale: string,
): Question<'store.get'> {
  return ask(domain, game, 'store.get', storeData(playerId, locale), STORE_TRIGGER, playerId);
}

const STORE_TRIGGER = 'hub.store.open';

function ask<Type extends QuestionType>(
  domain: DomainContext,
  game: Game,
  type: Type,
  data: object,
  trigger: string,
  playerId: string | null,
): Question<Type> {
  return inTransaction(domain, (tx) => ({
    type,
    deliveryIds: send(tx, game, type, data, trigger, playerId, null),
  }));
}

/** Sends nothing, and stores no event, if no webhook takes it. */
function send(
  tx: Tx,
  game: Game,
  type: QuestionType,
  data: object,
  trigger: string,
  playerId: string | null,
  requestId: string | null,
): readonly string[] {
  const recipients = tx.platforms.of(null).recipients(tx, { game, type, order: null }) ?? [];
  if (recipients.length === 0) return [];
  const player = playerId === null ? undefined : tx.tables.players.get(playerKey(game.id, playerId));
  const event = { game, order: null, type, data, trigger, ...(player && { player }) };
  const { deliveries } = publishTo(tx, recipients, event, newCause(tx, requestId), 'automatic');
  return deliveries.map(({ id }) => id);
}

function storeData(playerId: string, locale: string): object {
  return {
    player_id: playerId,
    is_anonymous: false,
    placement_keys: [],
    category_slugs: [],
    current_page_path: '/store',
    locale,
  };
}

/** Sends `store.get` for each of the players, because the game asks to refresh their stores. */
export function refreshStores(
  domain: DomainContext,
  game: Game,
  playerIds: readonly string[],
  requestId: string,
): void {
  inTransaction(domain, (tx) => {
    for (const playerId of playerIds) {
      send(tx, game, 'store.get', storeData(playerId, 'en'), STORE_TRIGGER, playerId, requestId);
    }
  });
}

/** How a question ended. */
export type QuestionResult<Accepted> =
  | Exclude<HubAnswer<Accepted>, { readonly kind: 'unusable' }>
  /** No webhook takes the event. */
  | { readonly kind: 'unasked' }
  /** No answer that the hub can use. */
  | {
      readonly kind: 'failed';
      readonly reason: string;
      /** What to do about it; `null` if there is nothing to say. */
      readonly hint: string | null;
      readonly deliveryId: string;
    }
  | { readonly kind: 'pending' };

type AnswerOf<Type extends QuestionType> = Extract<
  ReturnType<typeof readAnswer<Type>>,
  { readonly kind: 'accepted' }
>['value'];

/**
 * How the game has answered. If several webhooks take the event, a failure or a refusal of one decides; else the
 * answer of the first webhook is used.
 */
export function resultOf<Type extends QuestionType>(
  store: Pick<Store, 'tables' | 'answers'>,
  { type, deliveryIds }: Question<Type>,
): QuestionResult<AnswerOf<Type>> {
  const results = deliveryIds.map((id) => deliveryResult(store, type, id));
  const [first] = results;
  if (!first) return { kind: 'unasked' };
  return (
    results.find(({ kind }) => kind === 'pending') ??
    results.find(({ kind }) => kind === 'failed') ??
    results.find(({ kind }) => kind === 'refused') ??
    first
  );
}

function deliveryResult<Type extends QuestionType>(
  { tables, answers }: Pick<Store, 'tables' | 'answers'>,
  type: Type,
  deliveryId: string,
): QuestionResult<AnswerOf<Type>> {
  const failed = (reason: string, hint: string | null = null) =>
    ({ kind: 'failed', reason, hint, deliveryId }) as const;
  const delivery = tables.deliveries.get(deliveryId);
  if (!delivery) return failed('the game was reset');
  if (isHeldBack(tables, delivery)) return failed('the webhook is paused');
  if (delivery.status === 'pending') return { kind: 'pending' };
  const attempt = tables.attempts.by('delivery', deliveryId).at(-1);
  const error = attempt?.error ?? null;
  if (!attempt?.response || (error && error.kind !== 'http_status')) {
    return failed(error?.message ?? 'the webhook was disabled', error?.hint);
  }
  const { body } = answerOf(answers, attempt.response);
  const answer = readAnswer(type, attempt.response.status, body);
  if (answer.kind !== 'unusable') return answer;
  return failed(error?.message ?? 'the answer cannot be used', error?.hint);
}
