import { createEngine, type Engine } from '../../src/delivery/engine/engine.ts';
import type {
  AttemptResult,
  Job,
  Landing,
  Outbox,
  Sender,
  Shipment,
  Verdict,
} from '../../src/delivery/ports.ts';
import { RETRY_PRESETS } from '../../src/domain/model/retry-schedule.ts';
import { FakeClock } from './fake-clock.ts';
import { aSentResult, aShipment } from './shipments.ts';

const SECOND = 1000;
const HOUR = 3600 * SECOND;
const LANES = 6;
const PER_LANE = 3;
const SCHEDULE = RETRY_PRESETS.realistic;

export interface Summary {
  readonly simulatedMs: number;
  readonly created: number;
  readonly recorded: number;
}

/** What a store keeps of a delivery. */
interface Stored {
  readonly id: string;
  readonly lane: string;
  /** `null` when nothing is due. */
  dueAt: number | null;
  tries: number;
  attempts: number;
  /** Counts resends, so that an attempt that began before one does not settle what came after it. */
  series: number;
  outcome: Verdict | 'pending' | 'exhausted' | 'canceled';
}

/** One life of the engine, from its start to a stop or a kill. After its death nothing that it does counts. */
class Life {
  alive = true;
  readonly begun = new Map<string, Pick<Stored, 'lane' | 'tries' | 'series'>>();
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
  readonly #store = new Map<string, Stored>();
  #engine!: Engine;
  #life!: Life;
  #storageBroken = false;
  #calmSince = Infinity;
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
    this.#calmSince = this.#clock.now() + 2 * SECOND;
    await this.#clock.advance(72 * HOUR);
    await this.#engine.idle();
    const lost = [...this.#store.values()].filter(({ outcome }) => outcome === 'pending');
    check(lost.length === 0, `no delivery is lost (${lost.map(({ id }) => id).join()})`);
    return { simulatedMs: this.#clock.now(), created: this.#store.size, recorded: this.#recorded };
  }

  #start(): void {
    const life = new Life();
    const silent = (): void => undefined;
    this.#life = life;
    this.#engine = createEngine({
      clock: this.#clock,
      perLane: PER_LANE,
      outbox: this.#outboxOf(life),
      sender: this.#senderOf(life),
      log: { info: silent, warn: silent, error: silent },
    });
    this.#engine.start();
  }

  /** A graceful stop, or a kill: then the engine is gone, with all that it had under way. */
  async #restart(): Promise<void> {
    if (this.#random() < 0.5) {
      const stopped = this.#engine.stop({ graceMs: this.#below(8 * SECOND) });
      await this.#clock.advance(8 * SECOND);
      await stopped;
      check(this.#life.sending === 0, 'a stopped engine sends nothing');
    }
    this.#life.alive = false;
    this.#start();
  }

  #disturb(): void {
    const dice = this.#random();
    this.#storageBroken = dice < 0.15;
    if (dice < 0.75) this.#create();
    else if (dice < 0.9) this.#resend();
    else this.#cancel();
  }

  /** A burst for one lane, often more than its cap. */
  #create(): void {
    const lane = `lane${this.#below(LANES)}`;
    for (let count = this.#below(2 * PER_LANE); count >= 0; count -= 1) {
      const id = `d${this.#store.size}`;
      const dueAt = this.#clock.now();
      this.#store.set(id, { id, lane, dueAt, tries: 0, attempts: 0, series: 0, outcome: 'pending' });
      this.#engine.schedule({ id, lane, dueAt });
    }
  }

  #resend(): void {
    const delivery = this.#anyDelivery();
    if (!delivery || delivery.outcome === 'canceled') return;
    const dueAt = this.#clock.now();
    Object.assign(delivery, { dueAt, tries: 0, series: delivery.series + 1, outcome: 'pending' });
    this.#engine.schedule({ id: delivery.id, lane: delivery.lane, dueAt });
  }

  #cancel(): void {
    const delivery = this.#anyDelivery();
    if (delivery?.outcome !== 'pending') return;
    Object.assign(delivery, { dueAt: null, outcome: 'canceled' });
    this.#engine.forget(delivery.id);
  }

  #outboxOf(life: Life): Outbox {
    return {
      pending: () => [...this.#store.values()].flatMap(jobsOf),
      begin: (ids) => (life.alive ? this.#begin(life, ids) : []),
      settle: (landings) => {
        if (life.alive) this.#settle(life, landings);
      },
    };
  }

  #begin(life: Life, ids: readonly string[]): Shipment[] {
    this.#failSometimes();
    return ids.map((id) => this.#beginOne(life, id)).filter((shipment) => shipment !== null);
  }

  #beginOne(life: Life, id: string): Shipment | null {
    const delivery = this.#get(id);
    const { dueAt, lane, tries, series, attempts } = delivery;
    if (dueAt === null) return null;
    const now = this.#clock.now();
    check(!life.begun.has(id), `${id} has one attempt at a time`);
    check(dueAt <= now, `${id} is not begun before it is due`);
    check(dueAt < this.#calmSince || now - dueAt < 60 * SECOND, `${id} is begun when it is due`);
    life.begun.set(id, { lane, tries, series });
    const inLane = [...life.begun.values()].filter((begun) => begun.lane === lane);
    check(inLane.length <= PER_LANE, `${lane} is not above its cap`);
    return aShipment({ deliveryId: id, tries, number: attempts + 1, schedule: SCHEDULE });
  }

  #settle(life: Life, landings: readonly Landing[]): void {
    this.#failSometimes();
    for (const { deliveryId, result } of landings) this.#settleOne(life, deliveryId, result);
  }

  #settleOne(life: Life, id: string, result: AttemptResult): void {
    const begun = life.begun.get(id);
    if (!begun) throw new Error(`${id} is recorded once for each attempt`);
    life.begun.delete(id);
    this.#recorded += 1;
    const delay = result.verdict === 'failed' ? SCHEDULE[begun.tries] : undefined;
    const expected = delay === undefined ? null : result.startedAt + result.durationMs + delay;
    check(result.nextAttemptAt === expected, `${id} is retried by the schedule`);
    const delivery = this.#get(id);
    delivery.attempts += 1;
    if (delivery.outcome !== 'pending' || delivery.series !== begun.series) return;
    const settled = result.verdict === 'failed' ? 'exhausted' : result.verdict;
    delivery.tries += 1;
    delivery.dueAt = expected;
    delivery.outcome = expected === null ? settled : 'pending';
  }

  #senderOf(life: Life): Sender {
    const send: Sender['send'] = (shipment, signal) =>
      new Promise((resolve) => {
        const startedAt = this.#clock.now();
        life.sending += 1;
        const end = (verdict: Verdict, kind: string): void => {
          life.sending -= 1;
          cancel();
          signal.removeEventListener('abort', abort);
          resolve(aSentResult(shipment, { verdict, kind, startedAt, now: this.#clock.now() }));
        };
        const cancel = this.#clock.wakeAt(startedAt + this.#below(10 * SECOND), () => {
          end(this.#verdict(), 'http_status');
        });
        const abort = (): void => {
          life.begun.delete(shipment.deliveryId);
          end('failed', 'aborted');
        };
        signal.addEventListener('abort', abort);
      });
    return { send, close: () => Promise.resolve() };
  }

  #verdict(): Verdict {
    const dice = this.#random();
    if (dice < 0.3) return 'delivered';
    return dice < 0.35 ? 'declined' : 'failed';
  }

  #failSometimes(): void {
    if (this.#storageBroken || (this.#calmSince === Infinity && this.#random() < 0.05)) {
      throw new Error('storage failed');
    }
  }

  #anyDelivery(): Stored | undefined {
    return this.#store.get(`d${this.#below(this.#store.size + 1)}`);
  }

  #get(id: string): Stored {
    const delivery = this.#store.get(id);
    if (!delivery) throw new Error(`${id} was never created`);
    return delivery;
  }

  #below(limit: number): number {
    return Math.floor(this.#random() * limit);
  }
}

function jobsOf({ id, lane, dueAt }: Stored): Job[] {
  return dueAt === null ? [] : [{ id, lane, dueAt }];
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
