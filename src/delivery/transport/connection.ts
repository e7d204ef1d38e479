import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { Client, type buildConnector } from 'undici';
import type { Answer } from './response.ts';

export interface WireRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface ConnectionOptions {
  /** Which host to dial for the hostname of a URL. */
  readonly resolveHost: (hostname: string) => string;
  /** Unix milliseconds. */
  readonly now: () => number;
}

/**
 * One connection to an origin, for one request at a time: a receiver that hangs holds its own connection and
 * nobody else's. Timeouts are the caller's, who destroys the connection.
 */
export class Connection {
  readonly origin: string;
  /** When it was connected for the present request; `null` while it is not, or when it had been before. */
  connectedAt: number | null = null;
  readonly #client: Client;
  readonly #options: ConnectionOptions;
  #socket: Socket | null = null;
  #reused = false;
  #bytesBefore = 0;

  constructor(origin: string, options: ConnectionOptions) {
    this.origin = origin;
    this.#options = options;
    this.#client = new Client(origin, { connect: this.#dial, headersTimeout: 0, bodyTimeout: 0 });
  }

  /** Whether the present request went out on a connection that an earlier one had opened. */
  get reused(): boolean {
    return this.#reused;
  }

  get open(): boolean {
    return this.#socket !== null && !this.#socket.destroyed;
  }

  /** Whether anything at all has come back for the present request. */
  get silent(): boolean {
    return (this.#socket?.bytesRead ?? 0) === this.#bytesBefore;
  }

  onClosed(callback: () => void): void {
    this.#client.on('disconnect', callback);
  }

  /** Sends a request; everything that comes of it, errors included, goes to `answer`. */
  request(request: WireRequest, answer: Answer): void {
    this.connectedAt = null;
    this.#reused = this.open;
    this.#bytesBefore = this.#socket?.bytesRead ?? 0;
    this.#client.dispatch(request, answer);
  }

  /** Ends it at once, whatever it is doing; can be repeated. */
  destroy(): void {
    this.#socket?.destroy();
    if (!this.#client.destroyed) void this.#client.destroy();
  }

  readonly #dial = (target: buildConnector.Options, done: buildConnector.Callback): void => {
    const secure = target.protocol === 'https:';
    const address = {
      host: this.#options.resolveHost(target.hostname),
      port: Number(target.port || (secure ? 443 : 80)),
    };
    const socket = secure
      ? connectTls({ ...address, servername: target.servername ?? '', ALPNProtocols: ['http/1.1'] })
      : connectPlain(address);
    this.#socket = socket;
    this.#reused = false;
    this.#bytesBefore = 0;
    socket.setNoDelay(true);
    const failed = (error: Error): void => {
      done(error, null);
    };
    socket.once('error', failed);
    socket.once(secure ? 'secureConnect' : 'connect', () => {
      this.connectedAt = this.#options.now();
      done(null, socket);
      socket.off('error', failed);
    });
  };
}
