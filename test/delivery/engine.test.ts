import { describe, expect, it } from 'vitest';
import { createEngine, type EngineOptions } from '../../src/delivery/engine/engine.ts';
import type { AttemptResult, Job, Sender, Shipment, Verdict } from '../../src/delivery/ports.ts';
import { FakeClock } from './fake-clock.ts';
import { aSentResult, aShipment } from './shipments.ts';

interface Sending {
  readonly shipment: Shipment;
  readonly signal: AbortSignal;
  /** Ends the attempt. */
  readonly answer: (verdict?: Verdict) => Promise<void>;
}

/** An engine with a clock, a store and a transport that the test controls. Delivery ids are `lane/number`. */
function aRig(options: Partial<EngineOptions> = {}, schedule: readonly number[] = [1000, 2000]) {
  const clock = new FakeClock();
  const sendings: Sending[] = [];
  const recorded: { id: string; result: AttemptResult }[] = [];
  const lines: { level: string; fields: object; message: string }[] = [];
  const due = new Map<string, Job>();
  const tries = new Map<string, number>();
  const state = { unbeginnable: NONE, unsettleable: NONE, closed: 0, begun: 0, settled: 0 };
  const log = (level: string) => (fields: object, message: string) => {
    lines.push({ level, fields, message });
  };

  const shipmentOf = (deliveryId: string) => {
    const soFar = tries.get(deliveryId) ?? 0;
    return aShipment({ deliveryId, schedule, tries: soFar, number: soFar + 1 });
  };

  const engine = createEngine({
    clock,
    log: { info: log('info'), warn: log('warn'), error: log('error') },
    outbox: {
      pending: () => due.values(),
      begin: (ids) => {
        state.begun += 1;
        if (ids.some((id) => state.unbeginnable(id))) throw new Error('disk full');
        return ids.filter((id) => due.has(id)).map(shipmentOf);
      },
      settle: (landings) => {
        state.settled += 1;
        if (landings.some(({ deliveryId }) => state.unsettleable(deliveryId))) throw new Error('disk full');
        for (const { deliveryId: id, result } of landings) {
          recorded.push({ id, result });
          tries.set(id, (tries.get(id) ?? 0) + 1);
          if (result.nextAttemptAt === null) due.delete(id);
        }
      },
    },
    sender: {
      send: (shipment, signal) =>
        new Promise((resolve) => {
          const end = (verdict: Verdict, kind = 'http_status') => {
            resolve(aSentResult(shipment, { verdict, kind, startedAt: clock.now(), now: clock.now() }));
            return clock.advance(0);
          };
          signal.addEventListener('abort', () => void end('failed', 'aborted'));
          sendings.push({ shipment, signal, answer: (verdict = 'delivered') => end(verdict) });
        }),
      close: () => {
        state.closed += 1;
        return Promise.resolve();
      },
    },
    ...options,
  });

  /** Makes deliveries of a lane due, as a commit would. */
  const commit = (lane: string, count = 1, dueAt = clock.now()) => {
    for (let n = 1; n <= count; n += 1) {
      const job = { id: `${lane}/${n}`, lane, dueAt };
      due.set(job.id, job);
      engine.schedule(job);
    }
  };
  return { engine, clock, sendings, recorded, lines, due, state, commit, ids: () => sendings.map(idOf) };
}

const NONE = (_id: string): boolean => false;
const ALL = (_id: string): boolean => true;

const idOf = ({ shipment }: Sending): string => shipment.deliveryId;

