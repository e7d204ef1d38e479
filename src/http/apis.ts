import type { ApiHandler } from './api-handler.ts';
import { createControl } from './control/api.ts';
import type { Deps } from './deps.ts';
import { createS2s } from './s2s/router.ts';

/** The APIs for programs, by their mount points. They need no Express. */
export type Apis = ReadonlyMap<string, ApiHandler>;

export function createApis(deps: Deps): Apis {
  return new Map([
    ['/s2s', createS2s(deps)],
    ['/_emulator', createControl(deps)],
  ]);
}
