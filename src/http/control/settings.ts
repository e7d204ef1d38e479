import * as z from 'zod';
import { changeSettings } from '../../domain/games/games.ts';
import type { Game } from '../../domain/model/game.ts';
import type { AppContext } from '../server/app-context.ts';
import { checkSchedule } from '../api/schedule-check.ts';
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
  const asked = parse(settingsBody, body, 'body');
  const { auto_refund: autoRefund = game.autoRefund, retry_schedule: schedule = game.retrySchedule } = asked;
  if (schedule !== null) checkSchedule(app, 'retry_schedule', schedule);
  return settingsWire(app, changeSettings(app.domain, game, { autoRefund, retrySchedule: schedule }));
}

/** What this game has set, and what is in effect with how the process was started. */
function settingsWire({ domain, config }: AppContext, game: Game) {
  return {
    auto_refund: game.autoRefund,
    retry_schedule: game.retrySchedule,
    in_effect: {
      auto_refund: game.autoRefund ?? domain.rules.autoRefund,
      retry_schedule: game.retrySchedule ?? config.retrySchedule,
    },
  };
}
