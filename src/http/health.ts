import type { ServerResponse } from 'node:http';
import type { Deps } from './deps.ts';
import { sendJson } from './send.ts';

type HealthHandler = (deps: Deps, res: ServerResponse) => void;

/** By path. They answer to any host name: whatever checks a container's health may use whatever name. */
export const HEALTH: ReadonlyMap<string, HealthHandler> = new Map([
  ['/livez', sayAlive],
  ['/readyz', sayReady],
]);

function sayAlive(_deps: Deps, res: ServerResponse): void {
  sendJson(res, 200, { status: 'ok' });
}

function sayReady({ isReady }: Deps, res: ServerResponse): void {
  if (isReady()) sendJson(res, 200, { status: 'ready' });
  else sendJson(res, 503, { detail: 'The emulator is not ready.' });
}