describe('the engine', () => {
  it('sends what is pending at the start, the earliest due first, each when it is due', async () => {
    const rig = aRig();
    for (const [id, dueAt] of [
      ['late', 500],
      ['now', 0],
      ['later', 700],
    ] as const) {
      rig.due.set(id, { id, lane: id, dueAt });
    }
    rig.engine.start();
    await rig.clock.advance(0);
    expect(rig.ids()).toEqual(['now']);
    await rig.clock.advance(500);
    expect(rig.ids()).toEqual(['now', 'late']);
    await rig.clock.advance(200);
    expect(rig.ids()).toEqual(['now', 'late', 'later']);
  });

  it('does not begin inside the call that schedules', async () => {
    const rig = aRig();
    rig.engine.start();
    rig.commit('w');
    expect(rig.state.begun).toBe(0);
    await rig.clock.advance(0);
    expect(rig.ids()).toEqual(['w/1']);
  });

  it('retries by the schedule, counted from the end of the attempt, until it is used up [answers.failures-are-retried]', async () => {
    const rig = aRig();
    rig.engine.start();
    rig.commit('w');
    await rig.clock.advance(300);
    await rig.sendings[0]?.answer('failed');
    await rig.clock.advance(999);
    expect(rig.sendings.length).toBe(1);
    await rig.clock.advance(1);
    await rig.sendings[1]?.answer('failed');
    await rig.clock.advance(2000);
    await rig.sendings[2]?.answer('failed');
    await rig.clock.advance(1e9);
    expect(rig.recorded.map(({ result }) => result.nextAttemptAt)).toEqual([1300, 3300, null]);
    expect(rig.clock.alarms).toBe(0);
  });

  it.each(['delivered', 'declined'] as const)('makes no attempt after "%s"', async (verdict) => {
    const rig = aRig();
    rig.engine.start();
    rig.commit('w');
    await rig.clock.advance(0);
    await rig.sendings[0]?.answer(verdict);
    await rig.clock.advance(1e9);
    expect(rig.sendings.length).toBe(1);
    expect(rig.recorded[0]?.result.nextAttemptAt).toBeNull();
  });

  it('keeps to the cap of a lane, in the order in which deliveries came due', async () => {
    const rig = aRig({ perLane: 2 });
    rig.engine.start();
    rig.commit('w', 4);
    await rig.clock.advance(0);
    expect(rig.ids()).toEqual(['w/1', 'w/2']);
    await rig.sendings[1]?.answer();
    expect(rig.ids()).toEqual(['w/1', 'w/2', 'w/3']);
  });

  it('gives every lane its turn, whatever waits in another', async () => {
    const rig = aRig({ perLane: 2 });
    rig.engine.start();
    rig.commit('busy', 1000);
    rig.commit('quiet');
    await rig.clock.advance(0);
    expect(rig.ids()).toEqual(['busy/1', 'busy/2', 'quiet/1']);
  });

  it('begins together what is due together, and records together what ends in the same turn', async () => {
    const rig = aRig();
    rig.engine.start();
    rig.commit('w', 3);
    rig.commit('v', 2);
    await rig.clock.advance(0);
    expect([rig.sendings.length, rig.state.begun]).toEqual([5, 1]);
    await Promise.all(rig.sendings.map(({ answer }) => answer()));
    expect([rig.recorded.length, rig.state.settled]).toEqual([5, 1]);
  });

  it('sets one timer for any number of deliveries that wait', () => {
    const rig = aRig();
    rig.engine.start();
    rig.commit('w', 1000, 5000);
    expect(rig.clock.alarms).toBe(1);
  });

  it('logs a line with every field for each attempt, and tells whoever listens', async () => {
    const told: string[] = [];
    const rig = aRig({
      onAttempt: ({ deliveryId }, { verdict }) => void told.push(`${deliveryId} ${verdict}`),
    });
    rig.engine.start();
    rig.commit('w');
    await rig.clock.advance(0);
    await rig.sendings[0]?.answer('failed');
    expect(told).toEqual(['w/1 failed']);
    expect(rig.lines).toEqual([
      {
        level: 'warn',
        message: 'attempt failed',
        fields: {
          deliveryId: 'w/1',
          lane: 'w',
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

  it('survives a listener that throws', async () => {
    const rig = aRig({
      onAttempt: () => {
        throw new Error('listener');
      },
    });
    rig.engine.start();
    rig.commit('w');
    await rig.clock.advance(0);
    await rig.sendings[0]?.answer('failed');
    await rig.clock.advance(1000);
    expect(rig.sendings.length).toBe(2);
  });

  it('refuses to be started twice', () => {
    const rig = aRig();
    rig.engine.start();
    expect(() => {
      rig.engine.start();
    }).toThrow('running already');
  });
});

describe('a plan that changes', () => {
  it('replaces the pending retry', async () => {
    const rig = aRig();
    rig.engine.start();
    rig.commit('w', 1, 5000);
    rig.commit('w', 1, 0);
    await rig.clock.advance(0);
    await rig.sendings[0]?.answer();
    await rig.clock.advance(1e9);
    expect(rig.ids()).toEqual(['w/1']);
  });

  it('during an attempt waits for its end, then takes the place of its retry', async () => {
    const rig = aRig();
    rig.engine.start();
    rig.commit('w');
    await rig.clock.advance(0);
    rig.commit('w');
    await rig.clock.advance(10_000);
    expect(rig.sendings.length).toBe(1);
    await rig.sendings[0]?.answer('failed');
    await rig.clock.advance(0);
    expect(rig.sendings.length).toBe(2);
    await rig.clock.advance(1000);
    expect(rig.sendings.length).toBe(2);
  });

  it('is forgotten on request, whether it waits for its time, its turn or the end of an attempt', async () => {
    const rig = aRig({ perLane: 1 });
    rig.engine.start();
    rig.commit('w', 2);
    rig.commit('v', 1, 5000);
    await rig.clock.advance(0);
    for (const id of ['w/1', 'w/2', 'v/1']) rig.engine.forget(id);
    await rig.sendings[0]?.answer('failed');
    await rig.clock.advance(1e9);
    expect(rig.ids()).toEqual(['w/1']);
    expect(rig.recorded.length).toBe(1);
    await rig.engine.idle();
  });

  it('comes to nothing when the outbox has nothing due any more', async () => {
    const rig = aRig();
    rig.engine.start();
    rig.commit('w', 20);
    rig.due.clear();
    await rig.clock.advance(0);
    await rig.engine.idle();
    expect(rig.sendings).toEqual([]);
  });
});

describe('storage that fails', () => {
  it('before an attempt: nothing is sent or lost, and it is tried again every second', async () => {
    const rig = aRig();
    rig.engine.start();
    rig.state.unbeginnable = ALL;
    rig.commit('w', 3);
    await rig.clock.advance(5000);
    expect(rig.sendings).toEqual([]);
    // Together and then each alone, at once and every second.
    expect(rig.state.begun).toBeLessThanOrEqual(6 * 4);
    rig.state.unbeginnable = NONE;
    await rig.clock.advance(1000);
    expect(rig.ids().sort()).toEqual(['w/1', 'w/2', 'w/3']);
  });

  it('after an attempt: the result is kept and recorded later, without another request', async () => {
    const rig = aRig();
    rig.engine.start();
    rig.commit('w');
    await rig.clock.advance(0);
    rig.state.unsettleable = ALL;
    await rig.sendings[0]?.answer();
    await rig.clock.advance(60_000);
    expect([rig.sendings.length, rig.recorded.length]).toEqual([1, 0]);
    rig.state.unsettleable = NONE;
    await rig.clock.advance(1000);
    expect(rig.recorded.map(({ result }) => result.verdict)).toEqual(['delivered']);
    await rig.engine.idle();
  });

  it('that fails for one delivery only does not hold up the others', async () => {
    const rig = aRig();
    rig.engine.start();
    rig.state.unbeginnable = (id) => id === 'w/2';
    rig.state.unsettleable = (id) => id === 'w/3';
    rig.commit('w', 3);
    await rig.clock.advance(0);
    expect(rig.ids()).toEqual(['w/1', 'w/3']);
    await Promise.all(rig.sendings.map(({ answer }) => answer()));
    expect(rig.recorded.map(({ id }) => id)).toEqual(['w/1']);
    rig.state.unbeginnable = rig.state.unsettleable = NONE;
    await rig.clock.advance(1000);
    await rig.sendings[2]?.answer();
    expect(rig.recorded.map(({ id }) => id).sort()).toEqual(['w/1', 'w/2', 'w/3']);
  });

  it('does not keep the others of the lane waiting when one of them is forgotten', async () => {
    const rig = aRig();
    rig.engine.start();
    rig.state.unbeginnable = ALL;
    rig.commit('w', 2);
    await rig.clock.advance(0);
    rig.state.unbeginnable = NONE;
    rig.engine.forget('w/1');
    await rig.clock.advance(1000);
    expect(rig.ids()).toEqual(['w/2']);
  });
});

describe('a sender that breaks its promise not to throw', () => {
  it('costs no delivery', async () => {
    let calls = 0;
    const broken: Sender = {
      send: () => {
        calls += 1;
        return Promise.reject(new Error('bug'));
      },
      close: () => Promise.resolve(),
    };
    const rig = aRig({ sender: broken });
    rig.engine.start();
    rig.commit('w');
    await rig.clock.advance(1000);
    expect(calls).toBe(2);
  });
});

describe('stopping', () => {
  it('waits for attempts under way, records them and begins nothing new', async () => {
    const rig = aRig({ perLane: 1 });
    rig.engine.start();
    rig.commit('w', 2);
    await rig.clock.advance(0);
    const stopped = rig.engine.stop();
    rig.commit('v');
    await rig.clock.advance(4000);
    await rig.sendings[0]?.answer('failed');
    await stopped;
    await rig.clock.advance(1e9);
    expect(rig.ids()).toEqual(['w/1']);
    expect(rig.recorded.length).toBe(1);
    expect([rig.state.closed, rig.clock.alarms]).toEqual([1, 0]);
  });

  it('aborts what does not end in time, records nothing of it, and has it pending at the next start', async () => {
    const rig = aRig();
    rig.engine.start();
    rig.commit('w');
    await rig.clock.advance(0);
    const stopped = rig.engine.stop({ graceMs: 200 });
    await rig.clock.advance(199);
    expect(rig.sendings[0]?.signal.aborted).toBe(false);
    await rig.clock.advance(1);
    expect(rig.sendings[0]?.signal.aborted).toBe(true);
    await stopped;
    expect(rig.recorded).toEqual([]);
    rig.engine.start();
    await rig.clock.advance(0);
    expect(rig.ids()).toEqual(['w/1', 'w/1']);
  });

  it('gives up a result that cannot be recorded, after a last try', async () => {
    const rig = aRig();
    rig.engine.start();
    rig.commit('w', 2);
    await rig.clock.advance(0);
    rig.state.unsettleable = ALL;
    await rig.sendings[0]?.answer();
    await rig.sendings[1]?.answer();
    const stopped = rig.engine.stop({ graceMs: 300 });
    await rig.clock.advance(300);
    await stopped;
    expect(rig.lines.filter(({ message }) => message.includes('could not be recorded')).length).toBe(4);
    expect(rig.clock.alarms).toBe(0);
  });

  it('ends at once when nothing is under way, even while storage fails', async () => {
    const rig = aRig();
    rig.engine.start();
    rig.state.unbeginnable = ALL;
    rig.commit('w', 2);
    await rig.clock.advance(0);
    await rig.engine.stop();
    expect(rig.clock.alarms).toBe(0);
  });
});
