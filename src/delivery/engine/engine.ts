import { setMaxListeners } from 'node:events';
import type { AttemptRequest, AttemptResult, DueDelivery, Outbox, Sender, TimerClock } from '../ports.ts';
import {
  AttemptRecorder,
  type AttemptReporting,
  batchWithFallback,
  reportAttempt,
  STORAGE_RETRY_MS,
} from './attempt-recorder.ts';
import { DescriptorPause } from './descriptor-pause.ts';
import { DueQueue, SharedTimer } from './due-queue.ts';
import { type Jitter, nextAttemptAt } from './retry.ts';
import { WebhookQueues } from './webhook-queues.ts';

export interface EngineOptions extends AttemptReporting {
  readonly outbox: Outbox;
  readonly sender: Sender;
  readonly clock: TimerClock;
  /** Concurrent attempts per webhook. Default 16. */
  readonly webhookConcurrency?: number;
  readonly jitter?: Jitter | undefined;
}

export interface Engine {
  /**
   * Reads the outbox and starts to send what is due.
   * @throws Error if the engine is running, and whatever `Outbox.pending` throws
   */
  start(): void;
  /**
   * Schedules the next attempt of a delivery, in place of the one scheduled before. Call it after each commit that
   * makes an attempt due, now or later. Does nothing while the engine is stopped, because `start` reads the outbox.
   */
  schedule(due: DueDelivery): void;
  /** Cancels the next attempt of a delivery. An attempt under way is completed and recorded. */
  cancel(deliveryId: string): void;
  /** Allows more or fewer concurrent attempts per webhook from now on. */
  limitConcurrency(perWebhook: number): void;
  /** Resolves when no attempt is under way or due now. */
  idle(): Promise<void>;
  /**
   * Starts no further attempts and waits up to `graceMs` milliseconds (default 5,000) for those under way. Then it
   * aborts the rest without recording them: the outbox still has them as pending at the next start.
   */
  stop(options?: { readonly graceMs?: number }): Promise<void>;
}

/**
 * Creates an engine that sends each delivery when it is due: it marks the attempt as started in the outbox, sends
 * the request and records the result. A delivery has one attempt at a time. A webhook has at most
 * `webhookConcurrency`, whatever waits for other webhooks.
 */
export function createEngine(options: EngineOptions): Engine {
  return new DeliveryEngine(options);
}

/** A delivery moves from the due queue to the queue of its webhook when it is due, and is active during its attempt. */
class DeliveryEngine implements Engine {
  readonly #options: EngineOptions;
  /** By steady time. */
  readonly #dueQueue = new DueQueue<DueDelivery>(({ deliveryId }) => deliveryId);
  readonly #webhookQueues: WebhookQueues;
  /** Deliveries whose attempts the outbox is marking as started. */
  readonly #starting = new Set<string>();
  /** Attempts that are under way or not recorded yet, by delivery. */
  readonly #active = new Map<string, AttemptRequest>();
  /** What was scheduled for starting or active deliveries; `null` if their next attempt was canceled. It replaces the retry. */
  readonly #rescheduled = new Map<string, DueDelivery | null>();
  readonly #dueTimer: SharedTimer;
  readonly #recorder: AttemptRecorder;
  readonly #descriptorPause: DescriptorPause;
  #abort = new AbortController();
  #idleWaiters: (() => void)[] = [];
  #isRunning = false;

