import { describe, expect, it } from 'vitest';
import { DueQueue } from '../../src/delivery/engine/due-queue.ts';
import type { DueDelivery } from '../../src/delivery/ports.ts';

const due = (deliveryId: string, dueAt: number) => ({ deliveryId, webhookId: 'w', dueAt });

function taken(queue: DueQueue<DueDelivery>, now = Infinity): string[] {
  return [...queue.takeDue(now)].map(({ deliveryId }) => deliveryId);
}

describe('the due queue', () => {
  it('yields the earliest first, and deliveries of the same time in the order they were added', () => {
    const queue = new DueQueue<DueDelivery>(({ deliveryId }) => deliveryId);
    const moments = Array.from({ length: 1000 }, (_, index) => (index * 7919) % 100);
    moments.forEach((at, index) => {
      queue.put(due(String(index), at));
    });
    const expected = moments
      .map((at, index) => ({ at, index }))
      .sort((a, b) => a.at - b.at || a.index - b.index);
    expect(taken(queue)).toEqual(expected.map(({ index }) => String(index)));
  });

  it('keeps what is not due', () => {
    const queue = new DueQueue<DueDelivery>(({ deliveryId }) => deliveryId);
    queue.put(due('later', 2));
    queue.put(due('now', 1));
    expect(taken(queue, 1)).toEqual(['now']);
    expect(queue.earliest).toBe(2);
  });

  it('holds each delivery once, with its last due time', () => {
    const queue = new DueQueue<DueDelivery>(({ deliveryId }) => deliveryId);
    queue.put(due('a', 1));
    queue.put(due('b', 2));
    queue.put(due('a', 3));
    expect(queue.earliest).toBe(2);
    expect(taken(queue)).toEqual(['b', 'a']);
  });

  it('does not yield what was removed', () => {
    const queue = new DueQueue<DueDelivery>(({ deliveryId }) => deliveryId);
    queue.put(due('a', 1));
    queue.remove('a');
    expect(queue.earliest).toBe(Infinity);
    expect(taken(queue)).toEqual([]);
  });

  it('stays in order after thousands of replacements', () => {
    const queue = new DueQueue<DueDelivery>(({ deliveryId }) => deliveryId);
    for (let n = 0; n < 5000; n += 1) queue.put(due(`d${n % 10}`, 10_000 - n));
    expect(taken(queue)).toEqual(['9', '8', '7', '6', '5', '4', '3', '2', '1', '0'].map((n) => `d${n}`));
  });
});
