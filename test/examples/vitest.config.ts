import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** For the example with vitest: the package is what this repository contains. */
export default defineConfig({
  resolve: { alias: { 'aghanim-emulator': fileURLToPath(new URL('../../src/index.ts', import.meta.url)) } },
});
