import { settleGranting } from '../payments/granting.ts';
import { newId } from '../model/ids.ts';
import type { Attempt, Delivery, DeliveryStatus } from '../model/delivery.ts';
import type { Event } from '../model/event.ts';
import type { Game } from '../model/game.ts';
import type { Endpoint } from '../model/platform.ts';
import { storedResponse } from './answers.ts';
import { endpointOf } from './endpoints.ts';
import { isHeldBack, noteOutcome } from './pausing.ts';
import { settledAs } from './deliveries.ts';
import { forGame, inTransaction, type Tx, type DomainContext } from '../model/context.ts';

/**
 * Marks attempts as started and returns what `toRequest` makes of each. Leaves out deliveries that are not pending, or
 * whose endpoint is gone or paused.
 */
export function startAttempts<Request>(
  domain: DomainContext,
  deliveryIds: readonly string[],
  toRequest: (delivery: Delivery, event: Event, endpoint: Endpoint, game: Game) => Request,
): Request[] {
  return inTransaction(domain, (tx) => {
    const { deliveries, events, games } = tx.tables;
    const requests: Request[] = [];
    for (const deliveryId of deliveryIds) {
      const delivery = deliveries.get(deliveryId);
      if (delivery?.status !== 'pending') continue;
      if (isHeldBack(tx.tables, delivery)) {
        giveUpSurplus(tx, delivery);
        continue;
      }
      const event = events.get(delivery.eventId);
      const endpoint = endpointOf(tx.tables, delivery.webhookId);
      const game = games.get(delivery.gameId);
      if (!event || !endpoint || !game) continue;
      deliveries.put({ ...delivery, startedAt: forGame(tx, delivery.gameId).now });
      requests.push(toRequest(delivery, event, endpoint, game));
    }
    return requests;
  });
}

/** Deliveries to a paused endpoint must not pile up without a bound: beyond `keepEvents` pending ones, they are given up. */
function giveUpSurplus(tx: Tx, delivery: Delivery): void {
  if (tx.tables.deliveries.count('status', 'pending') <= tx.rules.keepEvents) return;
  tx.tables.deliveries.put(settledAs(delivery, 'exhausted', tx.now));
  settleGranting(tx, delivery);
}

/** The body of every request of a delivery, byte for byte. */
export function requestBody(delivery: Delivery, event: Event): string {
  return delivery.withPlayer ? (event.bodyWithPlayer ?? event.body) : event.body;
}

/**
 * An attempt as the sender reports it, in the time of the system. `declined` is the game's final refusal of `item.add`.
 */
export interface CompletedAttempt extends Omit<Attempt, 'id' | 'number' | 'trigger'> {
  readonly verdict: 'delivered' | 'declined' | 'failed';
  /** From the end of the attempt to the next one, in milliseconds. */
  readonly retryDelayMs?: number | null;
}

/**
 * Records attempts and settles or reschedules their deliveries, each in the time of its game. The result of `item.add`
 * decides the granting of the order, which may refund the payment. All of it is one transaction.
 */
export function recordAttempts(domain: DomainContext, attempts: readonly CompletedAttempt[]): void {
  inTransaction(domain, (tx) => {
    for (const attempt of attempts) {
      const delivery = tx.tables.deliveries.get(attempt.deliveryId);
      // A reset may have left another delivery under this id, which has not been attempted.
      if (delivery?.startedAt == null) continue;
      const result = withArchivedAnswer(domain, inGameTime(tx, delivery, attempt));
      record(forGame(tx, delivery.gameId), delivery, result);
    }
  });
}

function withArchivedAnswer({ store }: DomainContext, attempt: CompletedAttempt): CompletedAttempt {
  if (!attempt.response) return attempt;
  return { ...attempt, response: storedResponse(store.answers, attempt.response) };
}

