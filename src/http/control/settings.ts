import * as z from 'zod';
import { changeSettings, readRetrySchedule } from '../../domain/games/games.ts';
import type { Game } from '../../domain/model/game.ts';
import { formatRetrySchedule } from '../../domain/model/retry-schedule.ts';
import type { AppContext } from '../server/app-context.ts';
import { parse } from '../api/validation.ts';
import type { ControlRequest } from './handler.ts';

const settingsBody = z.strictObject({
  auto_refund: z.boolean().nullable().optional(),
  retry_schedule: z.string().nullable().optional(),
});

export function readSettings({ app, game }: ControlRequest) {
  return settingsWire(app, game);
}

/** Changes what is given; `null` goes back to how the process was started. */
export function changeGameSettings({ app, game, body }: ControlRequest) {
  const { auto_refund: autoRefund = game.autoRefund, retry_schedule: text } = parse(
    settingsBody,
    body,
    'body',
  );
  const retrySchedule =
    text === undefined
      ? game.retrySchedule
      : text === null
        ? null
        : readRetrySchedule('retry_schedule', text);
  return settingsWire(app, changeSettings(app.domain, game, { autoRefund, retrySchedule }));
}

/** What this game has set, and what is in effect with how the process was started. */
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
