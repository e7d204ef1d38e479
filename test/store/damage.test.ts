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
    await second.durable();
    const killed = asKilledNow(directory);
    rmSync(join(killed, 'db.json'));
    expect((await refusal(killed)).message).toContain('Transaction 2 follows transaction 0');
  });
});

describe('a damaged db.json is refused', () => {
  const cut = JSON.stringify({ version: 1, seq: 5, tables: { games: [game('a'), game('b')] } }, null, 2);
  /** The line on which the record that is cut off starts; its length differs with the fields of a game. */
  const cutAt = cut.slice(0, cut.lastIndexOf('{')).split('\n').length;
  const cases: [string, string, number | null, string][] = [
    ['nothing', '', null, 'not JSON'],
    ['no object', 'null', null, 'not an object'],
    ['a file that was cut off', cut.slice(0, cut.lastIndexOf('"sandbox"')), cutAt, 'not JSON'],
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

describe('with a checksum', () => {
  /** A snapshot with one game, and a journal with two more. */
  async function written(): Promise<string> {
    const directory = temporaryDirectory();
    const add = async (...ids: string[]): Promise<string> => {
      const store = await opened(directory);
      for (const id of ids) {
        store.transact(({ games }) => {
          games.put(game(id));
        });
        await store.durable();
      }
      const killed = asKilledNow(directory);
      await store.close();
      return killed;
    };
    await add('gm_1');
    return add('gm_2', 'gm_3');
  }

  it.each(['journal.jsonl', 'db.json'])('a flipped bit anywhere in %s is refused', async (name) => {
    const directory = await written();
    const file = join(directory, name);
    const intact = readFileSync(file);
    for (let at = 0; at < intact.length; at += at < intact.length - 40 ? 5 : 1) {
      const flipped = Buffer.from(intact);
      flipped[at] = (flipped[at] ?? 0) ^ 1;
      writeFileSync(file, flipped);
      const error = await refusal(directory);
      expect(error.position.file).toBe(file);
      expect(error.message).toContain('aghanim-emulator data ');
    }
    writeFileSync(file, intact);
    expect((await opened(directory)).tables.games.size).toBe(3);
  });

  it('a changed value in the journal is refused with its line', async () => {
    const directory = await written();
    const file = join(directory, 'journal.jsonl');
    const text = readFileSync(file, 'utf8');
    const at = text.lastIndexOf('"com_1"');
    writeFileSync(file, `${text.slice(0, at)}"com_2"${text.slice(at + 7)}`);
    const error = await refusal(directory);
    expect(error.position).toEqual({ file, line: 2 });
    expect(error.message).toContain('does not match its checksum');
    expect(error.message).toContain('data repair --data-dir DIR');
  });

  it('an edited db.json is refused with the command that accepts it', async () => {
    const directory = await written();
    const file = join(directory, 'db.json');
    writeFileSync(file, JSON.stringify(JSON.parse(readFileSync(file, 'utf8')), null, 2));
    expect((await refusal(directory)).message).toContain('data check --accept');
  });

  it('a line without a checksum after one that has it is refused', async () => {
    const directory = await written();
    const file = join(directory, 'journal.jsonl');
    writeFileSync(file, readFileSync(file, 'utf8') + lines(line(4, put('gm_4'))));
    expect((await refusal(directory)).position.line).toBe(3);
  });

  it('a snapshot whose journal is gone is refused', async () => {
    const directory = await written();
    rmSync(join(directory, 'journal.jsonl'));
    expect((await refusal(directory)).message).toContain('The journal is missing beside db.json');
  });

  it('files of version 0.1, which have none, get it with the next snapshot', async () => {
    const directory = temporaryDirectory();
    writeFileSync(join(directory, 'db.json'), snapshot({ tables: { games: [game('a')] } }));
    writeFileSync(join(directory, 'journal.jsonl'), lines(line(6, put('b'))));
    const store = await opened(directory);
    expect(store.tables.games.size).toBe(2);
    await store.close();
    expect(readFileSync(join(directory, 'db.json'), 'utf8')).toMatch(/,"checksum":"[0-9a-f]{16}"\}\n$/);
    expect((await opened(directory)).tables.games.size).toBe(2);
  });
});

it.each([
  ['journal.jsonl', lines(line(1, put('gm_x')))],
  ['db.json', snapshot({ tables: { games: [game('gm_x')] } })],
])('%s with invalid UTF-8 is refused with its line', async (name, text) => {
  const directory = temporaryDirectory();
  const bytes = Buffer.from(text);
  bytes[bytes.lastIndexOf('gm_x') + 3] = 0xff;
  writeFileSync(join(directory, name), bytes);
  const error = await refusal(directory);
  expect(error.position.line).toBe(1);
  expect(error.message).toContain('not valid UTF-8');
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
