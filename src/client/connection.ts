import { request as plainRequest, type IncomingMessage } from 'node:http';
import { request as secureRequest } from 'node:https';
import { ControlError, EmulatorUnreachable } from './errors.ts';

/** Parameters of a query; those that are `undefined` are left out. */
export type QueryValues = Readonly<Record<string, string | number | boolean | undefined>>;

/** How long nothing may arrive before a call fails, in milliseconds: longer than any wait may take. */
const SILENCE_LIMIT_MS = 900_000;

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
    const { status, text } = await this.#send(method, path, body === undefined ? '' : JSON.stringify(body));
    if (status < 200 || status > 299) throw new ControlError(`${method} ${path}`, status, text);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }

  /**
   * Uses `node:http`, whose timers are those of Node: a test that fakes `setTimeout`, `Date` or `fetch` leaves it alone.
   * Each request has a connection of its own, so that nothing stays open when a test ends.
   */
  #send(method: string, path: string, body: string): Promise<{ status: number; text: string }> {
    return new Promise((resolve, reject) => {
      const target = new URL(this.url + path);
      const failed = (error: unknown): void => {
        reject(new EmulatorUnreachable(this.url, error));
      };
      const request = (target.protocol === 'https:' ? secureRequest : plainRequest)(target, {
        method,
        agent: false,
        timeout: SILENCE_LIMIT_MS,
        headers: {
          ...this.#authorization(path),
          ...(body === ''
            ? {}
            : { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) }),
        },
      });
      request.once('timeout', () => request.destroy(new Error('it does not answer')));
      request.once('error', failed);
      request.once('response', (response: IncomingMessage) => {
        readText(response).then((text) => {
          resolve({ status: response.statusCode ?? 0, text });
        }, failed);
      });
      request.end(body);
    });
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
