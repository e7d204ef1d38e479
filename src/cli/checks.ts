import { parseSchedule } from '../delivery/engine/retry.ts';
import type { Checks } from '../settings/parse.ts';

/** The checks of settings that belong to other floors. */
export const CHECKS: Checks = {
  schedule(text) {
    parseSchedule(text);
  },
};
