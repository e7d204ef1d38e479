import type { Delivery } from '../../domain/model/delivery.ts';
import { endpointOf } from '../../domain/webhooks/endpoints.ts';
import { deliveredBody } from '../api/deliveries.ts';
import type { DashboardContext } from './context.ts';

/** A request that a person can repeat in a shell. */
export interface ShellRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Sent byte for byte; empty for none. */
  readonly body: string;
}

/** The command for a POSIX shell that makes a request, with one option a line. */
export function curlCommand({ method, url, headers, body }: ShellRequest): string {
  const options = Object.entries(headers).map(([name, value]) => `-H ${quote(`${name}: ${value}`)}`);
  const data = body === '' ? [] : [`--data-binary ${quote(body)}`];
  return [`curl -X ${method} ${quote(url)}`, ...options, ...data].join(' \\\n  ');
}

/** A request to one of the emulator's own APIs, with a JSON body. */
export function apiCurl(
  base: string,
  path: string,
  body: unknown,
  key: string | null,
  method = 'POST',
): string {
  return curlCommand({
    method,
    url: base + path,
    headers: {
      ...(key !== null && { Authorization: `Bearer ${key}` }),
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
    },
    body: body === undefined ? '' : JSON.stringify(body),
  });
}

/** One word for a POSIX shell. */
function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** A command that is short enough for a list of them; the page of the request has every one. */
export function shortCurl(command: string | null): string | null {
  return command !== null && command.length <= LONGEST_LISTED ? command : null;
}

export const LONGEST_LISTED = 8000;

/**
 * The command that sends a delivery's request again from a shell, signed as of now; `null` when nothing can sign it or
 * its event is no longer kept.
 */
export function signedCurl({ app, tables }: DashboardContext, delivery: Delivery): string | null {
  const endpoint = endpointOf(tables, delivery.webhookId);
  const last = tables.attempts.by('delivery', delivery.id).at(-1);
  const body = deliveredBody(tables, delivery);
  // A platform that does not sign at once leaves what its last attempt was signed with.
  const headers = app.signDelivery(delivery) ?? (endpoint && last?.request.headers);
  if (!endpoint || !headers || body === '') return null;
  return curlCommand({ method: endpoint.method, url: endpoint.url, headers, body });
}
