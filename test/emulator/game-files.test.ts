import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createEmulator, type EmulatorOptions } from '../../src/index.ts';

const open: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

const FILE = {
  format: 'aghanim-emulator-game',
  version: 1,
  name: 'Star Miner',
  settings: { auto_refund: false, retry_schedule: 'none' },
  branding: { color: '#117733', logo: null },
  webhooks: [{ url: 'http://127.0.0.1:9/hook', events: ['item.add'] }],
  items: [
    { sku: 'GEM', name: 'Gem', price: 100, currency: 'USD' },
    { sku: 'BOX', name: 'Box', type: 'bundle', price: 500, currency: 'USD', nested_items: [{ sku: 'GEM' }] },
  ],
};

/** A folder with the file; it is removed after the test. */
function folderWith(file: unknown): { readonly directory: string; readonly seedFile: string } {
  const directory = mkdtempSync(join(tmpdir(), 'game-file-'));
  open.push(() => {
    rmSync(directory, { recursive: true, force: true });
  });
  const seedFile = join(directory, 'game.json');
  writeFileSync(seedFile, JSON.stringify(file));
  return { directory, seedFile };
}

interface Exported {
  readonly name: string;
  readonly branding: { readonly color: string | null };
  readonly items: readonly { readonly sku: string }[];
  readonly webhooks: readonly { readonly url: string; readonly secret: string }[];
}

async function start(options: EmulatorOptions) {
  const emulator = await createEmulator({ logLevel: 'silent', ...options });
  open.push(() => emulator.stop());
  const { url } = await emulator.start();
  const call = async (method: string, path: string, key: string | null, body?: unknown) => {
    const answer = await fetch(`${url}/_emulator${path}`, {
      method,
      headers: {
        'Content-Type': 'application/json',
        ...(key !== null && { Authorization: `Bearer ${key}` }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    expect(answer.status, `${method} ${path}`).toBeLessThan(300);
    return await answer.json();
  };
  const exported = async (key: string | null) => (await call('GET', '/export?secrets=true', key)) as Exported;
  return { emulator, call, exported };
}

describe('a game file', () => {
  it('is what a reset of the game that was made of it goes back to, with the same secrets', async () => {
    const { call, exported } = await start({});
    const { key } = (await call('POST', '/games/import', null, FILE)) as { key: string };
    const before = await exported(key);
    expect(before.items.map(({ sku }) => sku)).toEqual(['GEM', 'BOX']);
    await call('POST', '/import', key, { ...FILE, items: [] });
    expect((await exported(key)).items).toEqual([]);
    await call('POST', '/import', key, FILE);
    await call('PATCH', '/settings', key, { auto_refund: true });
    await call('POST', '/reset', key, {});
    expect(await exported(key)).toEqual(before);
  });

  it('makes the sandbox game as the seed, at the first start and at a reset', async () => {
    const { directory, seedFile } = folderWith(FILE);
    const options = { seedFile, dataDir: join(directory, 'data') };
    const first = await start(options);
    const before = await first.exported(null);
    expect(before).toMatchObject({ name: 'Star Miner', branding: { color: '#117733' } });
    expect(before.webhooks.map(({ url }) => url)).toEqual(['http://127.0.0.1:9/hook']);
    await first.call('POST', '/reset', null, {});
    expect(await first.exported(null)).toEqual(before);
    const live = await first.exported('s2s_live_local');
    expect(live).toMatchObject({ name: 'Live game', webhooks: [], branding: { color: null } });
    expect(live.items.map(({ sku }) => sku)).toEqual(['GEM', 'BOX']);
    const test = (await first.call('POST', '/games', null, { items: [] })) as { key: string };
    expect((await first.exported(test.key)).items).toHaveLength(2);
    await first.call('POST', '/import', null, { ...FILE, name: 'Changed', items: [] });
    await first.emulator.stop();
    const second = await start(options);
    expect(await second.exported(null)).toMatchObject({ name: 'Changed', items: [] });
  });

  it('is refused as the seed with the place of what is wrong', async () => {
    const wrong = { ...FILE, items: [{ sku: 'A', name: 'A', nested_items: [{ sku: 'B' }] }] };
    const { seedFile } = folderWith(wrong);
    await expect(start({ seedFile })).rejects.toThrow(/items\.0\.nested_items\.0\.sku: Unknown SKU "B"/);
    const misspelt = folderWith({ ...FILE, itemz: [] });
    await expect(start({ seedFile: misspelt.seedFile })).rejects.toThrow(/itemz/);
  });
});
