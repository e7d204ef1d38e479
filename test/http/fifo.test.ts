import { describe, expect, it } from 'vitest';
import { Fifo } from '../../src/http/server/fifo.ts';

describe('a queue', () => {
  it('gives back what was put in, in order, however much passes through it', () => {
    const queue = new Fifo<number>();
    let next = 0;
    for (let entry = 0; entry < 10_000; entry += 1) {
      queue.push(entry);
      if (queue.size > 100) {
        expect(queue.first).toBe(next);
        expect(queue.shift()).toBe(next);
        next += 1;
      }
    }
    expect(queue.size).toBe(100);
    expect(queue.toArray()).toEqual(Array.from({ length: 100 }, (_, index) => next + index));
    while (queue.size > 0) queue.shift();
    expect([queue.first, queue.shift(), queue.toArray()]).toEqual([undefined, undefined, []]);
  });
});
