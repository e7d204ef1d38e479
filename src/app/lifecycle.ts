import type { Engine } from '../delivery/engine/engine.ts';
import type { Change } from '../domain/model/store.ts';
import { localUrl, type Settings } from '../settings/settings.ts';
import type { ClosableStore } from '../store/memory-store.ts';
import { dueDelivery } from './outbox.ts';
import type { HttpServer } from './server.ts';
import type { FollowUpTimers } from './timers.ts';

/** Where a running emulator is reached. A client on this machine can open `url`. */
export interface Address {
  readonly port: number;
  readonly url: string;
}

/** Created, then started, then stopped: each happens once. */
export interface Emulator {
  /** @throws StartFailure when the port cannot be used; Error when it was started or stopped before. */
  start(): Promise<Address>;
  /** Ends everything in order; attempts under way get up to 5 seconds. May be called again. */
  stop(): Promise<void>;
}

/** What an emulator consists of. Nothing listens or sends yet. */
export interface EmulatorParts {
  readonly server: HttpServer;
  readonly engine: Engine;
  readonly followUps: FollowUpTimers;
  readonly store: ClosableStore;
  readonly flushLog: () => void;
}

/** Starts and stops the parts of an emulator together. */
export class EmulatorLifecycle implements Emulator {
  readonly #parts: EmulatorParts;
  readonly #settings: Pick<Settings, 'port' | 'host'>;
  #state: 'created' | 'starting' | 'ready' | 'stopped' = 'created';
  #started: Promise<Address> | null = null;
  #stopped: Promise<void> | null = null;

  constructor(parts: EmulatorParts, settings: Pick<Settings, 'port' | 'host'>) {
    this.#parts = parts;
    this.#settings = settings;
  }

  get isReady(): boolean {
    return this.#state === 'ready';
  }

  async start(): Promise<Address> {
    if (this.#state !== 'created') throw new Error('An emulator starts only once; create another one.');
    this.#state = 'starting';
    this.#started = this.#start();
    return this.#started;
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  async #start(): Promise<Address> {
    const { server, engine, followUps, store } = this.#parts;
    const { port, host } = this.#settings;
    let actualPort: number;
    try {
      actualPort = await server.listen(port, host);
    } catch (error) {
      await (this.#stopped ??= this.#close());
      throw error;
    }
    store.onCommit((changes) => {
      for (const change of changes) this.#follow(change);
    });
    engine.start();
    followUps.start();
    this.#state = 'ready';
    return { port: actualPort, url: localUrl(host, actualPort) };
  }

  async #stop(): Promise<void> {
    // A server that does not listen yet cannot be closed. The caller of start() learns why it failed.
    await this.#started?.catch(() => undefined);
    await this.#close();
  }

  async #close(): Promise<void> {
    const { server, engine, followUps, store, flushLog } = this.#parts;
    this.#state = 'stopped';
    followUps.stop();
    await Promise.all([server.close(), engine.stop()]);
    await store.close();
    flushLog();
  }

  /** Plans what a transaction left to be done later: deliveries to send, follow-ups of a payment. */
  #follow({ table, id, record }: Change): void {
    const { engine, followUps } = this.#parts;
    if (table === 'followUps') {
      if (record) followUps.schedule(record);
      else followUps.cancel(id);
    } else if (table === 'deliveries') {
      const due = record && dueDelivery(record);
      if (!due) engine.cancel(id);
      else if (record.startedAt === null) engine.schedule(due);
    }
  }
}
