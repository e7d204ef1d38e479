import type { ServerResponse } from 'node:http';

type Headers = Readonly<Record<string, string>>;

/** Answers with JSON. Written past Express, whose `res.json` costs more than the rest of a small answer. */
export function sendJson(res: ServerResponse, status: number, body: unknown, headers: Headers = {}): void {
  sendBytes(res, status, jsonBytes(body), headers);
}

export function jsonBytes(body: unknown): Buffer {
  return Buffer.from(JSON.stringify(body));
}

/** Answers with JSON that is bytes already; no bytes make an answer without a body. */
export function sendBytes(res: ServerResponse, status: number, bytes: Buffer, headers: Headers = {}): void {
  const content =
    bytes.length === 0 ? {} : { 'Content-Type': 'application/json', 'Content-Length': bytes.length };
  res.writeHead(status, { ...content, ...headers });
  res.end(bytes);
}
