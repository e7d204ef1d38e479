import { describe, expect, it } from 'vitest';
import { createEngine, type EngineOptions } from '../../src/delivery/engine/engine.ts';
import type { AttemptRequest, AttemptResult, DueDelivery, Sender } from '../../src/delivery/ports.ts';
import { anAttemptRequest, aResult } from './attempts.ts';
import { FakeClock } from './fake-clock.ts';
import { outboxOf } from './outbox-of.ts';

type Verdict = AttemptResult['verdict'];

/** An attempt that the engine has started. */
interface StartedAttempt {
  readonly request: AttemptRequest;
  readonly signal: AbortSignal;
  readonly end: (verdict?: Verdict) => Promise<void>;
}

/** An engine whose clock, outbox and sender the test controls. Delivery ids are `webhook/number`. */
function setUp(options: Partial<EngineOptions> = {}, retrySchedule: readonly number[] = [1000, 2000]) {
  const clock = new FakeClock();
  const attempts: StartedAttempt[] = [];
  const recorded: AttemptResult[] = [];
  const lines: { level: string; fields: object; message: string }[] = [];
  const due = new Map<string, DueDelivery>();
  const tries = new Map<string, number>();
  const state = { failsToStart: NONE, failsToRecord: NONE, closed: 0, starts: 0, records: 0 };
  const log = (level: string) => (fields: object, message: string) => {
    lines.push({ level, fields, message });
  };

  const requestFor = (deliveryId: string) => {
    const [webhookId = ''] = deliveryId.split('/');
    const soFar = tries.get(deliveryId) ?? 0;
    return anAttemptRequest({ deliveryId, webhookId, retrySchedule, tries: soFar, number: soFar + 1 });
  };

  const engine = createEngine({
    clock,
    log: { info: log('info'), warn: log('warn'), error: log('error') },
    outbox: outboxOf({
      pending: () => due.values(),
      start: (ids) => {
        state.starts += 1;
        if (ids.some((id) => state.failsToStart(id))) throw new Error('disk full');
        return ids.filter((id) => due.has(id)).map(requestFor);
      },
      record: (results) => {
        state.records += 1;
        if (results.some(({ deliveryId }) => state.failsToRecord(deliveryId))) throw new Error('disk full');
        for (const result of results) {
          const { deliveryId, nextAttemptAt } = result;
          recorded.push(result);
          tries.set(deliveryId, (tries.get(deliveryId) ?? 0) + 1);
          if (nextAttemptAt === null) due.delete(deliveryId);
        }
      },
    }),
    sender: {
      send: (request, signal) =>
        new Promise((resolve) => {
          const end = (verdict: Verdict, kind = 'http_status') => {
            resolve(aResult(request, verdict, kind, clock.now()));
            return clock.advance(0);
          };
          signal.addEventListener('abort', () => void end('failed', 'aborted'));
          attempts.push({ request, signal, end: (verdict = 'delivered') => end(verdict) });
        }),
      close: () => {
        state.closed += 1;
        return Promise.resolve();
      },
    },
    ...options,
  });

  /** Makes deliveries of a webhook due, as a commit does. */
  const commit = (webhookId: string, count = 1, dueAt = clock.now()) => {
    for (let n = 1; n <= count; n += 1) {
      const delivery = { deliveryId: `${webhookId}/${n}`, webhookId, dueAt };
      due.set(delivery.deliveryId, delivery);
      engine.schedule(delivery);
    }
  };
  const ids = () => attempts.map(({ request }) => request.deliveryId);
  return { engine, clock, attempts, recorded, lines, due, state, commit, ids };
}

const NONE = (_id: string): boolean => false;
const ALL = (_id: string): boolean => true;

