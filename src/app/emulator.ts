import { pino, type Logger } from 'pino';
import { detectContainer } from '../delivery/diagnosis/container.ts';
import { createEngine, type Engine } from '../delivery/engine/engine.ts';
import { seededJitter } from '../delivery/engine/retry.ts';
import { createSender } from '../delivery/transport/sender.ts';
import type { TimerClock } from '../delivery/ports.ts';
import { systemClock } from '../delivery/system-clock.ts';
import { recordInterruptions } from '../domain/webhooks/attempts.ts';
import type { Change } from '../domain/model/store.ts';
import type { Rules, DomainContext } from '../domain/model/context.ts';
import { FollowUpTimers } from './timers.ts';
import type { AppContext, HttpConfig } from '../http/server/app-context.ts';
import { createListener } from '../http/listener.ts';
import { createApiLog } from '../http/request-log/request-log.ts';
import { createHttpServer, type HttpServer } from './server.ts';
import { createOutbox, dueDelivery } from './outbox.ts';
import { randomIds } from './ids.ts';
import { readSeed } from './seed-file.ts';
import { localUrl, type Settings } from '../settings/settings.ts';
import type { SettingNames } from '../settings/validate.ts';
import { StartFailure } from '../settings/errors.ts';
import { setUp, startOver } from './setup.ts';
import { DamagedData, DirectoryInUse, DirectoryUnusable } from '../store/errors.ts';
import { openStore } from '../store/durable-store.ts';
import { createMemoryStore, type OwnedStore } from '../store/memory-store.ts';
import { version } from '../package-files.ts';

/** Where a running emulator is reached. `url` is one that a client on this machine can open. */
export interface Address {
  readonly port: number;
  readonly url: string;
}

/** A life cycle: created → started → stopped, each once. */
export interface Emulator {
  /** @throws StartFailure when the port can't be had; Error when it was started before. */
  start(): Promise<Address>;
  /** Ends everything in order; attempts in flight get up to 5 seconds. May be called again. */
  stop(): Promise<void>;
}

/** Lines are written some at a time, so that a burst of deliveries is not held up by its log, and 100 ms late at most. */
const LOG_BUFFER = { minLength: 4096, periodicFlush: 100 };

/**
 * Opens the state and puts the parts together; nothing listens or sends yet.
 *
 * @param names what messages call a setting
 * @throws StartFailure when the data directory or the seed file can't be used.
 */
export async function createEmulator(settings: Settings, names: SettingNames): Promise<Emulator> {
  const destination = pino.destination({ dest: 2, sync: false, ...LOG_BUFFER });
  const log = pino({ level: settings.logLevel }, destination);
  const seed = readSeed(settings.seedFile, names('seedFile'));
  const store = await open(settings, log);
  const clock = systemClock();
  const domain: DomainContext = { store, clock, ids: randomIds(), rules: rulesOf(settings) };
  try {
    setUp(domain, settings, seed);
    recordInterruptions(domain);
  } catch (error) {
    await store.close();
    throw error;
  }
  const followUps = new FollowUpTimers(domain, clock, (error) => {
    log.error({ err: error }, 'a follow-up could not be carried out; trying again');
  });
  const apiLog = createApiLog(settings.keepRequests);
  const reset = (): void => {
    startOver(store, domain, settings, seed);
    apiLog.clear();
  };
  const engine = buildEngine(domain, clock, settings, log);
  const house: House = {
    settings,
    names,
    store,
    engine,
    followUps,
    log,
    app: { domain, log, apiLog, reset },
  };
  return new RunningEmulator(house, () => {
    destination.flushSync();
  });
}

async function open(settings: Settings, log: Logger): Promise<OwnedStore> {
  if (settings.ephemeral) return createMemoryStore(log);
  try {
    return await openStore({ directory: settings.dataDir, log });
  } catch (error) {
    const isExpected =
      error instanceof DamagedData || error instanceof DirectoryInUse || error instanceof DirectoryUnusable;
    throw isExpected ? new StartFailure(error.message, { cause: error }) : error;
  }
}

