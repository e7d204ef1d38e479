import { createServer as createPlainServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';

/** One webhook request as it arrived. */
export interface ReceivedRequest {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The body's exact bytes; `text` is the same as UTF-8. */
  readonly body: Buffer;
  readonly text: string;
  /** Unix milliseconds. */
  readonly at: number;
  /** Which connection it came on, counted from 1. */
  readonly connection: number;
}

export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string | string[]>>;
  /** A string or bytes go out as they are, anything else as JSON. */
  readonly body?: unknown;
}

/** Computes an answer, or takes over the socket and returns nothing. */
export type Handler = (
  request: ReceivedRequest,
  socket: Socket,
) => Answer | undefined | Promise<Answer | undefined>;

export type Script = Answer | Handler;

export interface ReceiverOptions {
  /** 0 (default) takes any free port. */
  readonly port?: number;
  /** With a key and a certificate the receiver speaks HTTPS. */
  readonly tls?: { readonly key: string; readonly cert: string };
}

export interface Receiver {
  /** Origin, without a path: `http://127.0.0.1:49152`. */
  readonly url: string;
  readonly port: number;
  readonly requests: readonly ReceivedRequest[];
  /** Requests that have arrived and have no answer yet. */
  readonly unanswered: number;
  /** The next requests get these answers, one each, in order; those after them get the usual answer. */
  answer(...scripts: Script[]): void;
  /** Changes the usual answer, which is 200 `{"status":"ok"}`. */
  always(script: Script): void;
  /** Resolves with all requests once `count` have arrived since the start (or the last `clear`). */
  received(count: number): Promise<readonly ReceivedRequest[]>;
  clear(): void;
  /** What a restarted server does to its clients: every connection ends, the port stays the same. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

interface Waiter {
  readonly count: number;
  readonly resolve: () => void;
}

/**
 * A real HTTP server on loopback for tests of a webhook sender. It answers 200 until it is given scripts:
 *
 *     const receiver = await startReceiver();
 *     receiver.answer({ status: 503 }, hang());
 *     const [first] = await receiver.received(1);
 *     await receiver.close();
 */
export async function startReceiver(options: ReceiverOptions = {}): Promise<Receiver> {
  const requests: ReceivedRequest[] = [];
  const scripts: Script[] = [];
  const sockets = new Map<Socket, number>();
  let usual: Script = { body: { status: 'ok' } };
  let waiters: Waiter[] = [];
  let unanswered = 0;
  let connections = 0;

  const arrived = (request: ReceivedRequest): void => {
    requests.push(request);
    const due = waiters.filter((waiter) => waiter.count <= requests.length);
    waiters = waiters.filter((waiter) => waiter.count > requests.length);
    for (const waiter of due) waiter.resolve();
  };

  const serve = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const request = await read(message, sockets.get(message.socket) ?? 0);
    unanswered += 1;
    response.once('close', () => (unanswered -= 1));
    const script = scripts.shift() ?? usual;
    arrived(request);
    const answer = typeof script === 'function' ? await script(request, message.socket) : script;
    if (answer) write(response, answer);
  };

  const listener = (message: IncomingMessage, response: ServerResponse): void => {
    serve(message, response).catch(() => message.socket.destroy());
  };
  const start = async (port: number) => {
    const server = options.tls ? createSecureServer(options.tls, listener) : createPlainServer(listener);
    server.on(options.tls ? 'secureConnection' : 'connection', (socket: Socket) => {
      connections += 1;
      sockets.set(socket, connections);
      socket.on('error', () => undefined);
      socket.once('close', () => sockets.delete(socket));
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(port, '127.0.0.1', resolve);
    });
    return server;
  };
  let server = await start(options.port ?? 0);
  const { port } = server.address() as AddressInfo;
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => {
        resolve();
      });
      for (const socket of sockets.keys()) socket.destroy();
    });

  return {
    url: `${options.tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    port,
    requests,
    get unanswered() {
      return unanswered;
    },
    answer: (...next) => void scripts.push(...next),
    always: (script) => {
      usual = script;
    },
    received: async (count) => {
      if (requests.length < count) {
        await new Promise<void>((resolve) => waiters.push({ count, resolve }));
      }
      return requests;
    },
    clear: () => {
      requests.length = 0;
      scripts.length = 0;
    },
    restart: async () => {
      await stop();
      server = await start(port);
    },
    close: stop,
  };
}

async function read(message: IncomingMessage, connection: number): Promise<ReceivedRequest> {
  const at = Date.now();
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  const headers = Object.fromEntries(Object.entries(message.headers).map(([k, v]) => [k, String(v)]));
  const { method = '', url = '' } = message;
  return { method, path: url, headers, body, text: body.toString('utf8'), at, connection };
}

function write(response: ServerResponse, { status = 200, headers = {}, body }: Answer): void {
  response.statusCode = status;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (body === undefined || typeof body === 'string' || body instanceof Uint8Array) {
    response.end(body ?? '');
    return;
  }
  if (!response.hasHeader('content-type')) response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(body));
}
