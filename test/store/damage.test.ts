import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DamagedData } from '../../src/store/errors.ts';
import { game } from './records.ts';
import { asKilledNow, opened, temporaryDirectory } from './store-fixture.ts';

const lines = (...rows: unknown[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('');
const line = (seq: number, ...changes: unknown[]): unknown => ({ seq, changes });
const put = (id: string): unknown => ['games', id, game(id)];
const snapshot = (changes: object): string => JSON.stringify({ version: 1, seq: 5, tables: {}, ...changes });

describe('a damaged journal is refused with the line of the damage', () => {
  const first = line(1, put('gm_1'));
  const cases: [string, string, number, string][] = [
    [
      'broken JSON in the middle',
      `${lines(first)}{"seq":2,\n${lines(line(3, put('b')))}`,
      2,
      'cannot be read',
    ],
    ['broken JSON in the last line', `${lines(first)}{"seq":2,\n`, 2, 'cannot be read'],
    ['an empty line', `${lines(first)}\n${lines(line(2, put('b')))}`, 2, 'cannot be read'],
    ['a missing transaction', lines(first, line(3, put('b'))), 2, 'Transaction 3 follows transaction 1'],
    ['a repeated transaction', lines(first, line(1, put('b'))), 2, 'Transaction 1 follows transaction 1'],
    ['a missing beginning', lines(line(7, put('a'))), 1, 'Transaction 7 follows transaction 0'],
    ['something else', lines(first, 'hello'), 2, 'not a transaction'],
    ['an unknown table', lines(first, line(2, ['cats', 'cat_1', { id: 'cat_1' }])), 2, 'no table "cats"'],
    ['a change without an id', lines(line(1, ['games', 7, null])), 1, 'no id'],
    ['a change with two parts', lines(line(1, ['games', 'gm_1'])), 1, 'three parts'],
    ['a record with another id', lines(line(1, ['games', 'gm_1', game('gm_2')])), 1, 'gm_1'],
  ];

  it.each(cases)('%s', async (_, journal, at, words) => {
    const directory = temporaryDirectory();
    const file = join(directory, 'journal.jsonl');
    writeFileSync(file, journal);
    const error = await refusal(directory);
    expect(error.position).toEqual({ file, line: at });
    expect(error.message).toContain(`${file}, line ${at}: `);
    expect(error.message).toContain(words);
    expect(error.message).toContain('Restore a copy');
    expect(readFileSync(file, 'utf8')).toBe(journal);
  });

  it('a journal whose snapshot is gone', async () => {
    const directory = temporaryDirectory();
    const store = await opened(directory);
    store.transact(({ games }) => {
      games.put(game('gm_1'));
    });
    await store.close();
    const second = await opened(directory);
    second.transact(({ games }) => {
      games.put(game('gm_2'));
    });
    const killed = asKilledNow(directory);
    rmSync(join(killed, 'db.json'));
    expect((await refusal(killed)).message).toContain('Transaction 2 follows transaction 0');
  });
});

describe('a damaged db.json is refused', () => {
  const cut = JSON.stringify({ version: 1, seq: 5, tables: { games: [game('a'), game('b')] } }, null, 2);
  const cases: [string, string, number | null, string][] = [
    ['nothing', '', null, 'not JSON'],
    ['no object', 'null', null, 'not an object'],
    ['a file that was cut off', cut.slice(0, cut.lastIndexOf('"sandbox"')), 14, 'not JSON'],
    ['a record with a missing comma', cut.replace('"com_1",', '"com_1"'), 6, 'not JSON'],
    ['a record with a missing quote', cut.replace('"com_1",', '"com_1,'), 6, 'not JSON'],
    ['a missing comma between records', cut.replace('},\n      {', '}\n      {'), null, 'not JSON'],
    ['a newer version', snapshot({ version: 2 }), null, '"version" is 2'],
    ['no seq', snapshot({ seq: undefined }), null, '"seq"'],
    ['a broken seq', snapshot({ seq: 1.5 }), null, '"seq"'],
    ['no tables', snapshot({ tables: undefined }), null, '"tables"'],
    ['a list of tables', snapshot({ tables: [] }), null, '"tables"'],
    ['an unknown table', snapshot({ tables: { cats: [] } }), null, 'no table "cats"'],
    ['a table that is not a list', snapshot({ tables: { games: { a: game('a') } } }), null, '"games"'],
    ['a number for a record', snapshot({ tables: { games: [0, game('a')] } }), null, '"games"'],
    ['a list for a record', snapshot({ tables: { games: [[]] } }), 1, 'no "id"'],
    ['a record without an id', snapshot({ tables: { games: [{ name: 'x' }] } }), 1, 'no "id"'],
    ['a duplicate id', snapshot({ tables: { games: [game('a'), game('a')] } }), null, '"a" twice'],
    ['records elsewhere', snapshot({ more: [[game('a')]] }), null, 'outside "tables"'],
  ];

  it.each(cases)('%s', async (_, text, at, words) => {
    const directory = temporaryDirectory();
    const file = join(directory, 'db.json');
    writeFileSync(file, text);
    const error = await refusal(directory);
    expect(error.position).toEqual({ file, line: at });
    expect(error.message).toContain(words);
    expect(error.message).toContain('Correct the file');
    expect(readFileSync(file, 'utf8')).toBe(text);
  });
});

it('a directory with damaged files is not locked afterwards', async () => {
  const directory = temporaryDirectory();
  const file = join(directory, 'db.json');
  writeFileSync(file, 'oops');
  await refusal(directory);
  rmSync(file);
  const store = await opened(directory);
  expect(store.tables.games.size).toBe(0);
});

async function refusal(directory: string): Promise<DamagedData> {
  const error: unknown = await opened(directory).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(DamagedData);
  return error as DamagedData;
}
