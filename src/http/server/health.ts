import type { ServerResponse } from 'node:http';
import type { AppContext } from './app-context.ts';
import { sendJson, splitTarget } from './messages.ts';

export type HealthCheck = (app: AppContext, res: ServerResponse) => void;

/** They answer to any host name: a container's health check may use one of its own. */
const CHECKS: ReadonlyMap<string, HealthCheck> = new Map([
  ['/livez', answerAlive],
  ['/readyz', answerReady],
]);

/** The health check that a request asks for; `undefined` when it asks for something else. */
export function healthCheck(method: string | undefined, url: string): HealthCheck | undefined {
  if (method !== 'GET' && method !== 'HEAD') return undefined;
  return CHECKS.get(url) ?? CHECKS.get(splitTarget(url).path.replace(/\/$/, ''));
}

function answerAlive(_app: AppContext, res: ServerResponse): void {
  sendJson(res, 200, { status: 'ok' });
}

function answerReady({ isReady }: AppContext, res: ServerResponse): void {
  if (isReady()) sendJson(res, 200, { status: 'ready' });
  else sendJson(res, 503, { detail: 'The emulator is not ready.' });
}
