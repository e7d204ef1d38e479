import type { IncomingMessage } from 'node:http';
import type { NextFunction, Request, Response } from 'express';
import type { HttpConfig } from './app-context.ts';
import { HttpRefusal } from './problems.ts';

/**
 * Lets only local callers at the dashboard and the control API: a web page elsewhere must not be able to
 * press their buttons, neither from its own origin nor with a host name of its own that points here (DNS
 * rebinding).
 *
 * @throws HttpRefusal 403
 */
export function checkLocal(config: HttpConfig, req: IncomingMessage): void {
  checkHost(config, req.headers.host);
  checkOrigin(req);
}

export function guardLocal(config: HttpConfig) {
  return (req: Request, _res: Response, next: NextFunction): void => {
    checkLocal(config, req);
    next();
  };
}

function checkHost(config: HttpConfig, host: string | undefined): void {
  const name = hostName(host ?? '');
  if (name !== null && (isLocalName(name) || isConfigured(config, name))) return;
  throw new HttpRefusal(
    403,
    `The dashboard and the control API do not answer to the host name ${JSON.stringify(host ?? '')}. ` +
      'Open them by a local name, or allow this one with --allowed-hosts.',
  );
}

/** Without the port and in lower case; `null` when it is no host name at all. */
function hostName(host: string): string | null {
  const [, name] = /^(\[[\da-f:.]+\]|[\w.-]+)(?::\d{1,5})?$/i.exec(host) ?? [];
  return name?.toLowerCase().replace(/\.$/, '') ?? null;
}

/** Loopback names, addresses, names without a dot (compose services) and Docker's name for its host. */
function isLocalName(name: string): boolean {
  const isAddress = name.startsWith('[') || /^\d{1,3}(?:\.\d{1,3}){3}$/.test(name);
  return isAddress || !name.includes('.') || name.endsWith('.localhost') || name === 'host.docker.internal';
}

function isConfigured(config: HttpConfig, name: string): boolean {
  const own = config.publicUrl === null ? null : new URL(config.publicUrl).hostname.toLowerCase();
  return name === own || config.allowedHosts.some((allowed) => allowed.toLowerCase() === name);
}

/** A browser names the page that sends a request; a command line sends neither header. */
function checkOrigin(req: IncomingMessage): void {
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
