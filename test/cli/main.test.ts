import { describe, expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { main } from '../../src/cli/main.ts';
import { typed } from './fake-command-context.ts';

describe('the command line', () => {
  it.each([[['--help']], [['-h']], [['start', '--help']], [['--port', '1', '--help']]])(
    'prints help for %j and starts nothing',
    async (argv) => {
      const context = typed(...argv);
      expect(await main(context)).toBe(0);
      expect(context.printed).toContain('aghanim-emulator health');
      expect(context.printed).toContain('--retry-schedule');
      expect(context.lifecycle).toEqual([]);
    },
  );

  it('keeps the help within 100 columns', async () => {
    const context = typed('--help');
    await main(context);
    for (const line of context.printed.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
  });

  it.each(['--help', '--version'])(
    'answers %s in a folder whose configuration file is wrong',
    async (flag) => {
      const context = typed(flag);
      context.files = { 'aghanim-emulator.json': '{' };
      expect([await main(context), context.errorOutput]).toEqual([0, '']);
    },
  );

  it('prints its version', async () => {
    const context = typed('--version');
    expect(await main(context)).toBe(0);
    expect(context.printed).toBe(`${manifest.version}\n`);
  });

  it.each([
    [['helth'], 'aghanim-emulator: unknown command "helth"; did you mean health?\n'],
    [
      ['deploy'],
      'aghanim-emulator: unknown command "deploy"; the commands are start, exec, health, wait, drift, data, env, games, game, pay, refund, settle, advance, reset, tail, doctor, completion\n',
    ],
    [['--prot', '1'], 'aghanim-emulator: unknown flag --prot; did you mean --port?\n'],
    [['start', 'now'], 'aghanim-emulator: unexpected argument "now"; see --help\n'],
    [['--port', 'x'], 'aghanim-emulator: --port must be a whole number from 0 to 65535, not "x"\n'],
    [
      ['--retry-schedule', '1,x'],
      expect.stringMatching(
        /^aghanim-emulator: --retry-schedule must be fast, realistic, none, midasbuy .+\n$/,
      ),
    ],
    [['health', '--port', '1'], 'aghanim-emulator: unknown flag --port; see --help\n'],
    [
      ['health', '--url', 'localhost'],
      'aghanim-emulator: --url must be an http:// or https:// URL without a path, not "localhost"\n',
    ],
    [
      ['wait', '--timeout', 'soon'],
      'aghanim-emulator: --timeout must be a number of seconds from 0 to 86400, not "soon"\n',
    ],
  ])('refuses %j in one line, with exit code 2', async (argv, message) => {
    const context = typed(...argv);
    expect(await main(context)).toBe(2);
    expect(context.errorOutput).toEqual(message);
    expect(context.printed).toBe('');
    expect(context.lifecycle).toEqual([]);
  });
});
