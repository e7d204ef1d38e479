import { endpointOf } from './endpoints.ts';
import { Conflict, NotFound, Refusal } from '../model/errors.ts';
import { settleGranting } from '../payments/granting.ts';
import type { Delivery, DeliveryStatus } from '../model/delivery.ts';
import type { Game } from '../model/game.ts';
import type { ReadTables } from '../model/tables.ts';
import { inTransaction, type Tx, type DomainContext } from '../model/context.ts';

/** @throws NotFound when the game has no such delivery. */
export function getDelivery(tables: Pick<ReadTables, 'deliveries'>, gameId: string, id: string): Delivery {
  const delivery = tables.deliveries.get(id);
  if (delivery?.gameId !== gameId) throw new NotFound(`Delivery ${JSON.stringify(id)} was not found.`);
  return delivery;
}

/**
 * Sends a delivery again now, with the same body, to the webhook's current URL and signed with its current
 * secret. Replaces a retry that is due later, and restarts the retry schedule.
 *
 * @throws NotFound
 * @throws Conflict when the webhook is deleted or disabled, or an attempt is in progress.
 */
export function resendDelivery(domain: DomainContext, game: Game, id: string): Delivery {
  return inTransaction(domain, (tx) => resend(tx, getDelivery(tx.tables, game.id, id)));
}

/** A delivery that a bulk resend did not send, and why. */
export interface Skipped {
  readonly id: string;
  readonly reason: string;
}

export interface BulkResend {
  readonly resent: readonly Delivery[];
  readonly skipped: readonly Skipped[];
}

/** Sends deliveries of a game again now, except those that can't be sent. */
export function resendDeliveries(domain: DomainContext, game: Game, ids: readonly string[]): BulkResend {
  return inTransaction(domain, (tx) => {
    const resent: Delivery[] = [];
    const skipped: Skipped[] = [];
    for (const id of ids) {
      try {
        resent.push(resend(tx, getDelivery(tx.tables, game.id, id)));
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        skipped.push({ id, reason: error.message });
      }
    }
    return { resent, skipped };
  });
}

function resend(tx: Tx, delivery: Delivery): Delivery {
  const endpoint = endpointOf(tx.tables, delivery.webhookId);
  if (!endpoint) throw new Conflict(`Delivery ${delivery.id} can't be resent: its webhook was deleted.`);
  if (!endpoint.enabled)
    throw new Conflict(`Delivery ${delivery.id} can't be resent: its webhook is disabled.`);
  if (delivery.startedAt !== null) {
    throw new Conflict(
      `Delivery ${delivery.id} can't be resent now: an attempt is in progress. Try again when it has ended.`,
    );
  }
  const again: Delivery = {
    ...delivery,
    status: 'pending',
    tries: 0,
    nextTrigger: 'manual',
    nextAttemptAt: tx.now,
    settledAt: null,
  };
  tx.tables.deliveries.put(again);
  settleGranting(tx, again);
  return again;
}

/** Cancels the pending deliveries of a webhook that is deleted or disabled. */
export function cancelDeliveries(tx: Tx, webhookId: string): void {
  for (const delivery of tx.tables.deliveries.by('webhook', webhookId)) {
    if (delivery.status !== 'pending') continue;
    tx.tables.deliveries.put(settledAs(delivery, 'canceled', tx.now));
    settleGranting(tx, delivery);
  }
}

/** The delivery with its final status and no attempt due. */
export function settledAs(
  delivery: Delivery,
  status: Exclude<DeliveryStatus, 'pending'>,
  now: number,
): Delivery {
  return { ...delivery, status, nextAttemptAt: null, settledAt: now };
}

/**
 * Makes the next attempt of pending deliveries due now. They keep their place in the retry schedule. Has no effect on
 * those that have an attempt under way.
 */
export function attemptNow(domain: DomainContext, deliveries: readonly Pick<Delivery, 'id'>[]): void {
  inTransaction(domain, (tx) => {
    for (const { id } of deliveries) {
      const delivery = tx.tables.deliveries.get(id);
      if (delivery?.status !== 'pending' || delivery.startedAt !== null) continue;
      tx.tables.deliveries.put({ ...delivery, nextAttemptAt: tx.now });
    }
  });
}
