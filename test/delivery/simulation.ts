import { createEngine, type Engine } from '../../src/delivery/engine/engine.ts';
import type { AttemptRequest, AttemptResult, DueDelivery, Outbox, Sender } from '../../src/delivery/ports.ts';
import { RETRY_PRESETS } from '../../src/domain/model/retry-schedule.ts';
import { anAttemptRequest, aResult } from './attempts.ts';
import { FakeClock } from './fake-clock.ts';
import { outboxOf } from './outbox-of.ts';

type Verdict = AttemptResult['verdict'];

const SECOND = 1000;
const HOUR = 3600 * SECOND;
const WEBHOOKS = 6;
const CONCURRENCY = 3;
const SCHEDULE = RETRY_PRESETS.realistic;

export interface Summary {
  readonly simulatedMs: number;
  readonly created: number;
  readonly recorded: number;
}

/** A delivery as the simulated storage holds it. */
interface StoredDelivery {
  readonly id: string;
  readonly webhookId: string;
  /** `null` when nothing is due. */
  dueAt: number | null;
  tries: number;
  attempts: number;
  /** Counts resends, so that an attempt that started before a resend does not settle the delivery after it. */
  series: number;
  status: Verdict | 'pending' | 'exhausted' | 'canceled';
}

/** One run of the engine, from its start to a stop or a kill. Nothing that it does afterwards has an effect. */
class EngineRun {
  isOver = false;
  readonly started = new Map<string, Pick<StoredDelivery, 'webhookId' | 'tries' | 'series'>>();
  sending = 0;
}

/**
 * Runs an engine for more than three simulated days against receivers and storage that fail, with resends,
 * cancellations, restarts and kills. Throws, with the seed, when a rule is broken.
 */
export async function simulate(seed: number): Promise<Summary> {
  try {
    return await new Simulation(seed).run();
  } catch (error) {
    throw new Error(`SIMULATION_SEED=${seed} replays this: ${String(error)}`, { cause: error });
  }
}

class Simulation {
  readonly #clock = new FakeClock();
  readonly #random: () => number;
  readonly #store = new Map<string, StoredDelivery>();
  #engine!: Engine;
  #run!: EngineRun;
  #storageBroken = false;
  #noFailuresSince = Infinity;
  #recorded = 0;

  constructor(seed: number) {
    this.#random = randomFrom(seed);
    this.#start();
  }

