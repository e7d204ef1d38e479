import { request as plainRequest, type IncomingMessage } from 'node:http';
import { request as secureRequest } from 'node:https';
import { ControlError, EmulatorUnreachable } from './errors.ts';
import { readEvents, type StreamEvent } from './event-stream.ts';

/** Parameters of a query; those that are `undefined` are left out. */
export type QueryValues = Readonly<Record<string, string | number | boolean | undefined>>;

/** How long nothing may arrive before a call fails, in milliseconds: longer than any wait may take. */
const SILENCE_LIMIT_MS = 900_000;

/** A stream sends at least a heartbeat every 15 seconds. */
const STREAM_SILENCE_MS = 45_000;

interface OpenOptions {
  readonly headers?: Readonly<Record<string, string>>;
  /** Milliseconds without anything after which the request fails. */
  readonly timeout?: number;
  readonly signal?: AbortSignal;
}

/** Where the emulator is, and the key of a game. */
export class ControlConnection {
  readonly url: string;
  /** Empty for the sandbox game, whatever its key is. */
  readonly key: string;
  readonly #password: string | null;

  /**
   * @param url without a slash at its end
   * @param password of the control API; `null` where it needs none
   */
  constructor(url: string, key: string, password: string | null = null) {
    this.url = url;
    this.key = key;
    this.#password = password;
  }

  /** The same emulator with the key of another game. */
  withKey(key: string): ControlConnection {
    return new ControlConnection(this.url, key, this.#password);
  }

  /** @throws ControlError, EmulatorUnreachable */
  get<T>(path: string, query: object = {}): Promise<T> {
    return this.#call<T>('GET', path + searchOf(query as QueryValues));
  }

  /** @throws ControlError, EmulatorUnreachable */
  post<T>(path: string, body: object = {}): Promise<T> {
    return this.#call<T>('POST', path, body);
  }

  /** @throws ControlError, EmulatorUnreachable */
  patch<T>(path: string, body: object): Promise<T> {
    return this.#call<T>('PATCH', path, body);
  }

  /** @throws ControlError, EmulatorUnreachable */
  delete<T>(path: string): Promise<T> {
    return this.#call<T>('DELETE', path);
  }

  async #call<T>(method: string, path: string, body?: object): Promise<T> {
    const response = await this.#open(method, path, body === undefined ? '' : JSON.stringify(body));
    const { statusCode: status = 0 } = response;
    const text = await this.#read(response);
    if (status < 200 || status > 299) throw new ControlError(`${method} ${path}`, status, text);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }

  /**
   * Reads a stream of server-sent events until it ends, the signal aborts it, or nothing arrives for too long.
   *
   * @param lastId the id of the last event that was received; empty for none
   * @throws ControlError, EmulatorUnreachable
   */
  async *stream(path: string, lastId: string, signal: AbortSignal): AsyncGenerator<StreamEvent> {
    const headers = { Accept: 'text/event-stream', ...(lastId === '' ? {} : { 'Last-Event-ID': lastId }) };
    const response = await this.#open('GET', path, '', { headers, timeout: STREAM_SILENCE_MS, signal });
    const { statusCode: status = 0 } = response;
    if (status !== 200) throw new ControlError(`GET ${path}`, status, await readText(response));
    try {
      yield* readEvents(response);
    } catch (error) {
      throw new EmulatorUnreachable(this.url, error);
    } finally {
      response.destroy();
    }
  }

  /**
   * Uses `node:http`, whose timers are those of Node: a test that fakes `setTimeout`, `Date` or `fetch` leaves it alone.
   * Each request has a connection of its own, so that nothing stays open when a test ends.
   */
  #open(
    method: string,
    path: string,
    body: string,
    { headers = {}, timeout = SILENCE_LIMIT_MS, signal }: OpenOptions = {},
  ): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const target = new URL(this.url + path);
      const request = (target.protocol === 'https:' ? secureRequest : plainRequest)(target, {
        method,
        agent: false,
        timeout,
        ...(signal && { signal }),
        headers: {
          ...headers,
          ...this.#authorization(path),
          ...(body === ''
            ? {}
            : { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) }),
        },
      });
      request.once('timeout', () => request.destroy(new Error('it does not answer')));
      request.on('error', (error) => {
        reject(new EmulatorUnreachable(this.url, error));
      });
      request.once('response', resolve);
      request.end(body);
    });
  }

  async #read(response: IncomingMessage): Promise<string> {
    try {
      return await readText(response);
    } catch (error) {
      throw new EmulatorUnreachable(this.url, error);
    }
  }

  /** A password protects the control API only; the key then is the user name. */
  #authorization(path: string): Readonly<Record<string, string>> {
    if (this.#password !== null && path.startsWith('/_emulator/')) {
      const credentials = Buffer.from(`${this.key}:${this.#password}`).toString('base64');
      return { Authorization: `Basic ${credentials}` };
    }
    return this.key === '' ? {} : { Authorization: `Bearer ${this.key}` };
  }
}

async function readText(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function searchOf(query: QueryValues): string {
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)] as const],
  );
  return given.length === 0 ? '' : `?${new URLSearchParams(Object.fromEntries(given)).toString()}`;
}

/** An id as a part of a path. */
export function part(id: string): string {
  return encodeURIComponent(id);
}
