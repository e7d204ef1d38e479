import { invalidField } from '../../domain/model/errors.ts';
import type { AppContext } from '../server/app-context.ts';

/** @throws Invalid at `field` when `schedule` is no retry schedule. */
export function checkSchedule(app: AppContext, field: string, schedule: string): void {
  try {
    app.config.checkSchedule(schedule);
  } catch (error) {
    throw invalidField([field], error instanceof Error ? error.message : String(error));
  }
}
