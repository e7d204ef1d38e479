import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../src/delivery/transport/system-clock.ts';

const DAY = 24 * 60 * 60 * 1000;

describe('the system clock', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  const woken = (inMs: number) => {
    const wake = vi.fn();
    return { wake, cancel: systemClock().wakeAt(Date.now() + inMs, wake) };
  };

  it('wakes at the moment, not before', () => {
    const { wake } = woken(50);
    vi.advanceTimersByTime(49);
    expect(wake).not.toHaveBeenCalled();
    vi.advanceTimersByTime(2);
    expect(wake).toHaveBeenCalledOnce();
  });

  it('wakes without delay for a moment that has passed, but not inside the call', () => {
    const { wake } = woken(-5);
    expect(wake).not.toHaveBeenCalled();
    vi.advanceTimersByTime(0);
    expect(wake).toHaveBeenCalledOnce();
  });

  it('waits longer than a timer can', () => {
    const { wake } = woken(60 * DAY);
    vi.advanceTimersByTime(59 * DAY);
    expect(wake).not.toHaveBeenCalled();
    vi.advanceTimersByTime(DAY + 1);
    expect(wake).toHaveBeenCalledOnce();
  });

  it.each([0, 50, 60 * DAY])('does not wake once it was cancelled (%i ms ahead)', (inMs) => {
    const { wake, cancel } = woken(inMs);
    if (inMs > 0) vi.advanceTimersByTime(inMs / 2);
    cancel();
    vi.advanceTimersByTime(61 * DAY);
    expect(wake).not.toHaveBeenCalled();
  });
});
