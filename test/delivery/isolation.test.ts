import { afterEach, describe, expect, it } from 'vitest';
import { createEngine } from '../../src/delivery/engine/engine.ts';
import type { AttemptResult, DueDelivery } from '../../src/delivery/ports.ts';
import { createSender } from '../../src/delivery/transport/sender.ts';
import { systemClock } from '../../src/delivery/system-clock.ts';
import { startReceiver, type Receiver } from '../support/rough-receiver.ts';
import { anAttemptRequest } from './attempts.ts';
import { outboxOf } from './outbox-of.ts';

const HANGING_WEBHOOKS = 20;
const IN_EACH = 50;
const HEALTHY = 500;
const CONCURRENCY = 4;

const receivers: Receiver[] = [];
afterEach(async () => {
  await Promise.all(receivers.splice(0).map((receiver) => receiver.close()));
});

async function aReceiver(): Promise<Receiver> {
  const receiver = await startReceiver();
  receiver.always((request) => (request.path.startsWith('/hang') ? undefined : { status: 200 }));
  receivers.push(receiver);
  return receiver;
}

/** An outbox whose webhook ids are URLs; `recorded` resolves after `count` results. */
function anOutbox(urls: readonly string[], count: number) {
  const results: AttemptResult[] = [];
  let done!: () => void;
  const recorded = new Promise<void>((resolve) => (done = resolve));
  const due: DueDelivery[] = urls.map((url, index) => ({
    deliveryId: `${index} ${url}`,
    webhookId: url,
    dueAt: 0,
  }));
  const outbox = outboxOf({
    pending: () => due,
    start: (ids) =>
      ids.map((deliveryId) => {
        const [, url = ''] = deliveryId.split(' ');
        return anAttemptRequest({ deliveryId, webhookId: url, url });
      }),
    record: (recordedNow) => {
      if (results.push(...recordedNow) === count) done();
    },
  });
  return { outbox, results, recorded };
}

async function expectHealthyToArrive(hanging: readonly string[], healthy: string): Promise<void> {
  const stuck = hanging.flatMap((url) => Array.from({ length: IN_EACH }, () => url));
  const fine = Array.from({ length: HEALTHY }, () => healthy);
  const { outbox, results, recorded } = anOutbox([...stuck, ...fine], HEALTHY);
  const clock = systemClock();
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const engine = createEngine({
    outbox,
    clock,
    log,
    sender: createSender({ clock }),
    webhookConcurrency: CONCURRENCY,
  });
  engine.start();
  await recorded;
  await Promise.all(receivers.map((receiver) => receiver.received(1)));
  expect(results.every(({ verdict, request }) => verdict === 'delivered' && request.url === healthy)).toBe(
    true,
  );
  const unanswered = receivers.reduce((sum, receiver) => sum + receiver.unanswered, 0);
  expect(unanswered).toBe(HANGING_WEBHOOKS * CONCURRENCY);
  await engine.stop({ graceMs: 0 });
}

const numbers = Array.from({ length: HANGING_WEBHOOKS }, (_, index) => index);

describe('twenty hanging receivers with waiting deliveries', () => {
  it('do not hold up a healthy one on another origin', async () => {
    const healthy = await aReceiver();
    const others = await Promise.all(numbers.map(() => aReceiver()));
    await expectHealthyToArrive(
      others.map(({ url }) => `${url}/hang`),
      `${healthy.url}/fine`,
    );
  });

  it('do not hold up a healthy one on the same origin', async () => {
    const { url } = await aReceiver();
    await expectHealthyToArrive(
      numbers.map((n) => `${url}/hang/${n}`),
      `${url}/fine`,
    );
  });
});
