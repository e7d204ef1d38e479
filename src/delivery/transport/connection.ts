import { connect as connectPlain, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { buildConnector, Client as UndiciClient } from 'undici';
import { queueMicrotask } from '../../real-time.ts';
import { requireInRealTime } from '../../real-time-package.ts';
import type { TargetFilter } from './targets.ts';
import type { ResponseReader } from './response.ts';

const Client = requireInRealTime('undici/lib/dispatcher/client.js') as typeof UndiciClient;

export interface HttpRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface ConnectionOptions {
  /** Returns the host to connect to for the hostname of a URL. */
  readonly resolveHost: (hostname: string) => string;
  /** Which addresses may be connected to, once names are resolved. */
  readonly targets: TargetFilter;
  /** A steady time in milliseconds: only differences mean something. */
  readonly now: () => number;
}

/**
 * One connection to an origin, for one request at a time, so that a receiver that hangs blocks no other request. It
 * has no timeouts: on a timeout the caller destroys it.
 */
export class Connection {
  readonly origin: string;
  /** When the connection was established; `null` if it is not yet, or was established for an earlier request. */
  connectedAt: number | null = null;
  readonly #client: UndiciClient;
  readonly #options: ConnectionOptions;
  #socket: Socket | null = null;
  #reused = false;
  #bytesBefore = 0;

  constructor(origin: string, options: ConnectionOptions) {
    this.origin = origin;
    this.#options = options;
    this.#client = new Client(origin, { connect: this.#connect, headersTimeout: 0, bodyTimeout: 0 });
  }

  /** Whether the current request uses a connection that was opened for an earlier one. */
  get reused(): boolean {
    return this.#reused;
  }

  get open(): boolean {
    return this.#socket !== null && !this.#socket.destroyed;
  }

  /** Whether any byte arrived since the current request was sent. */
  get hasReceived(): boolean {
    return (this.#socket?.bytesRead ?? 0) > this.#bytesBefore;
  }

  onClosed(callback: () => void): void {
    this.#client.on('disconnect', callback);
  }

  /** Sends a request. The response and all errors go to `reader`. */
  request(request: HttpRequest, reader: ResponseReader): void {
    this.connectedAt = null;
    this.#reused = this.open;
    this.#bytesBefore = this.#socket?.bytesRead ?? 0;
    this.#client.dispatch(request, reader);
  }

  /** Closes the connection at once, even during a request. May be called again. */
  destroy(): void {
    this.#socket?.destroy();
    if (!this.#client.destroyed) void this.#client.destroy();
  }

  readonly #connect = (target: buildConnector.Options, done: buildConnector.Callback): void => {
    const secure = target.protocol === 'https:';
    const { resolveHost, targets } = this.#options;
    const host = resolveHost(target.hostname);
    // Node looks up names only, and would connect to an address as it is.
    if (isIP(host) !== 0 && !targets.allows(host)) {
      queueMicrotask(() => {
        done(targets.refusal(host, [host]), null);
      });
      return;
    }
    const address = { host, port: Number(target.port || (secure ? 443 : 80)), lookup: targets.lookup() };
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
