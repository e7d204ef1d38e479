import { configDefaults, defineConfig } from 'vitest/config';

/** Tests that drive a browser or kill processes, and tests of what one process loads, holds or opens. */
const ALONE = [
  'test/browser/**/*.test.ts',
  'test/crash/**/*.test.ts',
  'test/examples/**/*.test.ts',
  'test/fuzz/**/*.test.ts',
  'test/soak/**/*.test.ts',
  'test/delivery/descriptors.test.ts',
  'test/emulator/background-loading.test.ts',
  'test/emulator/start.test.ts',
  'test/store/packed-memory.test.ts',
  'test/store/start-memory.test.ts',
];

export default defineConfig({
  test: {
    pool: 'forks',
    testTimeout: 20_000,
    hookTimeout: 60_000,
    projects: [
      {
        // No module has state, so the files of a worker can share what they import: loading it took a fifth of the time.
        extends: true,
        test: {
          name: 'shared',
          include: ['test/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...ALONE],
          isolate: false,
          maxWorkers: '100%',
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'alone',
          include: ALONE,
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
