import * as z from 'zod';
import type { DomainContext } from '../../domain/model/context.ts';
import type { Delivery } from '../../domain/model/delivery.ts';
import { PLANNED_KINDS, plannedFor } from '../../domain/due/due-work.ts';
import { ALL_EVENT_TYPES } from '../../domain/model/event.ts';
import type { Game } from '../../domain/model/game.ts';
import type { ReadTables } from '../../domain/model/tables.ts';
import { isPayable } from '../../domain/orders/states.ts';
import { secondsBy } from '../../domain/wire/time.ts';
import { intBetween } from '../api/parameters.ts';

/** The query parameter that goes with `wait`. */
export const timeoutParameter = intBetween(0, 600_000)
  .default(5000)
  .describe('How long to wait, in milliseconds.');

export const countWait = z
  .string()
  .regex(/^count:\d{1,6}$/)
  .describe('"count:2" waits until the list has at least two.');

export const waitFailedSchema = z.lazy(() =>
  z
    .object({
      detail: z.string(),
      pending: z
        .array(
          z.object({
            id: z.string(),
            event_type: z.enum(ALL_EVENT_TYPES),
            order_id: z.string().nullable(),
            webhook_id: z.string(),
            attempts: z.int(),
            under_way: z.boolean(),
            due_at: z.int().nullable(),
          }),
        )
        .describe('Deliveries that have an attempt under way or due.'),
      planned: z
        .array(
          z.object({
            kind: z.enum([...PLANNED_KINDS, 'expiry']),
            order_id: z.string().nullable(),
            due_at: z.int(),
          }),
        )
        .describe('What follows later by itself.'),
    })
    .meta({ id: 'WaitFailed', description: 'What was waited for did not come, or can no longer come.' }),
);

/** How many pending deliveries and planned changes an answer lists at most. */
const LISTED = 100;

/** The body of a 409: why the wait ended, and what is still to come. */
export function waitFailed(
  { store: { tables }, clock }: Pick<DomainContext, 'store' | 'clock'>,
  game: Game,
  detail: string,
  deliveries: readonly Delivery[],
  orderId?: string,
) {
  return {
    detail,
    pending: deliveries
      .filter(({ status }) => status === 'pending')
      .slice(0, LISTED)
      .map((delivery) => ({
        id: delivery.id,
        event_type: delivery.eventType,
        order_id: delivery.orderId,
        webhook_id: delivery.webhookId,
        attempts: delivery.attempts,
        under_way: delivery.startedAt !== null,
        due_at: delivery.nextAttemptAt === null ? null : secondsBy(delivery.nextAttemptAt),
      })),
    planned: [...plannedWork(tables, game, orderId), ...expiries(tables, game, orderId, clock.now())]
      .sort((a, b) => a.due_at - b.due_at)
      .slice(0, LISTED),
  };
}

function plannedWork(tables: ReadTables, game: Game, asked: string | undefined) {
  return plannedFor(tables, game.id)
    .filter(({ orderId }) => asked === undefined || orderId === asked)
    .map(({ kind, orderId, dueAt }) => ({ kind, order_id: orderId, due_at: secondsBy(dueAt) }));
}

function expiries(tables: ReadTables, game: Game, orderId: string | undefined, now: number) {
  const order = orderId === undefined ? undefined : tables.orders.get(orderId);
  const orders = orderId === undefined ? tables.orders.scan('game', game.id) : order ? [order] : [];
  const found: { kind: 'expiry'; order_id: string; due_at: number }[] = [];
  for (const one of orders) {
    if (!isPayable(one, now)) continue;
    found.push({ kind: 'expiry', order_id: one.id, due_at: secondsBy(one.expiresAt) });
  }
  return found;
}
