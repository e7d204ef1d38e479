import { settleGranting } from '../payments/granting.ts';
import { newId } from '../model/ids.ts';
import type { Attempt, Delivery, DeliveryStatus } from '../model/delivery.ts';
import type { Event } from '../model/event.ts';
import type { Game } from '../model/game.ts';
import type { Webhook } from '../model/webhook.ts';
import { settledAs } from '../events/queue.ts';
import { inTransaction, type Tx, type DomainContext } from '../model/context.ts';

/** What one attempt sends, and to whom. */
export interface Outgoing {
  readonly delivery: Delivery;
  readonly event: Event;
  readonly webhook: Webhook;
  readonly game: Game;
  /** The very bytes, the same for every attempt. */
  readonly body: string;
}

/** Marks attempts as begun and gives what to send; a delivery that wants none any more is left out. */
export function beginAttempts(domain: DomainContext, deliveryIds: readonly string[]): Outgoing[] {
  return inTransaction(domain, (tx) => deliveryIds.map((id) => begin(tx, id)).filter((one) => one !== null));
}

function begin(tx: Tx, deliveryId: string): Outgoing | null {
  const { deliveries, events, webhooks, games } = tx.tables;
  const delivery = deliveries.get(deliveryId);
  if (delivery?.status !== 'pending') return null;
  const event = events.get(delivery.eventId);
  const webhook = webhooks.get(delivery.webhookId);
  const game = games.get(delivery.gameId);
  if (!event || !webhook || !game) return null;
  const begun = { ...delivery, startedAt: tx.now };
  deliveries.put(begun);
  const body = delivery.withPlayer ? (event.bodyWithPlayer ?? event.body) : event.body;
  return { delivery: begun, event, webhook, game, body };
}

/** What an attempt was like; the rest of its record follows from its delivery. */
type AttemptFacts = Omit<Attempt, 'id' | 'deliveryId' | 'number' | 'trigger'>;

/** How an attempt went. `declined` is the game's final refusal of `item.add`. */
export interface AttemptOutcome extends AttemptFacts {
  readonly verdict: 'delivered' | 'declined' | 'failed';
}

/** The end of a delivery's attempt. */
export interface EndedAttempt {
  readonly deliveryId: string;
  readonly result: AttemptOutcome;
}

/**
 * Records attempts and settles or reschedules their deliveries. The outcome of `item.add` decides the order's
 * granting, which may refund the payment; all of it is one transaction.
 */
export function recordAttempts(domain: DomainContext, ended: readonly EndedAttempt[]): void {
  inTransaction(domain, (tx) => {
    for (const { deliveryId, result } of ended) {
      const delivery = tx.tables.deliveries.get(deliveryId);
      if (delivery) record(tx, delivery, result);
    }
  });
}

function record(tx: Tx, delivery: Delivery, outcome: AttemptOutcome): void {
  const { number } = putAttempt(tx, delivery, outcome);
  const status = statusAfter(delivery, outcome);
  const settled = { ...delivery, attempts: number, tries: delivery.tries + 1, startedAt: null };
  tx.tables.deliveries.put(
    status === 'pending'
      ? { ...settled, nextTrigger: 'automatic', nextAttemptAt: outcome.nextAttemptAt }
      : settledAs(settled, status, tx.now),
  );
  settleGranting(tx, delivery);
}

/** A delivery that was canceled while its attempt was in flight stays so, unless the attempt got through. */
function statusAfter(delivery: Delivery, { verdict, nextAttemptAt }: AttemptOutcome): DeliveryStatus {
  if (verdict !== 'failed') return verdict;
  if (delivery.status === 'canceled') return 'canceled';
  return nextAttemptAt === null ? 'exhausted' : 'pending';
}

/**
 * After a crash: records the attempts that were in flight as interrupted. Their deliveries are still due,
 * so the game may see such an attempt twice, never not at all.
 */
export function recordInterruptions(domain: DomainContext): number {
  return inTransaction(domain, (tx) => {
    const interrupted = tx.tables.deliveries
      .by('status', 'pending')
      .filter((delivery) => delivery.startedAt !== null);
    for (const delivery of interrupted) recordInterruption(tx, delivery);
    return interrupted.length;
  });
}

function recordInterruption(tx: Tx, delivery: Delivery): void {
  const webhook = tx.tables.webhooks.get(delivery.webhookId);
  const { number } = putAttempt(tx, delivery, {
    startedAt: delivery.startedAt ?? tx.now,
    durationMs: 0,
    timings: { connectMs: null, firstByteMs: null },
    request: { method: webhook?.method ?? 'POST', url: webhook?.url ?? '', headers: {} },
    response: null,
    error: {
      kind: 'interrupted',
      message: 'The emulator ended while this attempt was in flight.',
      hint: 'The game may have received it; it is sent again with the same event_id, so deduplicate by that.',
    },
    nextAttemptAt: delivery.nextAttemptAt,
  });
  tx.tables.deliveries.put({ ...delivery, attempts: number, startedAt: null });
}

/** Names every field: a copy of `facts` would be a slow object. */
function putAttempt(tx: Tx, delivery: Delivery, facts: AttemptFacts): Attempt {
  const attempt: Attempt = {
    id: newId(tx.ids, 'attempt'),
    deliveryId: delivery.id,
    number: delivery.attempts + 1,
    trigger: delivery.nextTrigger,
    startedAt: facts.startedAt,
    durationMs: facts.durationMs,
    timings: facts.timings,
    request: facts.request,
    response: facts.response,
    error: facts.error,
    nextAttemptAt: facts.nextAttemptAt,
  };
  tx.tables.attempts.put(attempt);
  return attempt;
}
