import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Event } from '../../src/domain/model/event.ts';
import { asKilledNow, opened, temporaryDirectory } from './store-fixture.ts';

const MEBIBYTE = 1024 * 1024;
const SCRIPT = join(import.meta.dirname, 'hold-directory.ts');

function event(id: string): Event {
  const body = `"${id} `.padEnd(40_000, 'x');
  return {
    id,
    gameId: 'gm_1',
    platform: 'aghanim',
    type: 'order.created',
    orderId: null,
    transactionId: 'trx_1',
    trigger: null,
    body,
    bodyWithPlayer: null,
    createdAt: 1,
  };
}

it('a start after a kill needs no more memory than the run, however long the journal is', async () => {
  const directory = temporaryDirectory();
  const store = await opened(directory, { compactAtBytes: Infinity });
  const KEPT = 100;
  for (let n = 0; n < 4000; n += 1) {
    store.transact(({ events }) => {
      events.put(event(`evt_${n}`));
      events.delete(`evt_${n - KEPT}`);
    });
    await store.durable();
  }
  const killed = asKilledNow(directory);
  expect(statSync(join(killed, 'journal.jsonl')).size).toBeGreaterThan(150 * MEBIBYTE);
  const options = ['--max-old-space-size=128', '--import', 'tsx', SCRIPT, killed];
  const { stdout } = spawnSync(process.execPath, options, { input: '', encoding: 'utf8' });
  expect(stdout).toBe('open\n');
});
