import type { ServerResponse } from 'node:http';

type Headers = Readonly<Record<string, string>>;

/** Answers with JSON. Written past Express, whose `res.json` costs more than the rest of a small answer. */
export function sendJson(res: ServerResponse, status: number, body: unknown, headers: Headers = {}): void {
  sendText(res, status, JSON.stringify(body), headers);
}

/** Answers with a JSON text; an empty one makes an answer without a body. Node writes a text in one with the head. */
export function sendText(res: ServerResponse, status: number, json: string, headers: Headers = {}): void {
  const content =
    json === '' ? {} : { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(json) };
  res.writeHead(status, { ...content, ...headers });
  res.end(json);
}
