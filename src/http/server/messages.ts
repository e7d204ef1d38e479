import type { IncomingMessage, ServerResponse } from 'node:http';

export type Headers = Readonly<Record<string, string>>;

/** Answers with JSON, without Express: its `res.json` takes longer than the rest of a small answer. */
export function sendJson(res: ServerResponse, status: number, body: unknown, headers: Headers = {}): void {
  sendText(res, status, JSON.stringify(body), headers);
}

/** Answers with a JSON text; an empty text stands for no body. Node sends a string together with the headers. */
export function sendText(res: ServerResponse, status: number, json: string, headers: Headers = {}): void {
  const content =
    json === '' ? {} : { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(json) };
  res.writeHead(status, { ...content, ...headers });
  res.end(json);
}

/** The path of a request, and the query after the first `?`; empty without one. */
export function splitTarget(target: string): { readonly path: string; readonly search: string } {
  const end = target.indexOf('?');
  if (end < 0) return { path: target, search: '' };
  return { path: target.slice(0, end), search: target.slice(end + 1) };
}

const HOST = /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?$/i;

/**
 * The origin that links begin with, without a slash at its end: the public URL if one is set, else the host that the
 * request was sent to.
 */
export function baseUrl(req: IncomingMessage, publicUrl: string | null): string {
  if (publicUrl !== null) return publicUrl;
  const { host } = req.headers;
  if (host !== undefined && HOST.test(host)) return `http://${host}`;
  return `http://localhost:${req.socket.localPort ?? 80}`;
}
