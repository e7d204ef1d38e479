import { Connection, type ConnectionOptions } from './connection.ts';

/** Idle connections by origin, kept for as long as the receiver keeps them (4 s, or what its `Keep-Alive` says). */
export class ConnectionPool {
  readonly #idle = new Map<string, Connection[]>();
  readonly #options: ConnectionOptions;

  constructor(options: ConnectionOptions) {
    this.#options = options;
  }

  get now(): () => number {
    return this.#options.now;
  }

  /** Returns the idle connection that was used last, or a new one. Nothing else uses it until `giveBack`. */
  take(origin: string): Connection {
    const idle = this.#idle.get(origin);
    const last = idle?.pop();
    if (idle?.length === 0) this.#idle.delete(origin);
    return last ?? this.open(origin);
  }

  open(origin: string): Connection {
    const connection = new Connection(origin, this.#options);
    connection.onClosed(() => {
      this.#removeIdle(connection);
    });
    return connection;
  }

  giveBack(connection: Connection): void {
    if (!connection.open) {
      connection.destroy();
      return;
    }
    const idle = this.#idle.get(connection.origin) ?? [];
    this.#idle.set(connection.origin, idle);
    idle.push(connection);
  }

  /** Closes the idle connections. */
  close(): void {
    for (const connection of [...this.#idle.values()].flat()) connection.destroy();
    this.#idle.clear();
  }

  /** A connection in use is not idle; the code that uses it destroys it. */
  #removeIdle(connection: Connection): void {
    const idle = this.#idle.get(connection.origin);
    const index = idle?.indexOf(connection) ?? -1;
    if (!idle || index < 0) return;
    idle.splice(index, 1);
    if (idle.length === 0) this.#idle.delete(connection.origin);
    connection.destroy();
  }
}
