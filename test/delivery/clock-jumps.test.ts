import { describe, expect, it } from 'vitest';
import { createEngine } from '../../src/delivery/engine/engine.ts';
import type { AttemptResult } from '../../src/delivery/ports.ts';
import { systemClock } from '../../src/delivery/system-clock.ts';
import { anAttemptRequest, aResult } from './attempts.ts';
import { FakeSources } from './fake-sources.ts';
import { outboxOf } from './outbox-of.ts';

const HOUR = 3_600_000;
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** An engine on the system's clock whose first attempt of each delivery fails, with retries after ten hours. */
function setUp(retrySchedule: readonly number[] = [10 * HOUR]) {
  const sources = new FakeSources();
  const clock = systemClock(sources);
  const sent: string[] = [];
  const recorded: AttemptResult[] = [];
  const engine = createEngine({
    clock,
    log,
    outbox: outboxOf({
      pending: () => [],
      start: (ids) =>
        ids.map((deliveryId) => {
          const tries = sent.filter((id) => id === deliveryId).length;
          return anAttemptRequest({ deliveryId, webhookId: 'w', retrySchedule, tries, number: tries + 1 });
        }),
      record: (results) => {
        recorded.push(...results);
      },
    }),
    sender: {
      send: (request) => {
        sent.push(request.deliveryId);
        return Promise.resolve(aResult(request, 'failed', 'http_status', clock.now()));
      },
      close: () => Promise.resolve(),
    },
  });
  engine.start();
  const commit = (deliveryId: string) => {
    engine.schedule({ deliveryId, webhookId: 'w', dueAt: clock.now() });
  };
  return { sources, sent, recorded, commit };
}

describe('the engine', () => {
  it('goes on sending after the time of day has jumped forward', async () => {
    const { sources, sent, commit } = setUp();
    commit('first');
    await sources.advance(0);
    sources.setBy(5 * HOUR);
    commit('second');
    await sources.advance(1000);
    expect(sent).toEqual(['first', 'second']);
  });

  it('makes within a second the retries that a jump forward has made due', async () => {
    const { sources, sent, commit } = setUp();
    commit('first');
    await sources.advance(0);
    sources.setBy(10 * HOUR);
    await sources.advance(1000);
    expect(sent).toEqual(['first', 'first']);
  });

  it('delays nothing when the time of day is set back', async () => {
    const { sources, sent, recorded, commit } = setUp([2000, 2000]);
    commit('first');
    await sources.advance(0);
    sources.setBy(-24 * HOUR);
    commit('second');
    await sources.advance(0);
    expect(sent).toEqual(['first', 'second']);
    await sources.advance(1999);
    expect(sent).toHaveLength(2);
    await sources.advance(1);
    expect(sent).toEqual(['first', 'second', 'first', 'second']);
    // What is recorded is the time of day.
    expect(recorded.at(-1)?.nextAttemptAt).toBe(sources.wall() + 2000);
  });
});
