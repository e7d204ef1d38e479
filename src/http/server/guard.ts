import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HttpConfig } from './app-context.ts';
import { HttpRefusal } from './problems.ts';

/**
 * Refuses requests by a host name that a web page could own. Such a page can make its name resolve to this machine
 * (DNS rebinding) and would then share an origin with the emulator.
 *
 * @throws HttpRefusal 403 for such a name, 400 for a request with several `Host` headers
 */
export function checkHost(config: HttpConfig, req: IncomingMessage): void {
  if (hostHeaders(req) > 1) throw new HttpRefusal(400, 'The request has more than one Host header.');
  const { host = '' } = req.headers;
  const name = hostName(host);
  if (name !== null && (isLocalName(name) || isConfigured(config, name))) return;
  throw new HttpRefusal(
    403,
    `The emulator does not answer to the host name ${JSON.stringify(host)}. Use localhost, an IP address, a name ` +
      'without a dot or one below .localhost, .internal or .local, or allow this name with --allowed-hosts ' +
      'or --public-url.',
  );
}

/**
 * Lets only this server's own pages, and programs, at the dashboard and the control API: a web page of another origin
 * must not be able to use them.
 *
 * @throws HttpRefusal 403
 */
export function checkOrigin(req: IncomingMessage): void {
  refuseWebhook(req);
  const { origin, host } = req.headers;
  const isForeign = origin !== undefined && (!URL.canParse(origin) || new URL(origin).host !== host);
  const isRead = req.method === 'GET' || req.method === 'HEAD';
  const site = req.headers['sec-fetch-site'];
  if (isForeign || (!isRead && site !== undefined && site !== 'same-origin' && site !== 'none')) {
    throw new HttpRefusal(
      403,
      `A page of another origin (${origin ?? String(site)}) must not use the dashboard or the control API.`,
    );
  }
}

/** A webhook that was aimed at the emulator itself would press its buttons. */
function refuseWebhook({ headers }: IncomingMessage): void {
  const isSigned = 'x-aghanim-signature' in headers || 'txgw-signature' in headers;
  if (!isSigned && headers['user-agent']?.startsWith('Aghanim/') !== true) return;
  throw new HttpRefusal(
    403,
    'This is a webhook request: the URL of the webhook leads to the emulator itself. Give it the URL of your game server.',
  );
}

/**
 * Refuses calls of the S2S API that a browser makes for a web page: the API is for servers, and its default key is
 * public knowledge.
 *
 * @throws HttpRefusal 403
 */
export function checkServerCall({ allowedOrigins }: HttpConfig, req: IncomingMessage): void {
  const { origin } = req.headers;
  const site = req.headers['sec-fetch-site'];
  if (origin === undefined && (site === undefined || site === 'none')) return;
  if (origin !== undefined && allowedOrigins.includes(origin)) return;
  throw new HttpRefusal(
    403,
    `The S2S API is for servers, and this call comes from a web page (${origin ?? String(site)}). ` +
      'Call it from the game server, or allow the origin with --allowed-origins.',
  );
}

function hostHeaders({ rawHeaders }: IncomingMessage): number {
  let count = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? '';
    if (name.length === 4 && name.toLowerCase() === 'host') count += 1;
  }
  return count;
}

/** Without the port and in lower case; `null` when it is no host name at all. */
function hostName(host: string): string | null {
  const [, name] = /^(\[[\da-f:.]+\]|[\w.-]+)(?::\d{1,5})?$/i.exec(host) ?? [];
  return name?.toLowerCase().replace(/\.$/, '') ?? null;
}

const LOCAL_SUFFIXES = ['.localhost', '.internal', '.local'];

/**
 * Names that no web page can own: IP addresses, names without a dot (a Compose or Kubernetes service), and those below
 * a reserved domain, such as host.docker.internal.
 */
function isLocalName(name: string): boolean {
  const isAddress = name.startsWith('[') || /^\d{1,3}(?:\.\d{1,3}){3}$/.test(name);
  return isAddress || !name.includes('.') || LOCAL_SUFFIXES.some((suffix) => name.endsWith(suffix));
}

function isConfigured(config: HttpConfig, name: string): boolean {
  const own = config.publicUrl === null ? null : new URL(config.publicUrl).hostname.toLowerCase();
  return name === own || config.allowedHosts.some((allowed) => allowed.toLowerCase() === name);
}

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