  constructor(options: EngineOptions) {
    this.#options = options;
    this.#webhookQueues = new WebhookQueues(options.webhookConcurrency ?? 16);
    this.#dueTimer = new SharedTimer(options.clock, () => {
      this.#takeDue();
    });
    this.#descriptorPause = new DescriptorPause(options.clock, options.log, () => {
      this.#startAttempts();
    });
    this.#recorder = new AttemptRecorder({
      ...options,
      onRecorded: (results) => {
        this.#finishRecorded(results);
      },
      onLost: (results) => {
        this.#finishUnrecorded(results.map(({ deliveryId }) => deliveryId));
      },
    });
  }

  start(): void {
    if (this.#isRunning) throw new Error('The delivery engine is already running.');
    for (const due of this.#options.outbox.pending()) this.#putDue(due);
    this.#abort = new AbortController();
    // Each attempt under way adds a listener.
    setMaxListeners(0, this.#abort.signal);
    this.#isRunning = true;
    this.#dueTimer.callBy(this.#dueQueue.earliest);
  }

  schedule(due: DueDelivery): void {
    if (!this.#isRunning) return;
    if (this.#isBusy(due.deliveryId)) {
      this.#rescheduled.set(due.deliveryId, due);
      return;
    }
    this.#webhookQueues.remove(due.deliveryId);
    this.#enqueue(due);
  }

  cancel(deliveryId: string): void {
    if (this.#isBusy(deliveryId)) this.#rescheduled.set(deliveryId, null);
    this.#dueQueue.remove(deliveryId);
    this.#webhookQueues.remove(deliveryId);
    this.#resolveIfIdle();
  }

  limitConcurrency(perWebhook: number): void {
    this.#webhookQueues.limitTo(perWebhook);
    if (this.#isRunning) this.#startAttempts();
  }

  idle(): Promise<void> {
    return new Promise((resolve) => {
      this.#idleWaiters.push(resolve);
      this.#resolveIfIdle();
    });
  }

  async stop({ graceMs = 5000 }: { readonly graceMs?: number } = {}): Promise<void> {
    const { clock, sender } = this.#options;
    this.#isRunning = false;
    this.#dueTimer.cancel();
    this.#descriptorPause.cancel();
    this.#dueQueue.clear();
    this.#webhookQueues.remove();
    const cancelAbort = clock.callAfter(graceMs, () => {
      this.#abort.abort();
      void this.#recorder.flush();
    });
    await this.idle();
    cancelAbort();
    await sender.close();
  }

  #isBusy(deliveryId: string): boolean {
    return this.#active.has(deliveryId) || this.#starting.has(deliveryId);
  }

  #enqueue(due: DueDelivery): void {
    if (!this.#isRunning) return;
    this.#dueTimer.callBy(this.#putDue(due));
  }

  /** Returns the steady time at which the delivery is due. */
  #putDue(due: DueDelivery): number {
    const dueAt = this.#options.clock.steady(due.dueAt);
    this.#dueQueue.put(dueAt === due.dueAt ? due : { ...due, dueAt });
    return dueAt;
  }

  #takeDue(): void {
    for (const due of this.#dueQueue.takeDue(this.#options.clock.steady())) this.#webhookQueues.add(due);
    this.#startAttempts();
    this.#dueTimer.callBy(this.#dueQueue.earliest);
    this.#resolveIfIdle();
  }

  /** Starts as many attempts as the webhooks' limits allow. */
  #startAttempts(): void {
    if (this.#descriptorPause.isActive) return;
    const batch = this.#webhookQueues.take();
    if (batch.length > 0) void this.#startBatch(batch);
  }

  async #startBatch(batch: readonly DueDelivery[]): Promise<void> {
    for (const { deliveryId } of batch) this.#starting.add(deliveryId);
    const refused: DueDelivery[] = [];
    const requests = await batchWithFallback(
      batch,
      (deliveries) => this.#options.outbox.start(deliveries.map(({ deliveryId }) => deliveryId)),
      (due, error) => {
        refused.push(due);
        this.#postpone(due, error);
      },
    );
    for (const { deliveryId } of batch) this.#starting.delete(deliveryId);
    for (const request of requests) void this.#attempt(request);
    const leftOut = batch.filter(({ deliveryId }) => !this.#active.has(deliveryId));
    for (const due of leftOut) this.#leaveOut(due);
    // While storage fails, the rest waits for those that were postponed.
    if (refused.length === 0 && leftOut.length > 0) this.#startAttempts();
    this.#resolveIfIdle();
  }

  #leaveOut({ deliveryId, webhookId }: DueDelivery): void {
    this.#webhookQueues.release(webhookId);
    const rescheduled = this.#rescheduled.get(deliveryId);
    if (rescheduled === undefined) return;
    this.#rescheduled.delete(deliveryId);
    if (rescheduled === null) this.#dueQueue.remove(deliveryId);
    else this.#enqueue(rescheduled);
  }

  #postpone(due: DueDelivery, error: unknown): void {
    const { clock, log } = this.#options;
    log.error({ deliveryId: due.deliveryId, err: error }, 'could not start the attempt; trying again');
    this.#enqueue({ ...due, dueAt: clock.now() + STORAGE_RETRY_MS });
  }

  async #attempt(request: AttemptRequest): Promise<void> {
    const { deliveryId } = request;
    this.#active.set(deliveryId, request);
    const result = await this.#send(request);
    if (result) this.#recorder.add(result);
    else this.#finishUnrecorded([deliveryId]);
  }

  /** Returns `null` if there is nothing to record: the engine aborted the attempt, or it could not be made. */
  async #send(request: AttemptRequest): Promise<AttemptResult | null> {
    const { clock, jitter, log, sender } = this.#options;
    if (this.#abort.signal.aborted) return null;
    try {
      const result = await sender.send(request, this.#abort.signal);
      if (result.error?.kind === 'aborted') return null;
      if (result.error?.kind === 'out_of_descriptors') {
        if (this.#isRunning) this.#descriptorPause.begin(result.error.message);
        return null;
      }
      const now = clock.now();
      const next = nextAttemptAt(request, result, now, jitter);
      return { ...result, nextAttemptAt: next, retryDelayMs: next === null ? null : next - now };
    } catch (error) {
      log.error({ deliveryId: request.deliveryId, err: error }, 'the sender threw');
      return null;
    }
  }

  #finishRecorded(results: readonly AttemptResult[]): void {
    for (const result of results) {
      const request = this.#finish(result.deliveryId, result.nextAttemptAt);
      if (request) reportAttempt(this.#options, request, result);
    }
    this.#startAttempts();
    this.#resolveIfIdle();
  }

  /** An attempt without a record is repeated soon: by this engine or, if it is stopping, after the next start. */
  #finishUnrecorded(deliveryIds: readonly string[]): void {
    const repeatAt = this.#options.clock.now() + STORAGE_RETRY_MS;
    for (const deliveryId of deliveryIds) this.#finish(deliveryId, repeatAt);
    this.#startAttempts();
    this.#resolveIfIdle();
  }

  /** Ends the active attempt of a delivery and schedules its next one. */
  #finish(deliveryId: string, nextAttemptAt: number | null): AttemptRequest | undefined {
    const request = this.#active.get(deliveryId);
    if (!request) return undefined;
    const { webhookId } = request;
    const retry = nextAttemptAt === null ? null : { deliveryId, webhookId, dueAt: nextAttemptAt };
    const rescheduled = this.#rescheduled.get(deliveryId);
    const next = rescheduled === undefined ? retry : rescheduled;
    this.#active.delete(deliveryId);
    this.#rescheduled.delete(deliveryId);
    this.#webhookQueues.release(webhookId);
    if (next) this.#enqueue(next);
    return request;
  }

  #resolveIfIdle(): void {
    if (this.#idleWaiters.length === 0 || this.#active.size > 0 || !this.#webhookQueues.isEmpty) return;
    if (this.#dueQueue.earliest <= this.#options.clock.steady()) return;
    for (const resolve of this.#idleWaiters) resolve();
    this.#idleWaiters = [];
  }
}
