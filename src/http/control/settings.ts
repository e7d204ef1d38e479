import { z } from 'zod';
import { changeSettings } from '../../domain/games.ts';
import type { Game } from '../../domain/model/game.ts';
import type { Deps } from '../deps.ts';
import { checkSchedule } from '../schedule-check.ts';
import { parse } from '../validation.ts';
import type { ControlCall } from './handler.ts';

const settingsBody = z.strictObject({
  auto_refund: z.boolean().nullable().optional(),
  retry_schedule: z.string().nullable().optional(),
});

export function readSettings({ deps, game }: ControlCall) {
  return settingsWire(deps, game);
}

/** Changes what is given; `null` goes back to how the process was started. */
export function changeGameSettings({ deps, game, body }: ControlCall) {
  const asked = parse(settingsBody, body, 'body');
  const { auto_refund: autoRefund = game.autoRefund, retry_schedule: schedule = game.retrySchedule } = asked;
  if (schedule !== null) checkSchedule(deps, 'retry_schedule', schedule);
  return settingsWire(deps, changeSettings(deps.world, game, { autoRefund, retrySchedule: schedule }));
}

/** What this game has set, and what is in effect with how the process was started. */
function settingsWire({ world, config }: Deps, game: Game) {
  return {
    auto_refund: game.autoRefund,
    retry_schedule: game.retrySchedule,
    in_effect: {
      auto_refund: game.autoRefund ?? world.rules.autoRefund,
      retry_schedule: game.retrySchedule ?? config.retrySchedule,
    },
  };
}
