import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { createEmulator } from '../../src/app/emulator.ts';
import { optionName, parseOptions } from '../../src/settings/options.ts';

it('an emulator whose data directory is deleted is not ready, refuses changes with 503, and says where its state is', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'aghanim-lost-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const dataDir = join(folder, 'data');
  const options = parseOptions({ dataDir, ephemeral: false, logLevel: 'silent' });
  const emulator = await createEmulator(options, optionName);
  const { url } = await emulator.start();
  const create = () =>
    fetch(`${url}/s2s/v1/orders`, {
      method: 'POST',
      headers: { Authorization: 'Bearer s2s_sandbox_local', 'Content-Type': 'application/json' },
      body: JSON.stringify({ player_id: 'r2d2-c3po', items: [{ sku: 'CRS-82500' }] }),
    });
  expect((await create()).status).toBe(201);
  expect((await fetch(`${url}/readyz`)).status).toBe(200);

  rmSync(dataDir, { recursive: true });
  expect((await fetch(`${url}/readyz`)).status).toBe(503);
  expect((await fetch(`${url}/livez`)).status).toBe(200);
  const refused = await create();
  expect(refused.status).toBe(503);
  expect(JSON.stringify(await refused.json())).toContain('was deleted, moved or replaced');
  expect((await fetch(`${url}/_emulator/orders`)).status).toBe(200);

  const error: unknown = await emulator.stop().catch((reason: unknown) => reason);
  const dumped = /The state at the end is in (.+)\.$/.exec(String(error))?.[1] ?? '';
  expect(dumped).not.toBe('');
  rmSync(join(dumped, '..'), { recursive: true });
});
