import { test as base } from 'vitest';
import { createEmulator, type Emulator, type EmulatorOptions } from './in-process.ts';

/** What tests of `test` get. */
export interface EmulatorFixtures {
  /** The options of the emulator; change them with `test.extend` or `test.override`. */
  readonly emulatorOptions: EmulatorOptions;
  /** An emulator of the test's own, which is stopped after the test. */
  readonly emulator: Emulator;
}

/**
 * The `test` of vitest, with an emulator for each test that asks for one.
 *
 *     import { test } from 'aghanim-emulator/vitest';
 *
 *     test('grants what was paid', async ({ emulator }) => {
 *       const { order_id: id } = await emulator.orders.create({ player_id: 'p', items: [{ sku: 'CRS-82500' }] });
 *       await emulator.orders.pay(id, { card: '4242424242424242' });
 *     });
 */
export const test = base.extend<EmulatorFixtures>({
  emulatorOptions: {},
  emulator: async ({ emulatorOptions }, use) => {
    const emulator = await createEmulator(emulatorOptions);
    try {
      await use(emulator);
    } finally {
      await emulator.stop();
    }
  },
});
