import { describe, expect, it } from 'vitest';
import { DueQueue } from '../../src/delivery/engine/due-queue.ts';

const job = (id: string, dueAt: number) => ({ id, lane: 'w', dueAt });

function taken(queue: DueQueue, now = Infinity): string[] {
  return [...queue.takeDue(now)].map(({ id }) => id);
}

describe('the queue of what is due', () => {
  it('gives the earliest first, and those of one moment in the order they came', () => {
    const queue = new DueQueue();
    const moments = Array.from({ length: 1000 }, (_, index) => (index * 7919) % 100);
    moments.forEach((at, index) => {
      queue.put(job(String(index), at));
    });
    const expected = moments
      .map((at, index) => ({ at, index }))
      .sort((a, b) => a.at - b.at || a.index - b.index);
    expect(taken(queue)).toEqual(expected.map(({ index }) => String(index)));
  });

  it('keeps back what is not due', () => {
    const queue = new DueQueue();
    queue.put(job('later', 2));
    queue.put(job('now', 1));
    expect(taken(queue, 1)).toEqual(['now']);
    expect(queue.earliest).toBe(2);
  });

  it('has one job for each delivery, the last one put', () => {
    const queue = new DueQueue();
    queue.put(job('a', 1));
    queue.put(job('b', 2));
    queue.put(job('a', 3));
    expect(queue.earliest).toBe(2);
    expect(taken(queue)).toEqual(['b', 'a']);
  });

  it('gives nothing that was removed', () => {
    const queue = new DueQueue();
    queue.put(job('a', 1));
    queue.remove('a');
    expect(queue.earliest).toBe(Infinity);
    expect(taken(queue)).toEqual([]);
  });

  it('stays in order when thousands of jobs were replaced', () => {
    const queue = new DueQueue();
    for (let n = 0; n < 5000; n += 1) queue.put(job(`d${n % 10}`, 10_000 - n));
    expect(taken(queue)).toEqual(['9', '8', '7', '6', '5', '4', '3', '2', '1', '0'].map((n) => `d${n}`));
  });
});
