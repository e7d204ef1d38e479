import { createEmulator, type Emulator, type EmulatorOptions } from './in-process.ts';

type TestBody = (fixtures: { readonly emulator: Emulator }) => Promise<void> | void;

type DeclareTest = (name: string, body: TestBody, timeout?: number) => void;

/** The `test` of jest, whose tests get an emulator. */
export interface EmulatorTest extends DeclareTest {
  readonly only: DeclareTest;
  readonly skip: DeclareTest;
}

type JestDeclare = (name: string, body: () => Promise<void>, timeout?: number) => void;

interface JestTest extends JestDeclare {
  readonly only: JestDeclare;
  readonly skip: JestDeclare;
}

/**
 * A `test` whose tests get an emulator of their own with these options. It is stopped after the test.
 *
 *     const { emulatorTest } = require('aghanim-emulator/jest');
 *     const test = emulatorTest({ webhook: 'http://127.0.0.1:3000/webhook' });
 *
 *     test('grants what was paid', async ({ emulator }) => { … });
 *
 * @throws Error outside jest
 */
export function emulatorTest(options: EmulatorOptions = {}): EmulatorTest {
  const declare =
    (kind: (jest: JestTest) => JestDeclare): DeclareTest =>
    (name, body, timeout) => {
      kind(jestTest())(name, () => runTest(options, body), timeout);
    };
  return Object.assign(
    declare((jest) => jest),
    { only: declare((jest) => jest.only), skip: declare((jest) => jest.skip) },
  );
}

/** The `test` of jest, whose tests get an emulator of their own: `test('…', async ({ emulator }) => { … })`. */
export const test: EmulatorTest = emulatorTest();

async function runTest(options: EmulatorOptions, body: TestBody): Promise<void> {
  const emulator = await createEmulator(options);
  try {
    await body({ emulator });
  } finally {
    await emulator.stop();
  }
}

/** The global of a test file, which exists only while jest runs it. */
function jestTest(): JestTest {
  const found = (globalThis as { readonly test?: JestTest }).test;
  if (found) return found;
  throw new Error('aghanim-emulator/jest needs the global test of jest (injectGlobals).');
}
