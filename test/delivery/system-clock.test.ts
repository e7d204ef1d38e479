import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../src/delivery/system-clock.ts';

const DAY = 24 * 60 * 60 * 1000;

describe('the system clock', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  /** Those that are faked now. */
  const timers = () => ({ now: Date.now, setTimeout, clearTimeout, setImmediate, clearImmediate });

  const callIn = (inMs: number) => {
    const callback = vi.fn();
    return { callback, cancel: systemClock(timers()).callAt(Date.now() + inMs, callback) };
  };

  it('calls back at the given time, not before', () => {
    const { callback } = callIn(50);
    vi.advanceTimersByTime(49);
    expect(callback).not.toHaveBeenCalled();
    vi.advanceTimersByTime(2);
    expect(callback).toHaveBeenCalledOnce();
  });

  it('calls back without delay for a time that has passed, but not inside the call', () => {
    const { callback } = callIn(-5);
    expect(callback).not.toHaveBeenCalled();
    vi.advanceTimersByTime(0);
    expect(callback).toHaveBeenCalledOnce();
  });

  it('waits longer than setTimeout can', () => {
    const { callback } = callIn(60 * DAY);
    vi.advanceTimersByTime(59 * DAY);
    expect(callback).not.toHaveBeenCalled();
    vi.advanceTimersByTime(DAY + 1);
    expect(callback).toHaveBeenCalledOnce();
  });

  it.each([0, 50, 60 * DAY])('does not call back once canceled (%i ms ahead)', (inMs) => {
    const { callback, cancel } = callIn(inMs);
    if (inMs > 0) vi.advanceTimersByTime(inMs / 2);
    cancel();
    vi.advanceTimersByTime(61 * DAY);
    expect(callback).not.toHaveBeenCalled();
  });
});
