import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { compileFunction } from 'node:vm';
import * as realTime from './real-time.ts';

/** What the code of a package gets in place of the global variables of these names. */
const REPLACED: Readonly<Record<string, unknown>> = {
  setTimeout: realTime.setTimeout,
  clearTimeout: realTime.clearTimeout,
  setInterval: realTime.setInterval,
  clearInterval: realTime.clearInterval,
  setImmediate: realTime.setImmediate,
  clearImmediate: realTime.clearImmediate,
  queueMicrotask: realTime.queueMicrotask,
  Date: realTime.RealDate,
};

interface LoadedModule {
  exports: unknown;
}

type ModuleFunction = (
  exports: unknown,
  require: (name: string) => unknown,
  module: LoadedModule,
  ...replaced: readonly unknown[]
) => void;

/**
 * Loads a CommonJS module of a package, and what it requires by relative paths, with the real timers of the process. A
 * package that uses the global ones, as undici does, would hang in a test that fakes them.
 *
 * @param name such as `undici/lib/dispatcher/client.js`
 */
export function requireInRealTime(name: string): unknown {
  const loaded = new Map<string, LoadedModule>();
  const load = (file: string): unknown => {
    const known = loaded.get(file);
    if (known) return known.exports;
    const module: LoadedModule = { exports: {} };
    loaded.set(file, module);
    const require = createRequire(file);
    const requireFrom = (request: string): unknown =>
      /^\.\.?\//.test(request) && !request.endsWith('.json')
        ? load(require.resolve(request))
        : (require(request) as unknown);
    // The parameters are one scope above the module's own names, which may be the same.
    const source = `return function (exports, require, module) { ${readFileSync(file, 'utf8')}\n};`;
    const outer = compileFunction(source, Object.keys(REPLACED), { filename: file });
    const run = (outer as (...values: unknown[]) => ModuleFunction)(...Object.values(REPLACED));
    run.call(module.exports, module.exports, requireFrom, module);
    return module.exports;
  };
  return load(createRequire(import.meta.url).resolve(name));
}
