import { existsSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMemoryStore, type ClosableStore } from '../../src/store/memory-store.ts';
import { run, transactions, view } from './random-transactions.ts';
import { game, item } from './records.ts';
import { asKilledNow, opened, recordingLog, temporaryDirectory } from './store-fixture.ts';

const DROPPED = 'Dropped the last line of the journal, which a crash left incomplete.';
const journalOf = (directory: string): string => join(directory, 'journal.jsonl');
const snapshotOf = (directory: string): string => join(directory, 'db.json');

async function put(store: ClosableStore, ...ids: string[]): Promise<void> {
  for (const id of ids) {
    store.transact(({ games }) => {
      games.put(game(id));
    });
    await store.durable();
  }
}

function gameIds({ tables }: ClosableStore): string[] {
  return Array.from(tables.games.all(), ({ id }) => id);
}

describe('after a kill a store', () => {
  it('has every transaction whose line is complete, wherever the journal was cut, and accepts more', async () => {
    await fc.assert(
      fc.asyncProperty(transactions, fc.double({ min: 0, max: 1, noNaN: true }), async (all, share) => {
        const directory = temporaryDirectory();
        const store = await opened(directory);
        const twin = createMemoryStore();
        const states = [{ size: 0, view: view(store.tables) }];
        for (const transaction of all) {
          run(store, transaction);
          run(twin, transaction);
          await store.durable();
          expect(view(store.tables)).toEqual(view(twin.tables));
          states.push({ size: statSync(journalOf(directory)).size, view: view(store.tables) });
        }
        const killed = asKilledNow(directory);
        await store.close();
        const cut = Math.floor(share * (states.at(-1)?.size ?? 0));
        truncateSync(journalOf(killed), cut);
        const expected = states.findLast(({ size }) => size <= cut)?.view;

        const second = await opened(killed);
        expect(view(second.tables)).toEqual(expected);
        await put(second, 'gm_new');
        const third = await opened(asKilledNow(killed));
        expect(view(third.tables)).toEqual(expected);
        expect(gameIds(third)).toEqual(['gm_new']);
        await Promise.all([second.close(), third.close()]);
      }),
      { numRuns: 40 },
    );
  });

  it('drops an incomplete last line of any length, and logs it', async () => {
    const directory = temporaryDirectory();
    const store = await opened(directory);
    await put(store, 'gm_1');
    const complete = statSync(journalOf(directory)).size;
    await put(store, 'gm_ü');
    const end = statSync(journalOf(directory)).size;
    for (let length = complete + 1; length < end; length += 1) {
      const killed = asKilledNow(directory);
      truncateSync(journalOf(killed), length);
      const log = recordingLog();
      const second = await opened(killed, { log });
      expect(gameIds(second)).toEqual(['gm_1']);
      expect(log.messages).toEqual([DROPPED]);
      await second.close();
    }
  });

  it('has all transactions, at any time during a snapshot that is written in the background', async () => {
    const directory = temporaryDirectory();
    const store = await opened(directory, { compactAtBytes: 1 });
    const copies: { killed: string; view: unknown }[] = [];
    const isWritten = () => existsSync(snapshotOf(directory));
    for (let n = 0; n < 60 || !isWritten(); n += 1) {
      store.transact(({ items }) => {
        items.put(item(`a${n % 7}`, { price: n, name: 'x'.repeat(100 * n) }));
        if (n % 5 === 0) items.delete('a3');
      });
      await store.durable();
      await nextTurn();
      copies.push({ killed: asKilledNow(directory), view: [...store.tables.items.all()] });
    }
    expect(readFileSync(snapshotOf(directory), 'utf8')).toContain('"price":');
    for (const { killed, view } of copies) {
      const second = await opened(killed);
      expect([...second.tables.items.all()]).toEqual(view);
      await second.close();
    }
  });
});

describe('a kill during a compaction', () => {
  it('loses nothing before the new snapshot is renamed', async () => {
    const { killed, newSnapshot } = await compactedAndKilled();
    writeFileSync(`${snapshotOf(killed)}.tmp`, newSnapshot.slice(0, 100));
    await expectAll(killed);
  });

  it('loses nothing before the journal is shortened', async () => {
    const { killed, newSnapshot } = await compactedAndKilled();
    writeFileSync(snapshotOf(killed), newSnapshot);
    await expectAll(killed);
  });

  it('loses nothing while the rest of the journal is copied', async () => {
    const { killed, newSnapshot } = await compactedAndKilled();
    writeFileSync(snapshotOf(killed), newSnapshot);
    writeFileSync(`${journalOf(killed)}.tmp`, lastLine(killed).slice(0, 20));
    await expectAll(killed);
  });

  it('loses nothing after the journal was shortened', async () => {
    const { killed, newSnapshot } = await compactedAndKilled();
    writeFileSync(snapshotOf(killed), newSnapshot);
    writeFileSync(journalOf(killed), lastLine(killed));
    await expectAll(killed);
  });

  it('loses nothing if the snapshot holds the whole journal', async () => {
    const { killed, newSnapshot } = await compactedAndKilled();
    writeFileSync(snapshotOf(killed), newSnapshot);
    truncateSync(journalOf(killed), readFileSync(journalOf(killed), 'utf8').indexOf('"gm_3"') - 30);
    const store = await opened(killed);
    await put(store, 'gm_3');
    await expectAll(asKilledNow(killed));
  });

  /** The old snapshot holds gm_1, the new one gm_1 and gm_2, and the journal gm_2 and gm_3. */
  async function compactedAndKilled(): Promise<{ killed: string; newSnapshot: string }> {
    const directory = temporaryDirectory();
    const first = await opened(directory);
    await put(first, 'gm_1');
    await first.close();
    const second = await opened(directory);
    await put(second, 'gm_2');
    const inSnapshot = asKilledNow(directory);
    await put(second, 'gm_3');
    const killed = asKilledNow(directory);
    await (await opened(inSnapshot)).close();
    return { killed, newSnapshot: readFileSync(snapshotOf(inSnapshot), 'utf8') };
  }

  function lastLine(directory: string): string {
    return `${readFileSync(journalOf(directory), 'utf8').trimEnd().split('\n').at(-1) ?? ''}\n`;
  }

  async function expectAll(directory: string): Promise<void> {
    const store = await opened(directory);
    expect(gameIds(store)).toEqual(['gm_1', 'gm_2', 'gm_3']);
    await put(store, 'gm_4');
    const next = await opened(asKilledNow(directory));
    expect(gameIds(next)).toEqual(['gm_1', 'gm_2', 'gm_3', 'gm_4']);
    await store.close();
    const last = await opened(directory);
    expect(gameIds(last)).toEqual(['gm_1', 'gm_2', 'gm_3', 'gm_4']);
  }
});
