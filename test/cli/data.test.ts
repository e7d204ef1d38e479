import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { game } from '../store/records.ts';
import { asKilledNow, opened, temporaryDirectory } from '../store/store-fixture.ts';
import { typed } from './fake-command-context.ts';

/** A directory as a kill leaves it: gm_1 and gm_2 in the snapshot, gm_3 and gm_4 in the journal. */
async function killed(): Promise<string> {
  const directory = temporaryDirectory();
  for (const ids of [
    ['gm_1', 'gm_2'],
    ['gm_3', 'gm_4'],
  ]) {
    const store = await opened(directory);
    for (const id of ids) {
      store.transact(({ games }) => {
        games.put(game(id));
      });
      await store.durable();
    }
    if (ids.includes('gm_4')) return asKilledNow(directory);
    await store.close();
  }
  return directory;
}

function edit(directory: string, name: string, from: string, to: string): void {
  const file = join(directory, name);
  writeFileSync(file, readFileSync(file, 'utf8').replace(from, to));
}

async function run(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  const context = typed(...argv);
  const code = await main(context);
  return { code, out: context.printed, err: context.errorOutput };
}

async function gamesIn(directory: string): Promise<string[]> {
  const store = await opened(directory);
  const names = Array.from(store.tables.games.all(), ({ id, name }) => `${id} ${name}`);
  await store.close();
  return names;
}

describe('data check', () => {
  it('says that an intact directory is intact, and changes nothing', async () => {
    const directory = await killed();
    const files = readdirSync(directory);
    const { code, out } = await run('data', 'check', '--data-dir', directory);
    expect([code, out]).toEqual([0, `${directory}: games 4, up to transaction 4\nThe data is intact.\n`]);
    expect(readdirSync(directory)).toEqual(files);
  });

  it('shows the line that is damaged and what is lost behind it', async () => {
    const directory = await killed();
    edit(directory, 'journal.jsonl', 'Game gm_3', 'Game gm_x');
    const { code, out } = await run('data', 'check', '--data-dir', directory);
    expect(code).toBe(1);
    expect(out).toContain('journal.jsonl, line 1: The line does not match its checksum.');
    expect(out).toContain(
      'Lost: journal.jsonl, line 1: games gm_3\nLost: journal.jsonl, line 2: games gm_4\n',
    );
    expect(out).toContain(`data repair --data-dir ${directory}`);
  });

  it('accepts edited files with --accept, and keeps a copy', async () => {
    const directory = await killed();
    edit(directory, 'db.json', 'Game gm_2', 'Renamed');
    edit(directory, 'journal.jsonl', 'Game gm_4', 'Edited');
    const { code, out } = await run('data', 'check', '--accept', '--data-dir', directory);
    expect([code, out]).toEqual([0, expect.stringContaining('Accepted')]);
    const copy = readdirSync(directory).find((name) => name.startsWith('before-repair-')) ?? '';
    expect(readFileSync(join(directory, copy, 'db.json'), 'utf8')).toContain('Renamed');
    expect(await gamesIn(directory)).toEqual([
      'gm_1 Game gm_1',
      'gm_2 Renamed',
      'gm_3 Game gm_3',
      'gm_4 Edited',
    ]);
  });

  it('accepts them with --accept=yes, too', async () => {
    const directory = await killed();
    edit(directory, 'db.json', 'Game gm_2', 'Renamed');
    const { code, out } = await run('data', 'check', '--accept=yes', '--data-dir', directory);
    expect([code, out]).toEqual([0, expect.stringContaining('Accepted')]);
  });

  it('accepts no file that is not readable', async () => {
    const directory = await killed();
    edit(directory, 'db.json', '"seq":2', '"sequence":2');
    const before = readFileSync(join(directory, 'db.json'), 'utf8');
    const { code, out } = await run('data', 'check', '--accept', '--data-dir', directory);
    expect([code, out]).toEqual([1, expect.stringContaining('"seq" is not a whole number')]);
    expect(readFileSync(join(directory, 'db.json'), 'utf8')).toBe(before);
  });

  it.each(['db.json', 'journal.jsonl'])(
    'does not accept a misspelt or mistyped field in %s, and names its JSON path',
    async (name) => {
      const directory = await killed();
      edit(directory, name, '"sandbox":true', '"sandbx":true');
      const { code, out } = await run('data', 'check', '--accept', '--data-dir', directory);
      expect(code).toBe(1);
      const path = name === 'db.json' ? '$.tables.games[0].sandbx' : '$.changes[0][2].sandbx';
      expect(out).toMatch(new RegExp(`${name}, line \\d+: `));
      expect(out).toContain(`${path}: There is no such field; did you mean "sandbox"?`);
      expect(out).toContain('Not accepted.');
      edit(directory, name, '"sandbx":true', '"sandbox":"yes"');
      const again = await run('data', 'check', '--accept', '--data-dir', directory);
      expect([again.code, again.out]).toEqual([1, expect.stringMatching(/\.sandbox: .*expected boolean/)]);
      edit(directory, name, '"sandbox":"yes"', '"sandbox":false');
      expect((await run('data', 'check', '--accept', '--data-dir', directory)).code).toBe(0);
    },
  );

  it('accepts a snapshot whose journal is gone', async () => {
    const directory = await killed();
    rmSync(join(directory, 'journal.jsonl'));
    expect((await run('data', 'check', '--data-dir', directory)).code).toBe(1);
    expect((await run('data', 'check', '--accept', '--data-dir', directory)).code).toBe(0);
    expect(await gamesIn(directory)).toEqual(['gm_1 Game gm_1', 'gm_2 Game gm_2']);
  });
});

