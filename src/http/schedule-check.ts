import { invalidField } from '../domain/errors.ts';
import type { Deps } from './deps.ts';

/** @throws Invalid at `field` when `schedule` is no retry schedule. */
export function checkSchedule(deps: Deps, field: string, schedule: string): void {
  try {
    deps.config.checkSchedule(schedule);
  } catch (error) {
    throw invalidField([field], error instanceof Error ? error.message : String(error));
  }
}
