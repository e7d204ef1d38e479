import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AnswerRing, MemorySpace } from '../../src/store/answer-ring.ts';
import type { Attempt } from '../../src/domain/model/delivery.ts';
import type { ClosableStore } from '../../src/store/memory-store.ts';
import { createMemoryStore } from '../../src/store/memory-store.ts';
import { answerOf, storedResponse } from '../../src/domain/webhooks/answers.ts';
import { asKilledNow, opened, temporaryDirectory } from './store-fixture.ts';

const KIB = 1024;

function attempt(id: string, response: Attempt['response']): Attempt {
  return {
    id,
    deliveryId: 'dlv_1',
    number: 1,
    trigger: 'automatic',
    startedAt: 1,
    durationMs: 1,
    timings: { connectMs: null, firstByteMs: null },
    request: { method: 'POST', url: 'http://127.0.0.1:9/', headers: {} },
    response,
    error: null,
    nextAttemptAt: null,
  };
}

/** Records an attempt that was answered with this body. */
function answered(
  store: ClosableStore,
  id: string,
  body: string,
  headers: Record<string, string> = {},
): void {
  const response = {
    status: 500,
    headers,
    body,
    encoding: 'utf8',
    bodyBytes: body.length,
    truncated: false,
  } as const;
  const stored = storedResponse(store.answers, response);
  store.transact(({ attempts }) => {
    attempts.put(attempt(id, stored));
  });
}

function answer(store: ClosableStore, id: string) {
  const response = store.tables.attempts.get(id)?.response;
  if (!response) throw new Error(`attempt ${id} has no answer`);
  return answerOf(store.answers, response);
}

const large = (n: number): string => `${n} `.repeat(64 * KIB).slice(0, 64 * KIB);

describe('the answer of a receiver', () => {
  it('is kept as a whole while it is one of the last, then its first 4 KiB', async () => {
    const directory = temporaryDirectory();
    const store = await opened(directory);
    for (let n = 0; n < 300; n += 1) answered(store, `att_${n}`, large(n));
    await store.durable();
    expect(answer(store, 'att_299')).toEqual({ body: large(299), truncated: false });
    expect(answer(store, 'att_100')).toEqual({ body: large(100), truncated: false });
    expect(answer(store, 'att_0')).toEqual({ body: large(0).slice(0, 4 * KIB), truncated: true });
    expect(statSync(join(directory, 'answers-whole.bin')).size).toBe(16 * KIB * KIB);
    expect(statSync(join(directory, 'answers.bin')).mode & 0o777).toBe(0o600);
    expect(statSync(join(directory, 'journal.jsonl')).size).toBeLessThan(300 * KIB);
    expect(store.tables.attempts.bytes).toBeLessThan(300 * 2 * KIB);
  });

  it('is in bounded memory without a directory', () => {
    const store = createMemoryStore();
    for (let n = 0; n < 100; n += 1) answered(store, `att_${n}`, large(n));
    expect(answer(store, 'att_99').body).toBe(large(99));
    expect(answer(store, 'att_0')).toEqual({ body: large(0).slice(0, 4 * KIB), truncated: true });
    expect(store.tables.attempts.bytes).toBeLessThan(100 * 2 * KIB);
  });

  it('is still there after a kill, and newer ones take their place behind it', async () => {
    const directory = temporaryDirectory();
    const first = await opened(directory);
    answered(first, 'att_1', large(1));
    await first.durable();
    const killed = asKilledNow(directory);
    const store = await opened(killed);
    answered(store, 'att_2', large(2));
    expect(answer(store, 'att_1').body).toBe(large(1));
    expect(answer(store, 'att_2').body).toBe(large(2));
  });

  it('is empty and marked as truncated when its file is gone or damaged', async () => {
    const directory = temporaryDirectory();
    const store = await opened(directory);
    answered(store, 'att_1', large(1));
    const file = join(directory, 'answers-whole.bin');
    const bytes = readFileSync(file);
    bytes[1000] = 0;
    writeFileSync(file, bytes);
    expect(answer(store, 'att_1')).toEqual({ body: large(1).slice(0, 4 * KIB), truncated: true });
    await store.durable();
    const killed = asKilledNow(directory);
    rmSync(join(killed, 'answers.bin'));
    rmSync(join(killed, 'answers-whole.bin'));
    const again = await opened(killed);
    expect(answer(again, 'att_1')).toEqual({ body: '', truncated: true });
  });

  it('is stored with its attempt when it is short, without the file', async () => {
    const directory = temporaryDirectory();
    const store = await opened(directory);
    answered(store, 'att_1', '{"status":"ok"}');
    expect(answer(store, 'att_1')).toEqual({ body: '{"status":"ok"}', truncated: false });
    expect(() => statSync(join(directory, 'answers.bin'))).toThrow('ENOENT');
  });

  it('keeps 4 KiB of its headers', () => {
    const store = createMemoryStore();
    answered(store, 'att_1', 'no', { 'x-first': 'a', 'x-large': 'b'.repeat(10_000) });
    expect(store.tables.attempts.get('att_1')?.response?.headers).toEqual({ 'x-first': 'a' });
  });

  it('is not cut within a character', () => {
    const store = createMemoryStore();
    const text = `x${'€'.repeat(20_000)}`;
    for (let n = 0; n < 100; n += 1) answered(store, `att_${n}`, text);
    expect(answer(store, 'att_0')).toEqual({ body: `x${'€'.repeat(1365)}`, truncated: true });
  });
});

describe('a ring', () => {
  it('knows a text that was replaced, also after its offsets were used again', () => {
    const space = new MemorySpace();
    const ring = new AnswerRing(space, 100);
    const first = ring.add(Buffer.from('a'.repeat(60)));
    expect(ring.read(first)).toBe('a'.repeat(60));
    const second = ring.add(Buffer.from('b'.repeat(60)));
    expect([first.at, second.at]).toEqual([0, 100]);
    expect(ring.read(first)).toBeNull();
    const again = new AnswerRing(space, 100);
    again.skip(first);
    expect(again.read(first)).toBeNull();
  });
});
