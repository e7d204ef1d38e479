import type { Engine } from '../delivery/engine/engine.ts';
import type { DomainContext } from '../domain/model/context.ts';
import type { Delivery } from '../domain/model/delivery.ts';
import type { Change } from '../domain/model/store.ts';
import { isEveryAddress, isLoopbackHost, localUrl, type Settings } from '../settings/settings.ts';
import type { ClosableStore } from '../store/memory-store.ts';
import { dueDelivery } from './outbox.ts';
import type { HttpServer } from './server.ts';
import type { GameExpiry } from './game-expiry.ts';
import type { BackgroundLoading } from './background-loading.ts';
import type { DueWorkTimers } from './timers.ts';

/** Where a running emulator is reached. A client on this machine can open `url`. */
export interface Address {
  readonly port: number;
  readonly url: string;
  /** The same for other machines on the network, the likeliest first; empty when only this machine can connect. */
  readonly networkUrls: readonly string[];
}

export interface StopOptions {
  readonly graceMs?: number | undefined;
}

export interface StartOptions {
  /** Whether to load ahead, while the process is idle, what the first webhook and the first page need. */
  readonly loadAhead?: boolean | undefined;
}

/** Created, then started, then stopped: each happens once. */
export interface Lifecycle {
  /**
   * May be called again, which returns the same address.
   *
   * @throws StartFailure when the port cannot be used; Error when it was stopped before.
   */
  start(options?: StartOptions): Promise<Address>;
  /**
   * Ends everything in order. Webhook attempts under way may take `graceMs` milliseconds more; the default, 0, aborts
   * them at once. An aborted attempt is not recorded: its delivery is still pending at the next start of the same data.
   * May be called again, with no further effect.
   *
   * @throws RangeError for a `graceMs` that is not a number from 0
   */
  stop(options?: StopOptions): Promise<void>;
  /** The secret of the webhook of the setting `webhook`; `null` without one, or when it was deleted. */
  readonly webhookSecret: string | null;
}

/** What an emulator consists of. Nothing listens or sends yet. */
export interface EmulatorParts {
  readonly server: HttpServer;
  readonly engine: Engine;
  readonly timers: DueWorkTimers;
  readonly gameExpiry: GameExpiry;
  readonly domain: DomainContext;
  readonly loading: BackgroundLoading;
  readonly store: ClosableStore;
  readonly flushLog: () => void;
  /** The addresses of this machine on its networks. */
  readonly networkAddresses: () => readonly string[];
}

type LifecycleSettings = Pick<Settings, 'port' | 'host' | 'webhook'>;

/** Starts and stops the parts of an emulator together. */
export class EmulatorLifecycle implements Lifecycle {
  readonly #parts: EmulatorParts;
  readonly #settings: LifecycleSettings;
  #state: 'created' | 'starting' | 'ready' | 'stopped' = 'created';
  #port: number | null = null;
  #started: Promise<Address> | null = null;
  #stopped: Promise<void> | null = null;

  constructor(parts: EmulatorParts, settings: LifecycleSettings) {
    this.#parts = parts;
    this.#settings = settings;
  }

  get webhookSecret(): string | null {
    const { games, webhooks } = this.#parts.store.tables;
    const { webhook: url } = this.#settings;
    const isOfSandbox = (gameId: string) => games.get(gameId)?.sandbox === true;
    const found = [...webhooks.all()].find((webhook) => webhook.url === url && isOfSandbox(webhook.gameId));
    return found?.secret ?? null;
  }

  /** Asked anew each time: a notebook changes its network. */
  get networkUrls(): readonly string[] {
    const { host } = this.#settings;
    const port = this.#port;
    if (port === null || isLoopbackHost(host)) return [];
    const hosts = isEveryAddress(host) ? this.#parts.networkAddresses() : [host];
    return hosts.map((address) => localUrl(address, port));
  }

  get isReady(): boolean {
    return this.#state === 'ready';
  }

  async start({ loadAhead = false }: StartOptions = {}): Promise<Address> {
    if (this.#stopped && !this.#started) throw new Error('The emulator was stopped; create another one.');
    return (this.#started ??= this.#start(loadAhead));
  }

  async stop({ graceMs = 0 }: StopOptions = {}): Promise<void> {
    if (typeof graceMs !== 'number' || !(graceMs >= 0)) {
      throw new RangeError('graceMs must be a number of milliseconds from 0.');
    }
    await (this.#stopped ??= this.#stop(graceMs));
  }

  async #start(loadAhead: boolean): Promise<Address> {
    const { server, engine, timers, gameExpiry, store } = this.#parts;
    const { port, host } = this.#settings;
    this.#state = 'starting';
    let actualPort: number;
    try {
      actualPort = await server.listen(port, host);
    } catch (error) {
      await (this.#stopped ??= this.#close(0));
      throw error;
    }
    store.onCommit((changes) => {
      for (const change of changes) this.#follow(change);
    });
    engine.start();
    timers.start();
    gameExpiry.start();
    this.#state = 'ready';
    this.#port = actualPort;
    if (loadAhead) this.#parts.loading.start();
    return { port: actualPort, url: localUrl(host, actualPort), networkUrls: this.networkUrls };
  }

  async #stop(graceMs: number): Promise<void> {
    // A server that does not listen yet cannot be closed. The caller of start() learns why it failed.
    await this.#started?.catch(() => undefined);
    await this.#close(graceMs);
  }

  async #close(graceMs: number): Promise<void> {
    const { server, engine, timers, gameExpiry, loading, store, flushLog } = this.#parts;
    this.#state = 'stopped';
    timers.stop();
    gameExpiry.stop();
    await Promise.all([server.close(), engine.stop({ graceMs }), loading.stop()]);
    try {
      await store.close();
    } finally {
      flushLog();
    }
  }

  /** Plans what a transaction left to be done later: deliveries to send, and what falls due by itself. */
  #follow(change: Change): void {
    const { engine, timers } = this.#parts;
    const { table, id, record } = change;
    if (table === 'deliveries') {
      if (!record) engine.cancel(id);
      else this.#scheduleDelivery(record);
    } else if (table === 'clocks') {
      timers.reschedule(id);
      this.#rescheduleDeliveries(id);
    } else timers.follow(change);
  }

  #scheduleDelivery(delivery: Delivery): void {
    const { engine, domain } = this.#parts;
    const due = dueDelivery(domain, delivery);
    if (!due) engine.cancel(delivery.id);
    else if (!this.#isStarted(delivery)) engine.schedule(due);
  }

  /** A change may be durable only after the engine has started the attempt that it made due. */
  #isStarted({ id, startedAt }: Delivery): boolean {
    const isStartedNow = this.#parts.store.tables.deliveries.get(id)?.startedAt != null;
    return isStartedNow || startedAt !== null;
  }

  /** After a change of the clock of their game. */
  #rescheduleDeliveries(gameId: string): void {
    const pending = this.#parts.store.tables.deliveries.by('status', 'pending');
    for (const delivery of pending) {
      if (delivery.gameId === gameId) this.#scheduleDelivery(delivery);
    }
  }
}
