import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Stored } from '../../src/domain/model/record.ts';
import type { TableName } from '../../src/domain/model/tables.ts';
import { readOwnSnapshot } from '../../src/store/own-snapshot.ts';
import { readSnapshot } from '../../src/store/snapshot-text.ts';
import { game, item } from './records.ts';
import { opened, temporaryDirectory } from './store-fixture.ts';

/** A snapshot of more than one chunk, with texts that look like its layout. */
async function written(): Promise<string> {
  const directory = temporaryDirectory();
  const store = await opened(directory);
  store.transact(({ games, items }) => {
    for (let n = 0; n < 20; n += 1) games.put(game(`gm_${n}`, { name: `]\n{"id": ${n}}, "€"` }));
    for (let n = 0; n < 3000; n += 1) items.put(item(`itm_${n}`, { description: `{[,]}`.repeat(n % 150) }));
  });
  await store.close();
  return join(directory, 'db.json');
}

/** The last transaction of a snapshot and its records by table, as the fast reading gives them; `null` if it does not. */
function read(file: string) {
  const tables: Partial<Record<TableName, Stored[]>> = {};
  const seq = readOwnSnapshot(file, (table, records) => {
    (tables[table] ??= []).push(...records);
  });
  return seq === null ? null : { seq, tables };
}

describe('the fast reading of a snapshot', () => {
  it('gives the same records as the reading of any JSON', async () => {
    const file = await written();
    const own = read(file);
    const { snapshot, signature } = readSnapshot(file);
    expect(signature).toBe('valid');
    expect(own?.seq).toBe(snapshot.seq);
    expect(own?.tables.items).toHaveLength(3000);
    const present = Object.entries(snapshot.tables).filter(([, records]) => records.length > 0);
    expect(own?.tables).toEqual(Object.fromEntries(present));
  });

  const changes: [string, (text: string) => string][] = [
    ['a changed value', (text) => text.replace('"com_1"', '"com_2"')],
    ['another layout', (text) => JSON.stringify(JSON.parse(text), null, 2)],
    ['no newline at its end', (text) => text.trimEnd()],
    ['a missing end', (text) => text.slice(0, text.length / 2)],
    ['something after its end', (text) => `${text}{}\n`],
    ['an unknown table', (text) => text.replace('"items":', '"cats":')],
    ['broken JSON', (text) => text.replace('"com_1"', '"com_1')],
    ['nothing', () => ''],
  ];

  it.each(changes)('leaves a file with %s to it', async (_, change) => {
    const file = await written();
    writeFileSync(file, change(readFileSync(file, 'utf8')));
    expect(read(file)).toBeNull();
  });

  it('leaves bytes that are not UTF-8 to it', async () => {
    const file = await written();
    const bytes = readFileSync(file);
    bytes[bytes.indexOf('com_1')] = 0xff;
    writeFileSync(file, bytes);
    expect(read(file)).toBeNull();
  });
});
