import { MIDASPAY_PATH, SUBSCRIPTIONS, type WebhookReceiver } from './webhook-receiver.ts';
import { EFFECTS, type KnownOrder, type Ledger, type Platform, type Step } from './ledger.ts';
import { call, type Json } from './client.ts';

/** What an audit found. A correct emulator has nothing `lost` and nothing `unexplained`. */
export interface Findings {
  events: number;
  deliveries: number;
  /** Attempts that the log marks as interrupted. */
  interrupted: number;
  /** Requests that were sent again although an earlier one was answered with 200. */
  repeated: number;
  /** What was acknowledged and is missing, in words. */
  readonly lost: string[];
  /** What was sent again or logged without a kill that explains it, in words. */
  readonly unexplained: string[];
}

interface Delivery {
  readonly platform: Platform;
  readonly event_id: string;
  readonly event_type: string;
  readonly url: string;
  readonly status: string;
  readonly attempts: readonly { readonly error: { readonly kind: string } | null }[];
}

/** Compares the data of the emulator with what its client was told and what its receiver got. */
export class Audit {
  readonly findings: Findings = {
    events: 0,
    deliveries: 0,
    interrupted: 0,
    repeated: 0,
    lost: [],
    unexplained: [],
  };
  readonly #url: string;
  readonly #receiver: WebhookReceiver;

  constructor(url: string, receiver: WebhookReceiver) {
    this.#url = url;
    this.#receiver = receiver;
  }

  async run(ledger: Ledger): Promise<Findings> {
    for (const order of ledger.orders) await this.#checkOrder(order);
    return this.findings;
  }

  async #checkOrder(known: KnownOrder): Promise<void> {
    const order = await this.#get(`/_emulator/orders/${known.id}`);
    if (!order) {
      this.findings.lost.push(`order ${known.id}`);
      return;
    }
    const steps = this.#stepsOf(known, order);
    const isPaid = steps.includes('pay');
    this.#expect(known, 'granting', order['granting'], isPaid ? 'granted' : 'none');
    const payments = (order['payments'] as readonly Json[]).map((payment) => payment['payment_id']);
    for (const id of known.payments) {
      if (!payments.includes(id)) this.findings.lost.push(`payment ${id} of order ${known.id}`);
    }
    this.#expect(known, 'platform', order['platform'], known.platform);
    const types = steps.flatMap((step) => EFFECTS[step].events[known.platform]);
    await this.#checkDeliveries(known, await this.#checkEvents(known, types));
  }

  /** The steps of an order: those that were acknowledged, and the unsure one if the status shows it. */
  #stepsOf(known: KnownOrder, order: Json): readonly Step[] {
    const { done, unsure } = known;
    if (unsure && order['status'] === EFFECTS[unsure].status) return [...done, unsure];
    this.#expect(known, 'status', order['status'], EFFECTS[done.at(-1) ?? 'create'].status);
    return done;
  }

  async #checkEvents(known: KnownOrder, types: readonly string[]): Promise<readonly Json[]> {
    const list = await this.#get(`/_emulator/events?limit=1000&order_id=${known.id}`);
    const events = list?.['data'] as readonly Json[];
    const found = events.map(typeOf);
    this.#expect(known, 'events', found.sort().join(), [...types].sort().join());
    this.findings.events += events.length;
    return events;
  }

  async #checkDeliveries(known: KnownOrder, events: readonly Json[]): Promise<void> {
    const list = await this.#get(`/_emulator/deliveries?limit=1000&order_id=${known.id}`);
    const deliveries = list?.['data'] as readonly Delivery[];
    const wanted = events.flatMap((event) => pathsOf(known.platform, typeOf(event)));
    this.#expect(known, 'number of deliveries', deliveries.length, wanted.length);
    for (const delivery of deliveries) this.#checkDelivery(known, delivery);
    this.findings.deliveries += deliveries.length;
  }

  /** Every request that arrived is in the log, with its answer or as interrupted by a kill. */
  #checkDelivery(known: KnownOrder, delivery: Delivery): void {
    const { event_id: eventId, event_type: type, url, status, attempts } = delivery;
    this.#expect(known, 'platform of a delivery', delivery.platform, known.platform);
    const event = known.platform === 'aghanim' ? eventId : `${known.id} ${type}`;
    const arrivals = this.#receiver.arrivals(new URL(url).pathname, event);
    this.#expect(known, `delivery of ${eventId}`, status, 'delivered');
    const accepted = arrivals.findIndex((arrival) => arrival.accepted);
    if (accepted < 0) this.findings.lost.push(`delivery of ${eventId} to ${url}`);
    const interrupted = attempts.filter(({ error }) => error?.kind === 'interrupted').length;
    const answered = attempts.length - interrupted;
    if (arrivals.length < answered || arrivals.length > answered + interrupted) {
      this.findings.unexplained.push(
        `${eventId} arrived ${arrivals.length} times at ${url}; the log has ${answered} and ${interrupted} interrupted`,
      );
    }
    if (arrivals.some((arrival, index) => arrival.accepted && arrivals[index + 1]?.run === arrival.run)) {
      this.findings.unexplained.push(
        `${eventId} was accepted at ${url} and was sent again without a kill in between`,
      );
    }
    this.findings.interrupted += interrupted;
    this.findings.repeated += arrivals.slice(accepted + 1).length;
  }

  #expect(known: KnownOrder, what: string, actual: unknown, wanted: unknown): void {
    if (actual === wanted) return;
    const steps = [...known.done, ...(known.unsure ? [`${known.unsure}?`] : [])].join(', ');
    this.findings.lost.push(
      `order ${known.id} (${steps}): ${what} is ${String(actual)}, not ${String(wanted)}`,
    );
  }

  async #get(path: string): Promise<Json | null> {
    const { status, body } = await call(this.#url, path);
    if (status === 404) return null;
    if (status !== 200) throw new Error(`${path} answered ${status}`);
    return body;
  }
}

function typeOf(event: Json): string {
  return String(event['event_type'] ?? event['notification_type']);
}

function pathsOf(platform: Platform, type: string): string[] {
  if (platform === 'midaspay') return [MIDASPAY_PATH];
  const family = `${type.slice(0, type.indexOf('.'))}.*`;
  return Object.keys(SUBSCRIPTIONS).filter((path) =>
    SUBSCRIPTIONS[path]?.some((wanted) => wanted === type || wanted === family),
  );
}
