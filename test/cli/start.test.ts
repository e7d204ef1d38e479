import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { StartFailure } from '../../src/settings/errors.ts';
import { typed, type FakeCommandContext } from './fake-command-context.ts';

/** Starts the emulator and returns once it has printed all it prints. */
async function started(context: FakeCommandContext): Promise<{ code: Promise<number> }> {
  const code = main(context);
  await turn();
  return { code };
}

describe('starting', () => {
  it.each([[[]], [['start']]])('runs the emulator for %j', async (argv) => {
    const context = typed(...argv, '--ephemeral');
    const { code } = await started(context);
    expect(context.settings).toMatchObject({ port: 4242, ephemeral: true });
    expect(context.lifecycle).toEqual(['created', 'started']);
    context.signals.emit('SIGTERM');
    expect(await code).toBe(0);
  });

  it('takes settings from the environment', async () => {
    const context = typed();
    context.env = { AGHANIM_S2S_KEY: 'mine' };
    await started(context);
    expect(context.settings).toMatchObject({ s2sKey: 'mine' });
  });

  it('prints where everything is, and the ready line last', async () => {
    const context = typed(
      '--port',
      '0',
      '--data-dir',
      '/srv/state',
      '--webhook',
      'http://localhost:3000/hook',
    );
    context.starting = () => Promise.resolve(50123);
    await started(context);
    expect(context.printed.split('\n')).toEqual([
      'API        http://127.0.0.1:50123/s2s/v1',
      'Key        s2s_sandbox_local',
      'Dashboard  http://127.0.0.1:50123/dashboard',
      'Data       /srv/state',
      'Webhook    http://localhost:3000/hook',
      'aghanim-emulator ready on http://127.0.0.1:50123',
      '',
    ]);
  });

  it('prints each address on the network, and that the control API is open to it', async () => {
    const context = typed('--lan', '--ephemeral');
    context.networkUrls = ['http://192.168.1.20:4242', 'http://10.1.2.3:4242'];
    await started(context);
    expect(context.settings).toMatchObject({ lan: true, host: '0.0.0.0' });
    expect(context.printed).toContain(
      'Network    http://192.168.1.20:4242\nNetwork    http://10.1.2.3:4242\n',
    );
    expect(context.printed).toMatch(/^Warning .*open to the network/m);
  });

  it('prints addresses that open on this machine when it listens on all', async () => {
    const context = typed('--host', '0.0.0.0', '--public-url', 'https://pay.test', '--ephemeral');
    await started(context);
    expect(context.printed).toContain('Public URL https://pay.test\n');
    expect(context.printed).toContain('Data       memory only\n');
    expect(context.printed).toMatch(/aghanim-emulator ready on http:\/\/127\.0\.0\.1:4242\n$/);
  });

  it.each([
    [
      ['--host', '0.0.0.0'],
      /^Warning {4}The control API and the dashboard are open to the network.*--password/m,
    ],
    [['--host', '192.168.1.20'], /open to the network/],
    [['--host', '::', '--password', 'pw'], /^Warning .*can be reached from the network.*--password/m],
  ])('warns that others can reach the control API with %j', async (argv, warning) => {
    const context = typed(...argv, '--ephemeral');
    await started(context);
    expect(context.printed).toMatch(warning);
    expect(context.printed).not.toMatch(/\bpw\b/);
  });

  it.each(['127.0.0.1', '127.1.2.3', '::1', 'localhost'])('does not warn on %s', async (host) => {
    const context = typed('--host', host, '--ephemeral');
    await started(context);
    expect(context.printed).not.toContain('Warning');
  });

  it('prints nothing before the port answers', async () => {
    const context = typed();
    context.starting = () => new Promise(() => undefined);
    await started(context);
    expect(context.printed).toBe('');
  });

  it.each(['creating', 'starting'] as const)(
    'tells a failure while %s in one line, exit code 1',
    async (when) => {
      const context = typed();
      const failure = new StartFailure('port 4242 is taken; choose another with --port');
      context[when] = (): Promise<never> => Promise.reject(failure);
      expect(await main(context)).toBe(1);
      expect(context.errorOutput).toBe('aghanim-emulator: port 4242 is taken; choose another with --port\n');
      expect(context.printed).toBe('');
    },
  );

  it('shows the stack of a bug, exit code 1', async () => {
    const context = typed();
    context.creating = () => Promise.reject(new TypeError('x is undefined'));
    expect(await main(context)).toBe(1);
    expect(context.errorOutput).toMatch(/TypeError: x is undefined\n\s+at /);
  });
});

describe('stopping', () => {
  it.each(['SIGINT', 'SIGTERM'])('is graceful at %s, exit code 0', async (signal) => {
    const context = typed();
    const { code } = await started(context);
    context.signals.emit(signal);
    expect(await code).toBe(0);
    expect(context.lifecycle).toEqual(['created', 'started', 'stopped']);
    expect(context.exits).toEqual([]);
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ])('is immediate at a second signal, %s, exit code %i', async (signal, exitCode) => {
    const context = typed();
    context.stopping = () => new Promise(() => undefined);
    await started(context);
    context.signals.emit('SIGINT');
    expect(context.exits).toEqual([]);
    context.signals.emit(signal);
    expect(context.exits).toEqual([exitCode]);
  });

  it('waits for a start that is under way', async () => {
    const context = typed();
    let finish: (port: number) => void = () => undefined;
    context.starting = () => new Promise((resolve) => (finish = resolve));
    const { code } = await started(context);
    context.signals.emit('SIGTERM');
    finish(4242);
    expect(await code).toBe(0);
    expect(context.lifecycle).toEqual(['created', 'started', 'stopped']);
  });

  it('tells when it fails', async () => {
    const context = typed();
    context.stopping = () => Promise.reject(new Error('disk full'));
    const { code } = await started(context);
    context.signals.emit('SIGTERM');
    expect(await code).toBe(1);
    expect(context.errorOutput).toContain('disk full');
  });
});
