import { request, type Agent, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { once } from 'node:events';
import type { FuzzRequest } from './requests.ts';

/** How long an answer may take, in milliseconds. */
const PATIENCE_MS = 20_000;

/** The answer to a request: its status, or why there is none. */
export interface FuzzAnswer {
  readonly status: number | 'unsendable' | 'closed' | 'timeout';
  /** At most the first 100,000 characters. */
  readonly body: string;
}

/** Sends a request and reads its answer. Never rejects. */
export async function exchange(url: string, agent: Agent, sent: FuzzRequest): Promise<FuzzAnswer> {
  try {
    return sent.raw === null ? await exchangeHttp(url, agent, sent) : await exchangeRaw(url, sent.raw);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return { status: code.startsWith('ERR_') ? 'unsendable' : 'closed', body: code };
  }
}

async function exchangeHttp(url: string, agent: Agent, sent: FuzzRequest): Promise<FuzzAnswer> {
  const { method, path, body } = sent;
  // Without it, Node sends no length for methods that usually have no body.
  const headers = { ...sent.headers, 'Content-Length': Buffer.byteLength(body) };
  const target = new URL(url);
  const timeout = AbortSignal.timeout(PATIENCE_MS);
  const client = request({
    host: target.hostname,
    port: target.port,
    agent,
    method,
    path,
    headers,
    signal: timeout,
  });
  client.end(body);
  try {
    const [answer] = (await once(client, 'response')) as [IncomingMessage];
    const status = answer.statusCode ?? 0;
    if (answer.headers['content-type'] === 'text/event-stream') {
      answer.destroy();
      return { status, body: '' };
    }
    return { status, body: await textOf(answer) };
  } catch (error) {
    if (timeout.aborted) return { status: 'timeout', body: '' };
    throw error;
  }
}

async function textOf(answer: IncomingMessage): Promise<string> {
  let text = '';
  answer.setEncoding('utf8');
  for await (const chunk of answer) if (text.length < 100_000) text += chunk as string;
  return text;
}

/** Half of the connections are reset as soon as the bytes are out, the others ended. */
async function exchangeRaw(url: string, bytes: string): Promise<FuzzAnswer> {
  const socket = connect({ port: Number(new URL(url).port), host: '127.0.0.1', allowHalfOpen: true });
  let body = '';
  socket.setEncoding('latin1').on('data', (text: string) => (body = (body + text).slice(0, 100_000)));
  socket.on('error', () => undefined);
  socket.setTimeout(PATIENCE_MS, () => socket.destroy());
  await once(socket, 'connect');
  const closed = once(socket, 'close');
  if (bytes.length % 2 === 0) socket.write(bytes, 'latin1', () => socket.resetAndDestroy());
  else socket.end(bytes, 'latin1');
  socket.on('end', () => socket.destroy());
  // A stream does not end by itself.
  socket.on('data', () => {
    if (body.includes('text/event-stream')) socket.resetAndDestroy();
  });
  await closed;
  const worst = /HTTP\/1\.1 (5\d\d)/.exec(body) ?? /HTTP\/1\.1 (\d{3})/.exec(body);
  return { status: worst ? Number(worst[1]) : 'closed', body };
}
