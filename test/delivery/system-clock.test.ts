import { describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../src/delivery/system-clock.ts';
import { FakeSources } from './fake-sources.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

function start() {
  const sources = new FakeSources();
  const clock = systemClock(sources);
  const callIn = (delay: number) => {
    const callback = vi.fn();
    return { callback, cancel: clock.callAt(clock.steady() + delay, callback) };
  };
  return { sources, clock, callIn };
}

describe('the system clock', () => {
  it('calls back at the given time, not before', async () => {
    const { sources, callIn } = start();
    const { callback } = callIn(50);
    await sources.advance(49);
    expect(callback).not.toHaveBeenCalled();
    await sources.advance(1);
    expect(callback).toHaveBeenCalledOnce();
  });

  it('calls back without delay for a time that has passed, but not inside the call', async () => {
    const { sources, callIn } = start();
    const { callback } = callIn(-5);
    expect(callback).not.toHaveBeenCalled();
    await sources.advance(0);
    expect(callback).toHaveBeenCalledOnce();
  });

  it('waits longer than setTimeout can', async () => {
    const { sources, clock } = start();
    const callback = vi.fn();
    clock.callAfter(60 * DAY, callback);
    await sources.advance(60 * DAY - 1);
    expect(callback).not.toHaveBeenCalled();
    await sources.advance(1);
    expect(callback).toHaveBeenCalledOnce();
  });

  it.each([0, 50, 5000])('does not call back once canceled (%i ms ahead)', async (delay) => {
    const { sources, callIn } = start();
    const { callback, cancel } = callIn(delay);
    await sources.advance(delay / 2 - 1);
    cancel();
    await sources.advance(2 * delay + 1);
    expect(callback).not.toHaveBeenCalled();
    expect(sources.timers).toBe(0);
  });

  it('calls back within a second what a jump of the time of day has made due', async () => {
    const { sources, callIn } = start();
    const { callback } = callIn(10 * HOUR);
    await sources.advance(500);
    sources.setBy(10 * HOUR);
    await sources.advance(1000);
    expect(callback).toHaveBeenCalledOnce();
  });

  it('delays nothing when the time of day is set back', async () => {
    const { sources, callIn, clock } = start();
    const { callback } = callIn(5000);
    sources.setBy(-10 * HOUR);
    await sources.advance(4999);
    expect(callback).not.toHaveBeenCalled();
    await sources.advance(1);
    expect(callback).toHaveBeenCalledOnce();
    const later = vi.fn();
    clock.callAt(clock.steady(clock.now() + 1000), later);
    await sources.advance(1000);
    expect(later).toHaveBeenCalledOnce();
  });

  it('calls nothing early when the time of day is set back and then forward again', async () => {
    const { sources, callIn, clock } = start();
    const { callback } = callIn(5000);
    sources.setBy(-HOUR);
    const before = clock.steady();
    sources.setBy(HOUR);
    expect(clock.steady()).toBe(before);
    await sources.advance(4999);
    expect(callback).not.toHaveBeenCalled();
  });

  it.each([-10 * HOUR, 10 * HOUR])('keeps a delay when the time of day is set by %i ms', async (jump) => {
    const { sources, clock } = start();
    const callback = vi.fn();
    clock.callAfter(10_000, callback);
    sources.setBy(jump);
    await sources.advance(9999);
    expect(callback).not.toHaveBeenCalled();
    await sources.advance(1);
    expect(callback).toHaveBeenCalledOnce();
  });

  it('has the time of day of the system', () => {
    const { sources, clock } = start();
    sources.setBy(-HOUR);
    expect(clock.now()).toBe(sources.wall());
  });
});
