import * as z from 'zod';
import { changeSettings, readRetrySchedule } from '../../domain/games/games.ts';
import type { Game } from '../../domain/model/game.ts';
import { formatRetrySchedule } from '../../domain/model/retry-schedule.ts';
import { faultsSchema } from './faults.ts';
import { restoreGame } from '../game-file/transfer.ts';
import { operation } from '../api/operation.ts';
import type { AppContext } from '../server/app-context.ts';
import { noBody } from '../api/schemas.ts';

export const settingsBody = z.strictObject({
  auto_refund: z.boolean().nullable().optional(),
  retry_schedule: z.string().nullable().optional(),
});

const settingsSchema = z.lazy(() =>
  z
    .object({
      auto_refund: z.boolean().nullable(),
      retry_schedule: z.string().nullable(),
      in_effect: z
        .object({ auto_refund: z.boolean(), retry_schedule: z.string() })
        .describe('What is not set for the game is as the process was started.'),
    })
    .meta({ id: 'Settings' }),
);

export const settingsOperations = [
  operation({
    id: 'read_settings',
    method: 'GET',
    path: '/settings',
    summary: 'Read what is set for the game, and what is in effect.',
    response: { 200: settingsSchema },
    run: ({ app, game }) => settingsWire(app, game),
  }),
  operation({
    id: 'change_settings',
    method: 'PATCH',
    path: '/settings',
    summary: 'Change what is given; null goes back to how the process was started.',
    body: settingsBody,
    response: { 200: settingsSchema },
    run: ({ app, game, body }) => {
      const { auto_refund: autoRefund = game.autoRefund, retry_schedule: text } = body;
      const retrySchedule = text === undefined ? game.retrySchedule : scheduleIn(text);
      return settingsWire(app, changeSettings(app.domain, game, { autoRefund, retrySchedule }));
    },
  }),
  operation({
    id: 'reset',
    method: 'POST',
    path: '/reset',
    summary: 'Put the game back to its first start, with what it was created with; no event is sent.',
    body: noBody,
    response: {
      200: z.lazy(() =>
        z.object({
          unconsumed_faults: z.array(faultsSchema).optional().describe('Left out when there are none.'),
        }),
      ),
    },
    run: ({ app, game }) => {
      restoreGame(app, game);
      const left = app.faults.clear(game.id);
      return left.length === 0 ? {} : { unconsumed_faults: left };
    },
  }),
];

export function scheduleIn(text: string | null) {
  return text === null ? null : readRetrySchedule('retry_schedule', text);
}

/** The settings of this game, and those in effect: where the game has none, those of the process. */
function settingsWire({ domain: { rules } }: AppContext, { autoRefund, retrySchedule }: Game) {
  return {
    auto_refund: autoRefund,
    retry_schedule: retrySchedule && formatRetrySchedule(retrySchedule),
    in_effect: {
      auto_refund: autoRefund ?? rules.autoRefund,
      retry_schedule: formatRetrySchedule(retrySchedule ?? rules.retrySchedule),
    },
  };
}
