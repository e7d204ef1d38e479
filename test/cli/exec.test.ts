import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { typed } from './fake-command-context.ts';
import { ProgramFolder, type Program } from './program.ts';

let folder: ProgramFolder;

beforeEach(() => {
  folder = new ProgramFolder();
});

afterEach(() => folder.remove());

function run(args: readonly string[], env?: Record<string, string>): Program {
  return folder.run(['exec', ...args], env);
}

/** The arguments that run a script in Node. */
function node(script: string): readonly string[] {
  return ['--', process.execPath, '--input-type=module', '-e', script];
}

/** Prints the status of /readyz and the variables that the command finds. */
const REPORT = `
  const { status } = await fetch(process.env.AGHANIM_EMULATOR_URL + '/readyz');
  const names = Object.keys(process.env).filter((name) => name.startsWith('AGHANIM_EMULATOR_'));
  console.log(JSON.stringify({ status, ...Object.fromEntries(names.map((name) => [name, process.env[name]])) }));
`;

describe('exec', () => {
  it('runs the command when the emulator is ready, and tells it where that is', async () => {
    const webhook = ['--webhook', 'http://localhost:3000/hook', '--webhook-secret', 'whsec_mine'];
    const program = run([...webhook, '--s2s-key', 'mine', ...node(REPORT)]);
    expect(await program.ended, program.stderr).toBe(0);
    const report = JSON.parse(program.stdout) as { AGHANIM_EMULATOR_URL: string };
    const { AGHANIM_EMULATOR_URL: url } = report;
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(report).toEqual({
      status: 200,
      AGHANIM_EMULATOR_URL: url,
      AGHANIM_EMULATOR_API_URL: `${url}/s2s/v1`,
      AGHANIM_EMULATOR_KEY: 'mine',
      AGHANIM_EMULATOR_WEBHOOK_SECRET: 'whsec_mine',
      AGHANIM_EMULATOR_DASHBOARD_URL: `${url}/dashboard`,
    });
    await expect(fetch(url)).rejects.toThrow();
  });

  it('tells the command the secret that the emulator made, and an empty one without a webhook', async () => {
    const script = 'console.log(JSON.stringify(process.env.AGHANIM_EMULATOR_WEBHOOK_SECRET))';
    const inherited = { AGHANIM_EMULATOR_WEBHOOK_SECRET: 'inherited' };
    const made = run(['--webhook', 'http://localhost:3000/hook', ...node(script)], inherited);
    const none = run(node(script), inherited);
    expect(await made.ended).toBe(0);
    expect(JSON.parse(made.stdout)).toMatch(/^whsec_(?!mine)\S{16,}$/);
    expect(await none.ended).toBe(0);
    expect(none.stdout).toBe('""\n');
  });

  it('tells the command the password, and warns of the network on stderr', async () => {
    const script = 'console.log(process.env.AGHANIM_PASSWORD)';
    const inherited = { AGHANIM_PASSWORD: 'inherited' };
    const given = run(['--password', 'mine', ...node(script)], inherited);
    const fromEnvironment = run(node(script), inherited);
    const none = run(['--host', '0.0.0.0', ...node(script)]);
    expect([await given.ended, given.stdout, given.stderr]).toEqual([0, 'mine\n', '']);
    expect([await fromEnvironment.ended, fromEnvironment.stdout]).toEqual([0, 'inherited\n']);
    expect([await none.ended, none.stdout]).toEqual([0, 'undefined\n']);
    expect(none.stderr).toMatch(/open to the network.*--password/);
  });

  it('writes nothing to disk, and nothing of its own to stdout and stderr', async () => {
    const program = run([...node('console.log("out")')], { AGHANIM_DATA_DIR: join(folder.path, 'variable') });
    expect(await program.ended).toBe(0);
    expect(program.stdout).toBe('out\n');
    expect(program.stderr).toBe('');
    expect(await readdir(folder.path)).toEqual([]);
  });

  it('keeps the state when --data-dir is given', async () => {
    expect(await run(['--data-dir', 'state', ...node('')]).ended).toBe(0);
    expect(existsSync(join(folder.path, 'state', 'db.json'))).toBe(true);
  });

  it.each([
    ['process.exit(7)', 7],
    ['process.kill(process.pid, "SIGKILL")', 137],
    ['process.kill(process.pid, "SIGTERM")', 143],
  ])('exits as the command does: %s gives %i', async (script, code) => {
    expect(await run(node(script)).ended).toBe(code);
  });

  it('exits with 127 for a command that does not exist, and with 126 for one that cannot be executed', async () => {
    const missing = run(['--', 'no-such-command', '--flag']);
    const directory = run(['--', '/']);
    expect(await missing.ended).toBe(127);
    expect(missing.stderr).toBe('aghanim-emulator: no-such-command: command not found\n');
    expect(await directory.ended).toBe(126);
    expect(directory.stderr).toBe('aghanim-emulator: /: permission denied\n');
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'passes %s on and exits as the command does',
    async (signal) => {
      const script = `
      process.on('${signal}', () => { console.log('cleaned up'); process.exit(9); });
      setInterval(() => undefined, 1000);
      console.log('listening');
    `;
      const program = run(node(script));
      await program.printed('listening\n');
      program.child.kill(signal);
      expect(await program.ended).toBe(9);
      expect(program.stdout).toBe('listening\ncleaned up\n');
    },
  );

  it('exits with 128 and the number of the signal when the command does not handle it', async () => {
    const program = run(node('setInterval(() => undefined, 1000); console.log("listening");'));
    await program.printed('listening\n');
    program.child.kill('SIGINT');
    expect(await program.ended).toBe(130);
  });

  it('leaves flags behind -- to the command', async () => {
    const program = run(['--', process.execPath, '--version']);
    expect(await program.ended).toBe(0);
    expect(program.stdout).toBe(`${process.version}\n`);
  });

  it.each([[['exec']], [['exec', '--port', '0']], [['exec', '--']], [['exec', 'npm', 'test']]])(
    'refuses %j, which has no command after --',
    async (argv) => {
      const context = typed(...argv);
      expect(await main(context)).toBe(2);
      expect(context.errorOutput).toBe(
        'aghanim-emulator: exec needs a command after --, as in: aghanim-emulator exec -- npm test\n',
      );
      expect(context.lifecycle).toEqual([]);
    },
  );

  it('refuses an unknown flag before --', async () => {
    const context = typed('exec', '--prot', '1', '--', 'true');
    expect(await main(context)).toBe(2);
    expect(context.errorOutput).toBe('aghanim-emulator: unknown flag --prot; did you mean --port?\n');
  });
});
