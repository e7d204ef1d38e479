import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { StartFailure } from '../../src/settings/errors.ts';
import { typed, type FakeWorld } from './fake-world.ts';

/** Starts the emulator and returns once it has printed all it prints. */
async function started(world: FakeWorld): Promise<{ code: Promise<number> }> {
  const code = main(world);
  await turn();
  return { code };
}

describe('starting', () => {
  it.each([[[]], [['start']]])('runs the emulator for %j', async (argv) => {
    const world = typed(...argv, '--ephemeral');
    const { code } = await started(world);
    expect(world.settings).toMatchObject({ port: 4242, ephemeral: true });
    expect(world.life).toEqual(['created', 'started']);
    world.signals.emit('SIGTERM');
    expect(await code).toBe(0);
  });

  it('takes settings from the environment', async () => {
    const world = typed();
    world.env = { AGHANIM_S2S_KEY: 'mine' };
    await started(world);
    expect(world.settings).toMatchObject({ s2sKey: 'mine' });
  });

  it('prints where everything is, and the ready line last', async () => {
    const world = typed('--port', '0', '--data-dir', '/srv/state', '--webhook', 'http://localhost:3000/hook');
    world.starting = () => Promise.resolve(50123);
    await started(world);
    expect(world.printed.split('\n')).toEqual([
      'API        http://127.0.0.1:50123/s2s/v1',
      'Key        s2s_sandbox_local',
      'Dashboard  http://127.0.0.1:50123/dashboard',
      'Data       /srv/state',
      'Webhook    http://localhost:3000/hook',
      'aghanim-emulator ready on http://127.0.0.1:50123',
      '',
    ]);
  });

  it('prints addresses that open on this machine when it listens on all', async () => {
    const world = typed('--host', '0.0.0.0', '--public-url', 'https://pay.test', '--ephemeral');
    await started(world);
    expect(world.printed).toContain('Public URL https://pay.test\n');
    expect(world.printed).toContain('Data       memory only\n');
    expect(world.printed).toMatch(/aghanim-emulator ready on http:\/\/127\.0\.0\.1:4242\n$/);
  });

  it('prints nothing before the port answers', async () => {
    const world = typed();
    world.starting = () => new Promise(() => undefined);
    await started(world);
    expect(world.printed).toBe('');
  });

  it.each(['creating', 'starting'] as const)(
    'tells a failure while %s in one line, exit code 1',
    async (when) => {
      const world = typed();
      const failure = new StartFailure('port 4242 is taken; choose another with --port');
      world[when] = (): Promise<never> => Promise.reject(failure);
      expect(await main(world)).toBe(1);
      expect(world.complained).toBe('aghanim-emulator: port 4242 is taken; choose another with --port\n');
      expect(world.printed).toBe('');
    },
  );

  it('shows the stack of a bug, exit code 1', async () => {
    const world = typed();
    world.creating = () => Promise.reject(new TypeError('x is undefined'));
    expect(await main(world)).toBe(1);
    expect(world.complained).toMatch(/TypeError: x is undefined\n\s+at /);
  });
});

describe('stopping', () => {
  it.each(['SIGINT', 'SIGTERM'])('is graceful at %s, exit code 0', async (signal) => {
    const world = typed();
    const { code } = await started(world);
    world.signals.emit(signal);
    expect(await code).toBe(0);
    expect(world.life).toEqual(['created', 'started', 'stopped']);
    expect(world.exits).toEqual([]);
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ])('is immediate at a second signal, %s, exit code %i', async (signal, exitCode) => {
    const world = typed();
    world.stopping = () => new Promise(() => undefined);
    await started(world);
    world.signals.emit('SIGINT');
    expect(world.exits).toEqual([]);
    world.signals.emit(signal);
    expect(world.exits).toEqual([exitCode]);
  });

  it('waits for a start that is under way', async () => {
    const world = typed();
    let finish: (port: number) => void = () => undefined;
    world.starting = () => new Promise((resolve) => (finish = resolve));
    const { code } = await started(world);
    world.signals.emit('SIGTERM');
    finish(4242);
    expect(await code).toBe(0);
    expect(world.life).toEqual(['created', 'started', 'stopped']);
  });

  it('tells when it fails', async () => {
    const world = typed();
    world.stopping = () => Promise.reject(new Error('disk full'));
    const { code } = await started(world);
    world.signals.emit('SIGTERM');
    expect(await code).toBe(1);
    expect(world.complained).toContain('disk full');
  });
});
