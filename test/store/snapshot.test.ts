import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSnapshot, snapshotText, snapshotOf } from '../../src/store/snapshot-text.ts';
import { game, item } from './records.ts';
import { opened, temporaryDirectory } from './store-fixture.ts';

const record = fc.tuple(fc.uuid(), fc.jsonValue({ maxDepth: 1 })).map(([id, value]) => ({ id, value }));
const records = fc.uniqueArray(record, { selector: ({ id }) => id, maxLength: 70 });
const snapshots = fc
  .record({ seq: fc.nat(), games: records, items: records, orders: records })
  .map(({ seq, ...tables }) => snapshotOf(seq, tables));

/** As Node writes and reads it; -0 becomes 0, for example. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('the snapshot', () => {
  it('is JSON with a line for each record', () => {
    fc.assert(
      fc.property(snapshots, (snapshot) => {
        const text = [...snapshotText(snapshot)].join('');
        expect(JSON.parse(text)).toEqual({
          ...(plain(snapshot) as object),
          checksum: expect.stringMatching(/^[0-9a-f]{16}$/) as string,
        });
        const lines = text.split('\n').map((line) => line.replace(/,$/, ''));
        const records = Object.values(snapshot.tables).flat();
        expect(lines.filter((line) => line.startsWith('{"id"'))).toEqual(
          records.map((one) => JSON.stringify(one)),
        );
      }),
    );
  });

  it('is read the same with any indentation and in chunks of any length', () => {
    const indents = fc.constantFrom(undefined, 1, 2, 4, '\t');
    fc.assert(
      fc.property(snapshots, indents, fc.integer({ min: 1, max: 50 }), (snapshot, indent, length) => {
        const bytes = Buffer.from(JSON.stringify(snapshot, null, indent));
        const chunks = Array.from({ length: Math.ceil(bytes.length / length) }, (_, n) =>
          bytes.subarray(n * length, (n + 1) * length),
        );
        expect(parseSnapshot(chunks, 'db.json')).toEqual(plain(snapshot));
      }),
    );
  });

  it('may be edited without its checksum while the store is closed', async () => {
    const directory = temporaryDirectory();
    const file = join(directory, 'db.json');
    const first = await opened(directory);
    first.transact(({ games, items }) => {
      games.put(game('gm_1'));
      items.put(item('a'));
      items.put(item('b'));
    });
    await first.close();
    const edited = JSON.parse(readFileSync(file, 'utf8')) as {
      tables: Record<string, unknown>;
      checksum?: string;
    };
    delete edited.checksum;
    edited.tables = { games: [game('gm_0'), game('gm_1', { name: 'Edited' })], items: [item('b')] };
    writeFileSync(file, JSON.stringify(edited, null, '\t'));

    const second = await opened(directory);
    expect([...second.tables.games.all()]).toEqual([game('gm_0'), game('gm_1', { name: 'Edited' })]);
    expect([...second.tables.items.all()]).toEqual([item('b')]);
    expect(second.tables.items.count('game', 'gm_1')).toBe(1);
  });
});
