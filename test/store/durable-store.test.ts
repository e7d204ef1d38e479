import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { game, item } from './records.ts';
import { opened, temporaryDirectory } from './store-fixture.ts';

describe('a store on disk', () => {
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
