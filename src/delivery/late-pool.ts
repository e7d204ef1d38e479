import type { ConnectionPool } from './connection-pool.ts';
import type { ConnectionOptions } from './connection.ts';

/** The connection pool, loaded by the first attempt: a start would spend more on undici than on any other package. */
export class LatePool {
  readonly #options: ConnectionOptions;
  #pool: ConnectionPool | null = null;

  constructor(options: ConnectionOptions) {
    this.#options = options;
  }

  /** `null` before `open`. */
  get opened(): ConnectionPool | null {
    return this.#pool;
  }

  /** Rejects when undici can't be loaded; another call tries again. */
  async open(): Promise<ConnectionPool> {
    const { ConnectionPool: Pool } = await import('./connection-pool.ts');
    return (this.#pool ??= new Pool(this.#options));
  }

  close(): void {
    this.#pool?.close();
  }
}
