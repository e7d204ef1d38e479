import type { DueDelivery } from '../ports.ts';

/** The deliveries of one webhook that are due: at most `limit` of them have an attempt under way, the others wait. */
class WebhookQueue {
  readonly #limit: () => number;
  readonly #waiting = new Map<string, DueDelivery>();
  #active = 0;

  constructor(limit: () => number) {
    this.#limit = limit;
  }

  get isEmpty(): boolean {
    return this.#active === 0 && this.#waiting.size === 0;
  }

  get canTake(): boolean {
    return this.#active < this.#limit() && this.#waiting.size > 0;
  }

  add(due: DueDelivery): void {
    this.#waiting.set(due.deliveryId, due);
  }

  /** Removes a waiting delivery, or without an argument all of them. */
  remove(deliveryId?: string): void {
    if (deliveryId === undefined) this.#waiting.clear();
    else this.#waiting.delete(deliveryId);
  }

  *take(): Generator<DueDelivery, void> {
    for (const [deliveryId, due] of this.#waiting) {
      if (this.#active >= this.#limit()) return;
      this.#waiting.delete(deliveryId);
      this.#active += 1;
      yield due;
    }
  }

  release(): void {
    this.#active -= 1;
  }
}

/** One queue for each webhook that has a delivery due, so that a slow receiver holds up no other one. */
export class WebhookQueues {
  #limit: number;
  readonly #byWebhook = new Map<string, WebhookQueue>();

  /** `limit`: how many deliveries of one webhook may have an attempt under way at once. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Attempts beyond a lower limit are completed. */
  limitTo(limit: number): void {
    this.#limit = limit;
  }

  /** Whether no delivery waits or has an attempt under way. */
  get isEmpty(): boolean {
    return this.#byWebhook.size === 0;
  }

  /** Adds a delivery to the end of its webhook's queue. */
  add(due: DueDelivery): void {
    const queue = this.#byWebhook.get(due.webhookId) ?? new WebhookQueue(() => this.#limit);
    this.#byWebhook.set(due.webhookId, queue);
    queue.add(due);
  }

  /** Removes a waiting delivery from its queue, or without an argument all that wait. */
  remove(deliveryId?: string): void {
    for (const [webhookId, queue] of this.#byWebhook) {
      queue.remove(deliveryId);
      this.#deleteIfEmpty(webhookId, queue);
    }
  }

  /** Takes the deliveries whose attempts may start now, in order. Each counts against the limit until `release`. */
  take(): DueDelivery[] {
    const taken: DueDelivery[] = [];
    for (const queue of this.#byWebhook.values()) {
      if (queue.canTake) taken.push(...queue.take());
    }
    return taken;
  }

  /** Ends what `take` began for one delivery of the webhook. */
  release(webhookId: string): void {
    const queue = this.#byWebhook.get(webhookId);
    if (!queue) return;
    queue.release();
    this.#deleteIfEmpty(webhookId, queue);
  }

  #deleteIfEmpty(webhookId: string, queue: WebhookQueue): void {
    if (queue.isEmpty) this.#byWebhook.delete(webhookId);
  }
}