/** The next attempt is due after the same delay by either clock. */
function inGameTime(tx: Tx, { gameId, startedAt }: Delivery, attempt: CompletedAttempt): CompletedAttempt {
  const clock = tx.tables.clocks.get(gameId);
  if (clock === undefined) return attempt;
  const { now } = forGame(tx, gameId);
  const ahead = now - tx.now;
  const { nextAttemptAt, retryDelayMs = null } = attempt;
  // While a clock stands, neither the time that the attempt took shows on it, nor how long it took to record it.
  const isExact = clock.frozenAt !== null && retryDelayMs !== null;
  return {
    ...attempt,
    startedAt: Math.max(startedAt ?? -Infinity, attempt.startedAt + ahead),
    nextAttemptAt: isExact ? now + retryDelayMs : nextAttemptAt === null ? null : nextAttemptAt + ahead,
  };
}

function record(tx: Tx, delivery: Delivery, attempt: CompletedAttempt): void {
  const { number } = putAttempt(tx, delivery, attempt);
  const status = statusAfter(delivery, attempt);
  const settled = { ...delivery, attempts: number, tries: delivery.tries + 1, startedAt: null };
  tx.tables.deliveries.put(
    status === 'pending'
      ? { ...settled, nextTrigger: 'automatic', nextAttemptAt: attempt.nextAttemptAt }
      : settledAs(settled, status, tx.now),
  );
  noteOutcome(tx, delivery.webhookId, attempt.verdict === 'failed');
  settleGranting(tx, delivery);
}

/** A delivery that was canceled during its attempt stays canceled, unless the game accepted or declined the attempt. */
function statusAfter(delivery: Delivery, { verdict, nextAttemptAt }: CompletedAttempt): DeliveryStatus {
  if (verdict !== 'failed') return verdict;
  if (delivery.status === 'canceled') return 'canceled';
  return nextAttemptAt === null ? 'exhausted' : 'pending';
}

/**
 * Call it at start: records the attempts that a crash interrupted, and returns how many there were. Their deliveries
 * are still due, so the game may receive such an attempt twice, and receives it at least once.
 */
export function recordInterruptions(domain: DomainContext): number {
  return inTransaction(domain, (tx) => {
    const interrupted = tx.tables.deliveries
      .by('status', 'pending')
      .filter((delivery) => delivery.startedAt !== null);
    for (const delivery of interrupted) recordInterruption(forGame(tx, delivery.gameId), delivery);
    return interrupted.length;
  });
}

function recordInterruption(tx: Tx, delivery: Delivery): void {
  const endpoint = endpointOf(tx.tables, delivery.webhookId);
  const { number } = putAttempt(tx, delivery, {
    deliveryId: delivery.id,
    startedAt: delivery.startedAt ?? tx.now,
    durationMs: 0,
    timings: { connectMs: null, firstByteMs: null },
    request: { method: endpoint?.method ?? 'POST', url: endpoint?.url ?? '', headers: {} },
    response: null,
    error: {
      kind: 'interrupted',
      message: 'The emulator ended during this attempt.',
      hint: 'The game may have received it. It is sent again with the same event_id, so deduplicate by that.',
    },
    nextAttemptAt: delivery.nextAttemptAt,
  });
  tx.tables.deliveries.put({ ...delivery, attempts: number, startedAt: null });
}

/** Names every field, because V8 is slow with the copies that a spread makes. */
function putAttempt(
  tx: Tx,
  delivery: Delivery,
  completed: Omit<Attempt, 'id' | 'number' | 'trigger'>,
): Attempt {
  const attempt: Attempt = {
    id: newId(tx.ids, 'attempt'),
    deliveryId: delivery.id,
    number: delivery.attempts + 1,
    trigger: delivery.nextTrigger,
    startedAt: completed.startedAt,
    durationMs: completed.durationMs,
    timings: completed.timings,
    request: completed.request,
    response: completed.response,
    error: completed.error,
    note: completed.note ?? null,
    nextAttemptAt: completed.nextAttemptAt,
  };
  tx.tables.attempts.put(attempt);
  forgetOldAttempts(tx, delivery.id);
  return attempt;
}

/** Each delivery keeps so many of its attempts; a schedule has at most 100, but resends have no limit. */
export const MAX_ATTEMPTS = 200;

function forgetOldAttempts({ tables: { attempts } }: Tx, deliveryId: string): void {
  const surplus = attempts.count('delivery', deliveryId) - MAX_ATTEMPTS;
  if (surplus <= 0) return;
  for (const { id } of attempts.by('delivery', deliveryId).slice(0, surplus)) attempts.delete(id);
}