describe('the engine', () => {
  it('sends what is pending at its start, each delivery when it is due', async () => {
    const test = setUp();
    for (const [id, dueAt] of [
      ['late', 500],
      ['now', 0],
      ['later', 700],
    ] as const) {
      test.due.set(id, { deliveryId: id, webhookId: id, dueAt });
    }
    test.engine.start();
    await test.clock.advance(0);
    expect(test.ids()).toEqual(['now']);
    await test.clock.advance(500);
    expect(test.ids()).toEqual(['now', 'late']);
    await test.clock.advance(200);
    expect(test.ids()).toEqual(['now', 'late', 'later']);
  });

  it('starts no attempt inside the call that schedules it', async () => {
    const test = setUp();
    test.engine.start();
    test.commit('w');
    expect(test.state.starts).toBe(0);
    await test.clock.advance(0);
    expect(test.ids()).toEqual(['w/1']);
  });

  it('retries by the schedule, counted from the end of the attempt, until the schedule has no further delay [answers.failures-are-retried]', async () => {
    const test = setUp();
    test.engine.start();
    test.commit('w');
    await test.clock.advance(300);
    await test.attempts[0]?.end('failed');
    await test.clock.advance(999);
    expect(test.attempts.length).toBe(1);
    await test.clock.advance(1);
    await test.attempts[1]?.end('failed');
    await test.clock.advance(2000);
    await test.attempts[2]?.end('failed');
    await test.clock.advance(1e9);
    expect(test.recorded.map(({ nextAttemptAt }) => nextAttemptAt)).toEqual([1300, 3300, null]);
    expect(test.clock.timers).toBe(0);
  });

  it.each(['delivered', 'declined'] as const)('makes no further attempt after "%s"', async (verdict) => {
    const test = setUp();
    test.engine.start();
    test.commit('w');
    await test.clock.advance(0);
    await test.attempts[0]?.end(verdict);
    await test.clock.advance(1e9);
    expect(test.attempts.length).toBe(1);
    expect(test.recorded[0]?.nextAttemptAt).toBeNull();
  });

  it('keeps to the concurrency limit of a webhook and to the order in which its deliveries became due', async () => {
    const test = setUp({ webhookConcurrency: 2 });
    test.engine.start();
    test.commit('w', 4);
    await test.clock.advance(0);
    expect(test.ids()).toEqual(['w/1', 'w/2']);
    await test.attempts[1]?.end();
    expect(test.ids()).toEqual(['w/1', 'w/2', 'w/3']);
  });

  it('sends the deliveries of a webhook while many others wait for another one', async () => {
    const test = setUp({ webhookConcurrency: 2 });
    test.engine.start();
    test.commit('busy', 1000);
    test.commit('quiet');
    await test.clock.advance(0);
    expect(test.ids()).toEqual(['busy/1', 'busy/2', 'quiet/1']);
  });

  it('starts what is due in one transaction, and records what ends in the same turn in one', async () => {
    const test = setUp();
    test.engine.start();
    test.commit('w', 3);
    test.commit('v', 2);
    await test.clock.advance(0);
    expect([test.attempts.length, test.state.starts]).toEqual([5, 1]);
    await Promise.all(test.attempts.map(({ end }) => end()));
    expect([test.recorded.length, test.state.records]).toEqual([5, 1]);
  });

  it('sets one timer for any number of waiting deliveries', () => {
    const test = setUp();
    test.engine.start();
    test.commit('w', 1000, 5000);
    expect(test.clock.timers).toBe(1);
  });

  it('logs one line with every field for each attempt and calls onAttempt', async () => {
    const reported: string[] = [];
    const test = setUp({
      onAttempt: ({ deliveryId }, { verdict }) => void reported.push(`${deliveryId} ${verdict}`),
    });
    test.engine.start();
    test.commit('w');
    await test.clock.advance(0);
    await test.attempts[0]?.end('failed');
    expect(reported).toEqual(['w/1 failed']);
    expect(test.lines).toEqual([
      {
        level: 'warn',
        message: 'attempt failed',
        fields: {
          deliveryId: 'w/1',
          webhookId: 'w',
          eventType: 'item.add',
          attempt: 1,
          trigger: 'automatic',
          method: 'POST',
          url: 'http://127.0.0.1:9/hook',
          verdict: 'failed',
          status: null,
          bodyBytes: null,
          truncated: null,
          error: 'http_status',
          hint: null,
          durationMs: 0,
          connectMs: null,
          firstByteMs: null,
          nextAttemptAt: 1000,
        },
      },
    ]);
  });

  it('goes on after onAttempt throws', async () => {
    const test = setUp({
      onAttempt: () => {
        throw new Error('listener');
      },
    });
    test.engine.start();
    test.commit('w');
    await test.clock.advance(0);
    await test.attempts[0]?.end('failed');
    await test.clock.advance(1000);
    expect(test.attempts.length).toBe(2);
  });

  it('cannot be started twice', () => {
    const test = setUp();
    test.engine.start();
    expect(() => {
      test.engine.start();
    }).toThrow('already running');
  });
});

