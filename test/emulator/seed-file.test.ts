import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createEmulator, type Emulator } from '../../src/index.ts';

async function seeded(seed: unknown): Promise<Emulator> {
  const folder = mkdtempSync(join(tmpdir(), 'aghanim-emulator-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  const seedFile = join(folder, 'seed.json');
  writeFileSync(seedFile, typeof seed === 'string' ? seed : JSON.stringify(seed));
  return createEmulator({ seedFile, logLevel: 'silent' });
}

const GEM = { sku: 'GEM', name: 'Gem' };

describe('a seed file', () => {
  it('may hold bundles', async () => {
    const chest = {
      sku: 'CHEST',
      name: 'Chest',
      price_decimal: 4.99,
      currency: 'USD',
      nested_items: [{ sku: 'GEM', count: 3 }],
    };
    const emulator = await seeded({ items: [chest, { ...GEM, type: 'currency' }] });
    onTestFinished(() => emulator.stop());
    const { url } = await emulator.start();
    const headers = { Authorization: 'Bearer s2s_sandbox_local' };
    const answer = await fetch(`${url}/s2s/v1/items`, { headers });
    expect(await answer.json()).toMatchObject([
      { sku: 'CHEST', type: 'bundle', nested_items: [{ sku: 'GEM', count: 3 }] },
      { sku: 'GEM', type: 'currency' },
    ]);
  });

  const refused: [string, unknown, string | RegExp][] = [
    [
      'is not JSON',
      '{"items": [',
      /seed\.json is not JSON \(.+\)\. Fix it or choose another file with seedFile\.$/,
    ],
    ['has an item without a name', { items: [{ sku: 'GEM' }] }, 'is not valid: items.0.name: '],
    ['has a field that does not exist', { items: [{ ...GEM, colour: 'red' }] }, 'colour'],
    [
      'has a bundle of nothing',
      { items: [{ ...GEM, nested_items: [{ sku: 'GEM', count: 0 }] }] },
      'is not valid: items.0.nested_items.0.count: ',
    ],
    [
      'has a bundle with an unknown item',
      { items: [{ ...GEM, nested_items: [{ sku: 'NOPE' }] }] },
      'is not valid: items.0.nested_items.0.sku: Unknown SKU "NOPE". Fix it',
    ],
    ['has a SKU twice', { items: [GEM, GEM] }, 'GEM'],
  ];
  it.each(refused)('that %s is refused in one line', async (_what, seed, message) => {
    const failure = await seeded(seed).catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: 'StartFailure' });
    expect((failure as Error).message).toMatch(message);
    expect((failure as Error).message).toMatch(/^The seed file .+$/);
  });
});
