import type { ServerResponse } from 'node:http';
import type { AppContext } from './app-context.ts';
import { sendJson } from './messages.ts';

type HealthHandler = (app: AppContext, res: ServerResponse) => void;

/** By path. They answer to any host name: whatever checks a container's health may use whatever name. */
export const HEALTH: ReadonlyMap<string, HealthHandler> = new Map([
  ['/livez', sayAlive],
  ['/readyz', sayReady],
]);

function sayAlive(_deps: AppContext, res: ServerResponse): void {
  sendJson(res, 200, { status: 'ok' });
}

function sayReady({ isReady }: AppContext, res: ServerResponse): void {
  if (isReady()) sendJson(res, 200, { status: 'ready' });
  else sendJson(res, 503, { detail: 'The emulator is not ready.' });
}
