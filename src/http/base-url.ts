import type { IncomingMessage } from 'node:http';

const HOST = /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?$/i;

/**
 * The address to build links with, without a slash at its end: the public one, else the one by which the
 * caller reached us.
 */
export function baseUrl(req: IncomingMessage, publicUrl: string | null): string {
  if (publicUrl !== null) return publicUrl;
  const { host } = req.headers;
  if (host !== undefined && HOST.test(host)) return `http://${host}`;
  return `http://localhost:${req.socket.localPort ?? 80}`;
}

export function checkoutUrl(base: string, orderId: string): string {
  return `${base}/order/${orderId}`;
}
