import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { game, item } from './records.ts';
import { opened, temporaryDirectory } from './store-fixture.ts';

const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);

describe('a store on disk', () => {
  it('is readable for its user only, also where an older version created files', async () => {
    const directory = join(temporaryDirectory(), 'data');
    const first = await opened(directory);
    first.transact(({ games }) => {
      games.put(game('gm_1'));
    });
    expect(modeOf(directory)).toBe('700');
    expect(['lock', 'journal.jsonl'].map((name) => modeOf(join(directory, name)))).toEqual(['600', '600']);
    await first.close();
    expect(modeOf(join(directory, 'db.json'))).toBe('600');
    for (const name of ['journal.jsonl', 'db.json.tmp']) {
      writeFileSync(join(directory, name), '');
      chmodSync(join(directory, name), 0o644);
    }
    const second = await opened(directory);
    second.transact(({ games }) => {
      games.put(game('gm_2'));
    });
    await second.close();
    expect(['db.json', 'journal.jsonl'].map((name) => modeOf(join(directory, name)))).toEqual(['600', '600']);
  });

  it('has after a restart what it had before', async () => {
    const directory = temporaryDirectory();
    const first = await opened(directory);
    first.transact(({ games, items }) => {
      games.put(game('gm_1'));
      items.put(item('b'));
      items.put(item('a'));
    });
    first.transact(({ games }) => {
      games.put(game('gm_1', { name: 'Renamed' }));
    });
    await first.close();

    const second = await opened(directory);
    expect([...second.tables.games.all()]).toEqual([game('gm_1', { name: 'Renamed' })]);
    expect(second.tables.items.by('game', 'gm_1')).toEqual([item('b'), item('a')]);
  });

  it('leaves a readable db.json and an empty journal when it is closed', async () => {
    const directory = temporaryDirectory();
    const store = await opened(directory);
    store.transact(({ games }) => {
      games.put(game('gm_1'));
    });
    await store.close();
    const text = readFileSync(join(directory, 'db.json'), 'utf8');
    expect(text).toContain(`\n${JSON.stringify(game('gm_1'))}\n`);
    expect(JSON.parse(text)).toMatchObject({
      version: 1,
      seq: 1,
      tables: { games: [game('gm_1')], items: [] },
    });
    expect(statSync(join(directory, 'journal.jsonl')).size).toBe(0);
  });
});
