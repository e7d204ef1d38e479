import { performance } from 'node:perf_hooks';
import * as timers from 'node:timers';
import { runInNewContext } from 'node:vm';

/**
 * The timers and the time of the process, captured when this module is loaded. Test runners replace the global ones by
 * fakes, such as those of `vi.useFakeTimers()`. An emulator in the same process keeps real time, because its clients, its
 * receivers and the operating system do; its own clock is moved over the control API.
 *
 * Node's module has the real timers also when the global ones are faked before anything is loaded, as by jest's
 * `fakeTimers: { enableGlobally: true }`.
 */
export const { setTimeout, clearTimeout, setInterval, clearInterval, setImmediate, clearImmediate } = timers;

/** A new context has a `Date` that nothing has replaced yet. */
export const RealDate = isFaked() ? (runInNewContext('Date') as DateConstructor) : Date;

/** Unix milliseconds. */
export const { now } = RealDate;

/** Milliseconds since the process started. It never goes back. */
export const monotonicNow = performance.now.bind(performance);

const resolved = Promise.resolve();

/** The global one is faked by jest. */
export function queueMicrotask(callback: () => void): void {
  resolved.then(callback).catch((error: unknown) => {
    setImmediate(() => {
      throw error;
    });
  });
}

/** The fake of jest marks itself; those of other libraries are functions of JavaScript. */
function isFaked(): boolean {
  const isNative = [Date, Date.now].every((one) =>
    Function.prototype.toString.call(one).includes('[native code]'),
  );
  return !isNative || 'isFake' in Date;
}
