import { type KnownOrder, type Ledger, type Platform, type Step, stepsAfter } from './ledger.ts';
import type { SeededRandom } from './random.ts';
import { MIDASPAY_PATH } from './webhook-receiver.ts';

/** How many orders are worked on at once. */
const CONCURRENCY = 6;
const SHARE_OF_MIDASPAY = 30;
const CARDS = { pay: '4242424242424242', decline: '4211127262112418' };

/** A game that creates orders, pays them and refunds some, until the emulator is killed. */
export class Client {
  readonly #ledger: Ledger;
  readonly #random: SeededRandom;
  readonly #receiverUrl: string;
  readonly #onAnswer: () => void;

  /** @param onAnswer called after each acknowledgement is in the ledger */
  constructor(ledger: Ledger, random: SeededRandom, receiverUrl: string, onAnswer: () => void) {
    this.#ledger = ledger;
    this.#receiverUrl = receiverUrl;
    this.#random = random;
    this.#onAnswer = onAnswer;
  }

  /** Resolves when the emulator at `url` no longer answers. */
  async work(url: string): Promise<void> {
    await Promise.all(Array.from({ length: CONCURRENCY }, () => this.#workAlone(url)));
  }

  async #workAlone(url: string): Promise<void> {
    for (;;) {
      const order = await this.#create(url);
      if (!order) return;
      for (let step = this.#choose('create'); step; step = this.#choose(step)) {
        if (!(await this.#take(url, order, step))) return;
      }
    }
  }

  /** Some orders are left as they are after every step. */
  #choose(last: Step): Step | undefined {
    const steps = stepsAfter(last);
    return this.#random.chance(80) ? steps[this.#random.below(steps.length)] : undefined;
  }

  async #create(url: string): Promise<KnownOrder | null> {
    const player = `player-${this.#random.below(50)}`;
    const platform = this.#random.chance(SHARE_OF_MIDASPAY) ? 'midaspay' : 'aghanim';
    const answer = await ask(url, ...this.#creation(platform, player));
    if (!answer) return null;
    const order: KnownOrder = {
      id:
        platform === 'aghanim'
          ? String(answer['order_id'])
          : String(answer['redirect_url']).replace(/.*\//, ''),
      platform,
      done: ['create'],
      payments: [],
      unsure: null,
    };
    this.#ledger.orders.push(order);
    this.#onAnswer();
    return order;
  }

  #creation(platform: Platform, player: string): [path: string, body: object] {
    if (platform === 'aghanim') {
      return ['/s2s/v1/orders', { player_id: player, items: [{ sku: 'CRS-82500' }] }];
    }
    const body = {
      user: { id: player },
      settings: {
        project_id: 'crash',
        external_id: 'test',
        webhook_url: this.#receiverUrl + MIDASPAY_PATH,
      },
      purchase: {
        checkout: { currency: 'EUR', amount: '9.99' },
        description: { items: [{ sku: 'CRS-82500' }] },
      },
    };
    return ['/v1/mor/token/create', body];
  }

  async #take(url: string, order: KnownOrder, step: Step): Promise<boolean> {
    order.unsure = step;
    const answer = await ask(url, ...requestFor(order.id, step));
    if (!answer) return false;
    order.unsure = null;
    order.done.push(step);
    if (typeof answer['payment_id'] === 'string') order.payments.push(answer['payment_id']);
    this.#onAnswer();
    return true;
  }
}

function requestFor(id: string, step: Step): [path: string, body: object] {
  if (step === 'refund') return [`/_emulator/orders/${id}/refund`, { reason: 'crash test' }];
  return [`/_emulator/orders/${id}/pay`, { card: step === 'pay' ? CARDS.pay : CARDS.decline }];
}

/** `null` when the emulator was killed before it answered. A refusal fails the test. */
async function ask(url: string, path: string, body: object): Promise<Json | null> {
  let answer;
  try {
    answer = await call(url, path, body);
  } catch {
    return null;
  }
  if (answer.status >= 300)
    throw new Error(`${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer.body;
}

export type Json = Readonly<Record<string, unknown>>;

const HEADERS = { Authorization: 'Bearer s2s_sandbox_local', 'Content-Type': 'application/json' };

/** One request to the emulator: GET without a body, else POST. */
export async function call(
  url: string,
  path: string,
  body?: object,
): Promise<{ status: number; body: Json }> {
  const init = body && { method: 'POST', body: JSON.stringify(body) };
  const answer = await fetch(url + path, { headers: HEADERS, ...init });
  return { status: answer.status, body: (await answer.json()) as Json };
}