describe('data repair', () => {
  it('keeps the records of a broken snapshot that are readable, and the journal', async () => {
    const directory = await killed();
    edit(directory, 'db.json', '"id":"gm_1","', '"id":"gm_1",');
    const { code, out } = await run('data', 'repair', '--data-dir', directory);
    expect([code, out]).toEqual([
      0,
      expect.stringMatching(/Lost: db\.json, line \d+: games gm_1\n[^]*before-repair-/),
    ]);
    expect(await gamesIn(directory)).toEqual(['gm_2 Game gm_2', 'gm_3 Game gm_3', 'gm_4 Game gm_4']);
  });

  it('keeps the transactions before the damaged line', async () => {
    const directory = await killed();
    edit(directory, 'journal.jsonl', '"gm_4"', '"gm_5"');
    expect((await run('data', 'repair', '--data-dir', directory)).code).toBe(0);
    expect(await gamesIn(directory)).toEqual(['gm_1 Game gm_1', 'gm_2 Game gm_2', 'gm_3 Game gm_3']);
    expect((await run('data', 'check', '--data-dir', directory)).out).toContain('The data is intact.');
  });
});

it('data export prints the records as JSON, and the damage to the error output', async () => {
  const directory = await killed();
  edit(directory, 'journal.jsonl', '"gm_4"', '"gm_5"');
  const { code, out, err } = await run('data', 'export', '--data-dir', directory);
  expect(code).toBe(1);
  expect(JSON.parse(out)).toMatchObject({
    tables: { games: [{ id: 'gm_1' }, { id: 'gm_2' }, { id: 'gm_3' }] },
  });
  expect(err).toContain('line 2');
});

it('data refuses a directory without data, a directory in use and an unknown action', async () => {
  const directory = join(temporaryDirectory(), 'none');
  expect((await run('data', 'check', '--data-dir', directory)).err).toContain('is not a data directory');
  expect(existsSync(directory)).toBe(false);
  const used = temporaryDirectory();
  await opened(used);
  const busy = await run('data', 'repair', '--data-dir', used);
  expect([busy.code, busy.err]).toEqual([1, expect.stringContaining('is in use by process')]);
  expect((await run('data', 'chekc')).err).toContain('did you mean data check?');
});