function rulesOf(settings: Settings): Rules {
  return {
    autoRefund: settings.autoRefund,
    retrySchedule: settings.retrySchedule,
    orderTtlMs: settings.orderTtlMs,
    defaultCountry: settings.defaultCountry,
    disputeDelayMs: settings.disputeDelayMs,
    paymentFeePercent: settings.paymentFeePercent,
    aghanimFeePercent: settings.aghanimFeePercent,
    taxPercent: settings.taxPercent,
    strictHttps: settings.strictHttps,
    keepEvents: settings.keepEvents,
  };
}

function buildEngine(domain: DomainContext, clock: TimerClock, settings: Settings, log: Logger): Engine {
  const outbox = createOutbox(domain, [
    { name: 'the S2S key', value: settings.s2sKey },
    { name: 'the live S2S key', value: settings.liveS2sKey },
  ]);
  const sender = createSender({
    clock,
    attemptTimeoutMs: settings.attemptTimeoutMs,
    loopbackHost: settings.loopbackHost,
    inContainer: detectContainer(),
  });
  const jitter = settings.retryJitter === null ? {} : { jitter: seededJitter(settings.retryJitter) };
  return createEngine({
    outbox,
    sender,
    clock,
    webhookConcurrency: settings.webhookConcurrency,
    log,
    ...jitter,
  });
}

interface House {
  readonly settings: Settings;
  readonly names: SettingNames;
  readonly store: OwnedStore;
  readonly engine: Engine;
  readonly followUps: FollowUpTimers;
  readonly log: Logger;
  readonly app: Pick<AppContext, 'domain' | 'log' | 'apiLog' | 'reset'>;
}

class RunningEmulator implements Emulator {
  readonly #house: House;
  readonly #server: HttpServer;
  readonly #flushLog: () => void;
  #state: 'created' | 'starting' | 'ready' | 'stopped' = 'created';
  #stopped: Promise<void> | null = null;

  constructor(house: House, flushLog: () => void) {
    this.#house = house;
    this.#flushLog = flushLog;
    const listener = createListener({
      ...house.app,
      config: configOf(house.settings),
      isReady: () => this.#state === 'ready',
    });
    this.#server = createHttpServer(listener, house.names);
  }

  async start(): Promise<Address> {
    if (this.#state !== 'created') throw new Error('This emulator was started before; create another one.');
    this.#state = 'starting';
    const { settings, engine, followUps, store } = this.#house;
    const port = await this.#listen(settings);
    store.onCommit((changes) => {
      for (const change of changes) this.#plan(change);
    });
    engine.start();
    followUps.start();
    this.#state = 'ready';
    return { port, url: localUrl(settings.host, port) };
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  async #listen({ port, host }: Settings): Promise<number> {
    try {
      return await this.#server.listen(port, host);
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  async #stop(): Promise<void> {
    const { engine, followUps, store } = this.#house;
    this.#state = 'stopped';
    followUps.stop();
    await Promise.all([this.#server.close(), engine.stop()]);
    await store.close();
    this.#flushLog();
  }

  /** Tells whoever has to act what a transaction left to be done. */
  #plan({ table, id, record }: Change): void {
    const { engine, followUps } = this.#house;
    if (table === 'followUps') {
      if (record) followUps.schedule(record);
      else followUps.cancel(id);
    }
    if (table !== 'deliveries') return;
    const due = record && dueDelivery(record);
    if (!due) engine.cancel(id);
    else if (record.startedAt === null) engine.schedule(due);
  }
}

function configOf(settings: Settings): HttpConfig {
  return {
    publicUrl: settings.publicUrl,
    sandboxKey: settings.s2sKey,
    liveKey: settings.liveS2sKey,
    allowedHosts: settings.allowedHosts,
    rateLimit: settings.rateLimit,
    testerDrawer: settings.testerDrawer,
    version: version(),
  };
}
