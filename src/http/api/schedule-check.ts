import type { AppContext } from '../server/app-context.ts';
import { InvalidRequest } from '../server/problems.ts';

/** @throws InvalidRequest at `field` when `schedule` is no retry schedule. */
export function checkSchedule(app: AppContext, field: string, schedule: string): void {
  try {
    app.config.checkSchedule(schedule);
  } catch (error) {
    const msg = error instanceof Error ? error.message : String(error);
    throw new InvalidRequest([{ loc: ['body', field], msg, type: 'value_error' }]);
  }
}
