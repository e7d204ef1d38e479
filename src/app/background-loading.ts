import { performance, type EventLoopUtilization } from 'node:perf_hooks';
import { clearTimeout, setTimeout } from '../real-time.ts';

/** How long the process has to be idle before something is loaded, in milliseconds. */
const IDLE_MS = 50;

/** The share of that time in which the event loop may be busy. */
const IDLE_UTILIZATION = 0.2;

/** What the idle process can do ahead, the most probable first. Each keeps the event loop busy for up to 150 ms. */
export interface LoadingStep {
  /** For the log: what is loaded. */
  readonly name: string;
  readonly load: () => Promise<unknown>;
}

/** Where it logs; a pino logger fits. */
export interface LoadingLog {
  debug(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/**
 * Loads what the first webhook and the first page need while nothing else is going on, so that these do not wait for it.
 * What is not loaded yet when it is needed is loaded then.
 */
export class BackgroundLoading {
  readonly #steps: LoadingStep[];
  readonly #log: LoadingLog;
  #timer: NodeJS.Timeout | null = null;
  #current: Promise<void> = Promise.resolve();
  #isStopped = false;

  constructor(steps: readonly LoadingStep[], log: LoadingLog) {
    this.#steps = [...steps];
    this.#log = log;
  }

  start(): void {
    this.#checkLater(performance.eventLoopUtilization());
  }

  /** Loads nothing more, and waits for what is being loaded. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    if (this.#timer) clearTimeout(this.#timer);
    await this.#current;
  }

  #checkLater(before: EventLoopUtilization): void {
    if (this.#isStopped || this.#steps.length === 0) return;
    this.#timer = setTimeout(() => {
      const now = performance.eventLoopUtilization();
      if (performance.eventLoopUtilization(now, before).utilization > IDLE_UTILIZATION) this.#checkLater(now);
      else this.#current = this.#loadNext();
    }, IDLE_MS);
    this.#timer.unref();
  }

  async #loadNext(): Promise<void> {
    const step = this.#steps.shift();
    if (!step) return;
    try {
      await step.load();
      this.#log.debug({ loaded: step.name }, 'loaded ahead');
    } catch (error) {
      this.#log.error({ err: error, loading: step.name }, 'loading ahead failed');
    }
    this.#checkLater(performance.eventLoopUtilization());
  }
}
