import type { LoggedView } from '../request-log/view.ts';
import { type DashboardContext, keyOf } from './context.ts';
import { curlCommand } from './curl.ts';

/** Headers that a client adds by itself, or that are wrong in a repeated request. */
const OWN = new Set([
  'host',
  'connection',
  'content-length',
  'accept-encoding',
  'transfer-encoding',
  'user-agent',
]);

/**
 * The command that repeats a logged request, with the game's key in place of the hidden one. A request that was refused
 * for its key keeps what it had.
 */
export function requestCurl(context: DashboardContext, view: LoggedView): string {
  const kept = Object.entries(view.headers).filter(([name]) => !OWN.has(name.toLowerCase()));
  const headers = Object.fromEntries(
    kept.map(([name, value]) => [
      name,
      name.toLowerCase() === 'authorization' && view.status !== 401 ? `Bearer ${keyOf(context)}` : value,
    ]),
  );
  const { request } = view;
  const body = request === null ? '' : typeof request === 'string' ? request : JSON.stringify(request);
  return curlCommand({ method: view.method, url: context.base + view.url, headers, body });
}
