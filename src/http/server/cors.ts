import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HttpConfig } from './app-context.ts';
import { checkServerCall } from './guard.ts';

/** How long a browser may remember the answer to a preflight request, in seconds. */
const PREFLIGHT_SECONDS = 600;

const METHODS = 'GET, POST, PUT, PATCH, DELETE';

/** The header fields that a page may send when the browser does not list them. */
const USUAL_HEADERS = 'authorization, content-type';

/**
 * Refuses calls of web pages, except those of `--allowed-origins`, whose scripts may read every answer that follows,
 * errors included.
 *
 * @throws HttpRefusal 403
 */
export function admitServerCall(config: HttpConfig, req: IncomingMessage, res: ServerResponse): void {
  checkServerCall(config, req);
  const { origin } = req.headers;
  if (origin === undefined) return;
  res.setHeader('Access-Control-Allow-Origin', origin);
  res.setHeader('Access-Control-Expose-Headers', 'Retry-After');
  res.setHeader('Vary', 'Origin');
}

/** Whether a browser asks what a page of an admitted origin may send. */
export function isPreflight({ method, headers }: IncomingMessage, res: ServerResponse): boolean {
  return (
    method === 'OPTIONS' &&
    headers['access-control-request-method'] !== undefined &&
    res.hasHeader('Access-Control-Allow-Origin')
  );
}

/** Allows every method and header of the API, also to a page of a public site, which calls into this network. */
export function answerPreflight({ headers }: IncomingMessage, res: ServerResponse): void {
  const asked = headers['access-control-request-headers'] ?? '';
  res.setHeader('Access-Control-Allow-Methods', METHODS);
  res.setHeader('Access-Control-Allow-Headers', /^[\w\-, ]{1,1000}$/.test(asked) ? asked : USUAL_HEADERS);
  res.setHeader('Access-Control-Max-Age', String(PREFLIGHT_SECONDS));
  if (headers['access-control-request-private-network'] === 'true') {
    res.setHeader('Access-Control-Allow-Private-Network', 'true');
  }
  res.writeHead(204).end();
}
