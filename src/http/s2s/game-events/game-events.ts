import * as z from 'zod';
import { reportGameEvent } from '../../../domain/game-events/game-events.ts';
import { GAME_EVENT_TYPES } from '../../../domain/model/game-event.ts';
import { milliseconds } from '../../../domain/wire/time.ts';
import { operation } from '../../api/operation.ts';
import { emptySchema, unixTimeSchema } from '../../api/schemas.ts';

/** `Event` of the published specification. */
const eventSchema = z.object({
  event_time: unixTimeSchema,
  event_type: z.union([z.enum(GAME_EVENT_TYPES), z.string()]),
  event_data: z.record(z.string(), z.unknown()),
});

export const gameEventOperations = [
  operation({
    id: 'trigger_campaign',
    method: 'POST',
    path: '/v1/events',
    summary: 'Report that something happened in the game. Campaigns, which it would start, do not run here.',
    body: eventSchema,
    response: { 200: emptySchema },
    errors: { 404: 'The event names a player that the game has never named before.' },
    run: ({ app, game, body: { event_time: time, event_type: type, event_data: data } }) => {
      reportGameEvent(app.domain, game, { type, data, happenedAt: milliseconds(time) });
      return {};
    },
  }),
];