describe('rescheduling', () => {
  it('replaces the attempt that was scheduled before', async () => {
    const test = setUp();
    test.engine.start();
    test.commit('w', 1, 5000);
    test.commit('w', 1, 0);
    await test.clock.advance(0);
    await test.attempts[0]?.end();
    await test.clock.advance(1e9);
    expect(test.ids()).toEqual(['w/1']);
  });

  it('waits for the end of an attempt under way, then replaces its retry', async () => {
    const test = setUp();
    test.engine.start();
    test.commit('w');
    await test.clock.advance(0);
    test.commit('w');
    await test.clock.advance(10_000);
    expect(test.attempts.length).toBe(1);
    await test.attempts[0]?.end('failed');
    await test.clock.advance(0);
    expect(test.attempts.length).toBe(2);
    await test.clock.advance(1000);
    expect(test.attempts.length).toBe(2);
  });

  it('is canceled before the delivery is due, while it waits for its webhook and during an attempt', async () => {
    const test = setUp({ webhookConcurrency: 1 });
    test.engine.start();
    test.commit('w', 2);
    test.commit('v', 1, 5000);
    await test.clock.advance(0);
    for (const id of ['w/1', 'w/2', 'v/1']) test.engine.cancel(id);
    await test.attempts[0]?.end('failed');
    await test.clock.advance(1e9);
    expect(test.ids()).toEqual(['w/1']);
    expect(test.recorded.length).toBe(1);
    await test.engine.idle();
  });

  it('has no effect when the outbox has nothing due any more', async () => {
    const test = setUp();
    test.engine.start();
    test.commit('w', 20);
    test.due.clear();
    await test.clock.advance(0);
    await test.engine.idle();
    expect(test.attempts).toEqual([]);
  });
});

