import * as z from 'zod';
import type { Game } from '../../domain/model/game.ts';
import { ALL_EVENT_TYPES } from '../../domain/model/event.ts';
import { endpointOf } from '../../domain/webhooks/endpoints.ts';
import { seconds } from '../../domain/wire/time.ts';
import { deliveredBody } from '../api/deliveries.ts';
import { streamOperation } from '../api/stream-operation.ts';
import { ignoredPlanKeys } from '../request-log/plan-keys.ts';
import { secretsOf, viewRequest } from '../request-log/view.ts';
import type { Activity } from '../server/activity-log.ts';
import type { AppContext } from '../server/app-context.ts';
import { attemptSchema, attemptWire } from './delivery-wire.ts';
import { envelopeSchema, notificationSchema } from './events.ts';
import { loggedRequestSchema } from './requests.ts';

const at = z.int().describe('Unix seconds.');

export const activitySchema = z.lazy(() =>
  z.union([
    loggedRequestSchema.unwrap().extend({ kind: z.literal('request') }),
    envelopeSchema.unwrap().extend({ kind: z.literal('event'), at }),
    notificationSchema.unwrap().extend({ kind: z.literal('event'), at }),
    attemptSchema.unwrap().extend({
      kind: z.literal('attempt'),
      at,
      delivery_id: z.string(),
      event_type: z.enum(ALL_EVENT_TYPES),
      order_id: z.string().nullable(),
      url: z.string().nullable(),
    }),
    z.object({
      kind: z.literal('missed'),
      count: z.int().describe('How many entries of all games, at most, are no longer remembered.'),
    }),
  ]),
);

/** Sends what happens in a game, and first what a client that connects again has not received. */
export const activityOperation = streamOperation({
  id: 'stream_activity',
  method: 'GET',
  path: '/activity',
  summary: 'Stream requests, events and webhook attempts of the game as they happen.',
  description:
    'Server-sent events named `request`, `event`, `attempt` and `missed`. With the header `Last-Event-ID`, the stream goes on after that event, without loss or repeats; the last 10,000 entries of all games are remembered.',
  data: activitySchema,
  errors: { 503: 'More than 256 event streams are open.' },
  run:
    ({ app, game }) =>
    (events) => {
      const { activity } = app;
      let seen = events.lastId === null ? activity.last : activity.numberOf(events.lastId);
      const sendMore = (): void => {
        while (seen < activity.last && events.hasRoom()) {
          const { entries, missed } = activity.after(seen);
          seen += missed;
          if (missed > 0) {
            const data = { kind: 'missed', count: missed };
            events.send(JSON.stringify(data), 'missed', activity.cursorOf(seen));
          }
          for (const entry of entries) {
            // The client reads slowly: the rest follows when it has read this.
            if (!events.hasRoom()) return;
            seen = entry.number;
            const shown = activityOf(app, game, entry);
            if (shown) events.send(JSON.stringify(shown), entry.kind, activity.cursorOf(seen));
          }
        }
      };
      events.mark(activity.cursorOf(seen));
      sendMore();
      events.onRoom(sendMore);
      const stops = [
        activity.onAdd(sendMore),
        app.domain.store.onCommit((changes) => {
          if (changes.some(({ id, record }) => id === game.id && record === null)) events.end();
        }),
      ];
      return () => {
        for (const stop of stops) stop();
      };
    },
});

/** `null` for an entry of another game, or what is no longer there. */
function activityOf(app: AppContext, { id: gameId }: Game, entry: Activity): object | null {
  const { tables, answers } = app.domain.store;
  const game = tables.games.get(gameId);
  if (!game || (entry.gameId !== null && (entry.gameId !== gameId || entry.resets !== game.resets)))
    return null;
  if (entry.kind === 'request') {
    const request = app.requestLog.get(entry.id);
    if (!request) return null;
    return { kind: 'request', ...viewRequest(request, secretsOf(app, game), ignoredPlanKeys(tables, game)) };
  }
  if (entry.kind === 'event') {
    const event = tables.events.get(entry.id);
    if (!event) return null;
    return { kind: 'event', at: seconds(event.createdAt), ...(JSON.parse(event.body) as object) };
  }
  const attempt = tables.attempts.get(entry.id);
  const delivery = attempt && tables.deliveries.get(attempt.deliveryId);
  if (!delivery) return null;
  return {
    kind: 'attempt',
    at: seconds(attempt.startedAt),
    delivery_id: delivery.id,
    event_type: delivery.eventType,
    order_id: delivery.orderId,
    url: endpointOf(tables, delivery.webhookId)?.url ?? attempt.request.url,
    ...attemptWire(answers, attempt, deliveredBody(tables, delivery)),
  };
}
