import {
  startReceiver,
  type Answer,
  type ReceivedRequest,
  type Receiver,
} from '../support/rough-receiver.ts';
import type { SeededRandom } from './random.ts';

/** The webhooks of the crash test: two, so that one event has deliveries that must not be mixed up. */
export const SUBSCRIPTIONS: Readonly<Record<string, readonly string[]>> = {
  '/all': ['order.*', 'payment.*', 'item.add', 'item.remove'],
  '/items': ['item.add', 'item.remove'],
};

/** Where MidasPay notifications go. */
export const MIDASPAY_PATH = '/midaspay';

/** A webhook request that arrived. */
export interface Arrival {
  /** How many times the emulator had been killed before it sent the request. */
  readonly run: number;
  /** Whether the answer was (or was going to be) an acceptance. */
  readonly accepted: boolean;
}

/** How many requests of one delivery are refused at most. */
const MOST_REFUSALS = 2;
const SLOWEST_MS = 20;

/** The game's webhook endpoints: mostly quick, sometimes slow, sometimes 503. */
export class WebhookReceiver {
  #run = 0;
  /** By path and event id, or by path, order and notification type, in the order of arrival. */
  readonly #arrivals = new Map<string, Arrival[]>();
  readonly #random: SeededRandom;
  readonly #onArrival: () => void;
  #receiver!: Receiver;

  private constructor(random: SeededRandom, onArrival: () => void) {
    this.#random = random;
    this.#onArrival = onArrival;
  }

  static async start(random: SeededRandom, onArrival: () => void): Promise<WebhookReceiver> {
    const created = new WebhookReceiver(random, onArrival);
    created.#receiver = await startReceiver();
    created.#receiver.always((request) => created.#answer(request));
    return created;
  }

  get url(): string {
    return this.#receiver.url;
  }

  /** @param event the id of the event; of a MidasPay notification, the id of the order and the type */
  arrivals(path: string, event: string): readonly Arrival[] {
    return this.#arrivals.get(`${path} ${event}`) ?? [];
  }

  /**
   * Call this after a kill. Ends all connections, so that a request still in one of them does not count for the
   * restarted emulator.
   */
  async startNextRun(): Promise<void> {
    await this.#receiver.restart();
    this.#receiver.clear();
    this.#run += 1;
  }

  close(): Promise<void> {
    return this.#receiver.close();
  }

  async #answer({ path, text }: ReceivedRequest): Promise<Answer> {
    const key = `${path} ${eventIn(text)}`;
    const earlier = this.#arrivals.get(key) ?? [];
    const refusals = earlier.filter((arrival) => !arrival.accepted).length;
    const accepted = refusals >= MOST_REFUSALS || !this.#random.chance(10);
    this.#arrivals.set(key, [...earlier, { run: this.#run, accepted }]);
    this.#onArrival();
    if (this.#random.chance(20)) await this.#slowly();
    if (accepted) return { status: 200, body: { processed: true } };
    return path === MIDASPAY_PATH && this.#random.chance(50)
      ? { status: 200, body: { processed: false } }
      : { status: 503 };
  }

  /** Some answers are slow, so that kills interrupt attempts. No check waits for this time. */
  #slowly(): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, this.#random.below(SLOWEST_MS)));
  }
}

function eventIn(text: string): string {
  const body = JSON.parse(text) as {
    readonly event_id?: string;
    readonly order?: { readonly id: string };
    readonly notification_type?: string;
  };
  return body.event_id ?? `${body.order?.id ?? ''} ${body.notification_type ?? ''}`;
}