describe('a storage failure', () => {
  it('before an attempt loses and sends nothing, and the start is tried again every second', async () => {
    const test = setUp();
    test.engine.start();
    test.state.failsToStart = ALL;
    test.commit('w', 3);
    await test.clock.advance(5000);
    expect(test.attempts).toEqual([]);
    // All in one call and then each alone: at once and every second.
    expect(test.state.starts).toBeLessThanOrEqual(6 * 4);
    test.state.failsToStart = NONE;
    await test.clock.advance(1000);
    expect(test.ids().sort()).toEqual(['w/1', 'w/2', 'w/3']);
  });

  it('after an attempt keeps the result and records it later, without another request', async () => {
    const test = setUp();
    test.engine.start();
    test.commit('w');
    await test.clock.advance(0);
    test.state.failsToRecord = ALL;
    await test.attempts[0]?.end();
    await test.clock.advance(60_000);
    expect([test.attempts.length, test.recorded.length]).toEqual([1, 0]);
    test.state.failsToRecord = NONE;
    await test.clock.advance(1000);
    expect(test.recorded.map(({ verdict }) => verdict)).toEqual(['delivered']);
    await test.engine.idle();
  });

  it('of one delivery does not hold up the others', async () => {
    const test = setUp();
    test.engine.start();
    test.state.failsToStart = (id) => id === 'w/2';
    test.state.failsToRecord = (id) => id === 'w/3';
    test.commit('w', 3);
    await test.clock.advance(0);
    expect(test.ids()).toEqual(['w/1', 'w/3']);
    await Promise.all(test.attempts.map(({ end }) => end()));
    expect(test.recorded.map(({ deliveryId }) => deliveryId)).toEqual(['w/1']);
    test.state.failsToStart = test.state.failsToRecord = NONE;
    await test.clock.advance(1000);
    await test.attempts[2]?.end();
    expect(test.recorded.map(({ deliveryId }) => deliveryId).sort()).toEqual(['w/1', 'w/2', 'w/3']);
  });

  it('does not keep the other deliveries of the webhook waiting when one of them is canceled', async () => {
    const test = setUp();
    test.engine.start();
    test.state.failsToStart = ALL;
    test.commit('w', 2);
    await test.clock.advance(0);
    test.state.failsToStart = NONE;
    test.engine.cancel('w/1');
    await test.clock.advance(1000);
    expect(test.ids()).toEqual(['w/2']);
  });
});

describe('a sender that throws', () => {
  it('loses no delivery', async () => {
    let calls = 0;
    const broken: Sender = {
      send: () => {
        calls += 1;
        return Promise.reject(new Error('bug'));
      },
      close: () => Promise.resolve(),
    };
    const test = setUp({ sender: broken });
    test.engine.start();
    test.commit('w');
    await test.clock.advance(1000);
    expect(calls).toBe(2);
  });
});

describe('stopping', () => {
  it('waits for attempts under way, records them and starts no others', async () => {
    const test = setUp({ webhookConcurrency: 1 });
    test.engine.start();
    test.commit('w', 2);
    await test.clock.advance(0);
    const stopped = test.engine.stop();
    test.commit('v');
    await test.clock.advance(4000);
    await test.attempts[0]?.end('failed');
    await stopped;
    await test.clock.advance(1e9);
    expect(test.ids()).toEqual(['w/1']);
    expect(test.recorded.length).toBe(1);
    expect([test.state.closed, test.clock.timers]).toEqual([1, 0]);
  });

  it('aborts what does not end in time without recording it, and sends it again after the next start', async () => {
    const test = setUp();
    test.engine.start();
    test.commit('w');
    await test.clock.advance(0);
    const stopped = test.engine.stop({ graceMs: 200 });
    await test.clock.advance(199);
    expect(test.attempts[0]?.signal.aborted).toBe(false);
    await test.clock.advance(1);
    expect(test.attempts[0]?.signal.aborted).toBe(true);
    await stopped;
    expect(test.recorded).toEqual([]);
    test.engine.start();
    await test.clock.advance(0);
    expect(test.ids()).toEqual(['w/1', 'w/1']);
  });

  it('drops a result that cannot be recorded after a last try', async () => {
    const test = setUp();
    test.engine.start();
    test.commit('w', 2);
    await test.clock.advance(0);
    test.state.failsToRecord = ALL;
    await test.attempts[0]?.end();
    await test.attempts[1]?.end();
    const stopped = test.engine.stop({ graceMs: 300 });
    await test.clock.advance(300);
    await stopped;
    expect(test.lines.filter(({ message }) => message.includes('could not record')).length).toBe(4);
    expect(test.clock.timers).toBe(0);
  });

  it('completes at once when nothing is under way, even while storage fails', async () => {
    const test = setUp();
    test.engine.start();
    test.state.failsToStart = ALL;
    test.commit('w', 2);
    await test.clock.advance(0);
    await test.engine.stop();
    expect(test.clock.timers).toBe(0);
  });
});