  async run(): Promise<Summary> {
    for (let step = 1; step <= 300; step += 1) {
      this.#disturb();
      await this.#clock.advance(this.#below(HOUR / 20));
      if (step % 20 === 0) await this.#restart();
    }
    this.#storageBroken = false;
    this.#noFailuresSince = this.#clock.now() + 2 * SECOND;
    await this.#clock.advance(72 * HOUR);
    await this.#engine.idle();
    const lost = [...this.#store.values()].filter(({ status }) => status === 'pending');
    check(lost.length === 0, `no delivery is lost (${lost.map(({ id }) => id).join()})`);
    return { simulatedMs: this.#clock.now(), created: this.#store.size, recorded: this.#recorded };
  }

  #start(): void {
    const run = new EngineRun();
    const silent = (): void => undefined;
    this.#run = run;
    this.#engine = createEngine({
      clock: this.#clock,
      webhookConcurrency: CONCURRENCY,
      outbox: this.#outboxOf(run),
      sender: this.#senderOf(run),
      log: { info: silent, warn: silent, error: silent },
    });
    this.#engine.start();
  }

  /** A graceful stop or a kill; after a kill the engine is gone, with all its attempts under way. */
  async #restart(): Promise<void> {
    if (this.#random() < 0.5) {
      const stopped = this.#engine.stop({ graceMs: this.#below(8 * SECOND) });
      await this.#clock.advance(9 * SECOND);
      await stopped;
      check(this.#run.sending === 0, 'a stopped engine sends nothing');
    }
    this.#run.isOver = true;
    this.#start();
  }

  #disturb(): void {
    const chance = this.#random();
    this.#storageBroken = chance < 0.15;
    if (chance < 0.75) this.#create();
    else if (chance < 0.9) this.#resend();
    else this.#cancel();
  }

  /** Creates several deliveries for one webhook, often more than its limit. */
  #create(): void {
    const webhookId = `wh_${this.#below(WEBHOOKS)}`;
    for (let count = this.#below(2 * CONCURRENCY); count >= 0; count -= 1) {
      const id = `d${this.#store.size}`;
      const dueAt = this.#clock.now();
      this.#store.set(id, { id, webhookId, dueAt, tries: 0, attempts: 0, series: 0, status: 'pending' });
      this.#engine.schedule({ deliveryId: id, webhookId, dueAt });
    }
  }

  #resend(): void {
    const delivery = this.#anyDelivery();
    if (!delivery || delivery.status === 'canceled') return;
    const dueAt = this.#clock.now();
    Object.assign(delivery, { dueAt, tries: 0, series: delivery.series + 1, status: 'pending' });
    this.#engine.schedule({ deliveryId: delivery.id, webhookId: delivery.webhookId, dueAt });
  }

  #cancel(): void {
    const delivery = this.#anyDelivery();
    if (delivery?.status !== 'pending') return;
    Object.assign(delivery, { dueAt: null, status: 'canceled' });
    this.#engine.cancel(delivery.id);
  }

  #outboxOf(run: EngineRun): Outbox {
    return outboxOf(
      {
        pending: () => [...this.#store.values()].flatMap(dueDeliveries),
        start: (ids) => (run.isOver ? [] : this.#startAttempts(run, ids)),
        record: (results) => {
          if (!run.isOver) this.#record(run, results);
        },
      },
      () => this.#stored(),
    );
  }

  /** What was stored is durable at once, or up to 50 ms later. */
  #stored(): Promise<void> {
    const delay = Math.max(0, this.#below(100) - 50);
    if (delay === 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.#clock.callAfter(delay, resolve);
    });
  }

  #startAttempts(run: EngineRun, ids: readonly string[]): AttemptRequest[] {
    this.#failSometimes();
    return ids.map((id) => this.#startAttempt(run, id)).filter((request) => request !== null);
  }

  #startAttempt(run: EngineRun, id: string): AttemptRequest | null {
    const delivery = this.#get(id);
    const { dueAt, webhookId, tries, series, attempts } = delivery;
    if (dueAt === null) return null;
    const now = this.#clock.now();
    check(!run.started.has(id), `${id} has one attempt at a time`);
    check(dueAt <= now, `${id} is not started before it is due`);
    check(dueAt < this.#noFailuresSince || now - dueAt < 60 * SECOND, `${id} is started when it is due`);
    run.started.set(id, { webhookId, tries, series });
    const concurrent = [...run.started.values()].filter((started) => started.webhookId === webhookId);
    check(concurrent.length <= CONCURRENCY, `${webhookId} is not above its limit`);
    return anAttemptRequest({
      deliveryId: id,
      webhookId,
      tries,
      number: attempts + 1,
      retrySchedule: SCHEDULE,
    });
  }

  #record(run: EngineRun, results: readonly AttemptResult[]): void {
    this.#failSometimes();
    for (const result of results) this.#recordOne(run, result);
  }

  #recordOne(run: EngineRun, result: AttemptResult): void {
    const { deliveryId: id } = result;
    const started = run.started.get(id);
    if (!started) throw new Error(`${id} is recorded once for each attempt`);
    run.started.delete(id);
    this.#recorded += 1;
    const delay = result.verdict === 'failed' ? SCHEDULE[started.tries] : undefined;
    const expected = delay === undefined ? null : result.startedAt + result.durationMs + delay;
    check(result.nextAttemptAt === expected, `${id} is retried by the schedule`);
    const delivery = this.#get(id);
    delivery.attempts += 1;
    if (delivery.status !== 'pending' || delivery.series !== started.series) return;
    const settled = result.verdict === 'failed' ? 'exhausted' : result.verdict;
    delivery.tries += 1;
    delivery.dueAt = expected;
    delivery.status = expected === null ? settled : 'pending';
  }

  #senderOf(run: EngineRun): Sender {
    const send: Sender['send'] = (request, signal) =>
      new Promise((resolve) => {
        const startedAt = this.#clock.now();
        run.sending += 1;
        const end = (verdict: Verdict, kind: string): void => {
          run.sending -= 1;
          cancel();
          signal.removeEventListener('abort', abort);
          resolve(aResult(request, verdict, kind, startedAt, this.#clock.now()));
        };
        const cancel = this.#clock.callAt(startedAt + this.#below(10 * SECOND), () => {
          end(this.#verdict(), 'http_status');
        });
        const abort = (): void => {
          run.started.delete(request.deliveryId);
          end('failed', 'aborted');
        };
        signal.addEventListener('abort', abort);
      });
    return { send, close: () => Promise.resolve() };
  }

  #verdict(): Verdict {
    const chance = this.#random();
    if (chance < 0.3) return 'delivered';
    return chance < 0.35 ? 'declined' : 'failed';
  }

  #failSometimes(): void {
    if (this.#storageBroken || (this.#noFailuresSince === Infinity && this.#random() < 0.05)) {
      throw new Error('storage failed');
    }
  }

  #anyDelivery(): StoredDelivery | undefined {
    return this.#store.get(`d${this.#below(this.#store.size + 1)}`);
  }

  #get(id: string): StoredDelivery {
    const delivery = this.#store.get(id);
    if (!delivery) throw new Error(`${id} was never created`);
    return delivery;
  }

  #below(limit: number): number {
    return Math.floor(this.#random() * limit);
  }
}

function dueDeliveries({ id, webhookId, dueAt }: StoredDelivery): DueDelivery[] {
  return dueAt === null ? [] : [{ deliveryId: id, webhookId, dueAt }];
}

function check(holds: boolean, rule: string): void {
  if (!holds) throw new Error(`broken: ${rule}`);
}

/** mulberry32: small, and the same on every machine. */
function randomFrom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
