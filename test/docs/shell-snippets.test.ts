import { spawn, spawnSync } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { completions } from '../../src/cli/completion.ts';
import { main } from '../../src/cli/main.ts';
import { createEmulator, type Emulator } from '../../src/index.ts';
import { settingFlags } from '../../src/settings/command-line.ts';
import { environmentName } from '../../src/settings/definitions.ts';
import { typed } from '../cli/fake-command-context.ts';
import { hasCommand } from '../delivery/commands.ts';
import { commandsOf, DOCUMENTS, snippetsIn, titleOf, type ShellCommand, type Snippet } from './snippets.ts';

const VISA = '4242424242424242';

/** The password in the document whose commands need one. */
const PASSWORDS: Readonly<Record<string, string>> = { 'docs/shared-machines.md': 'a long one' };

/** The commands that ask a running emulator. */
const ASKING = Object.entries(completions())
  .filter(([name, words]) => words.includes('--key') && name !== 'doctor')
  .map(([name]) => name);

/** Variables that are no settings: those of the connection. */
const CONNECTION = ['URL', 'API_URL', 'KEY', 'WEBHOOK_SECRET', 'DASHBOARD_URL'].map(
  (name) => `AGHANIM_EMULATOR_${name}`,
);

const VARIABLES = [...Object.keys(settingFlags()).map(environmentName), ...CONNECTION];

const { name, version, scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  name: string;
  version: string;
  scripts: Readonly<Record<string, string>>;
};

/** What the commands of a document are tried with. */
interface Trial {
  readonly emulator: Emulator;
  readonly folder: string;
}

/** What a reader has done before, who gets to a placeholder such as `ord_…`. */
async function filledIn({ emulator, folder }: Trial, text: string): Promise<string> {
  let filled = text.replaceAll('game.json', join(folder, 'game.json'));
  if (filled.includes('ord_…')) {
    const { order_id: id } = await emulator.orders.create({ player_id: 'p', items: [{ sku: 'CRS-82500' }] });
    filled = filled.replaceAll('ord_…', id);
  }
  if (filled.includes('sub_…')) {
    const order = { player_id: 'player-1', items: [{ sku: 'vip' }] };
    await emulator.orders.pay((await emulator.orders.create(order)).order_id, { card: VISA });
    const { data } = (await emulator.call('GET', '/subscriptions')) as { data: { id: string }[] };
    filled = filled.replaceAll('sub_…', data[0]?.id ?? '');
  }
  return filled;
}

/** Runs a script in which curl calls the emulator of the test. */
async function runScript(trial: Trial, text: string): Promise<void> {
  const script = (await filledIn(trial, text)).replaceAll(
    /(?:http:\/\/)?localhost:4242/g,
    trial.emulator.url,
  );
  const curl = 'curl() { command curl -sS --fail-with-body "$@"; }\n';
  const child = spawn('sh', ['-eu', '-c', curl + script], { cwd: trial.folder, timeout: 30_000 });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (output += String(data)));
  const [code] = (await once(child, 'close')) as [number | null];
  expect(code, output).toBe(0);
}

/** A command line of this program: starting is left out, all else happens. */
async function runOwn(trial: Trial, args: readonly string[], env: ShellCommand['env']): Promise<void> {
  const command = args[0] === undefined || args[0].startsWith('-') ? 'start' : args[0];
  const more = ASKING.includes(command)
    ? ['--url', trial.emulator.url]
    : command === 'data'
      ? ['--data-dir', join(trial.folder, 'data')]
      : [];
  const context = typed(...args, ...more);
  context.env = { ...env };
  context.starting = () =>
    command === 'start' ? Promise.reject(new Error('left out')) : Promise.resolve(4242);
  const child = new EventEmitter();
  const run = () => {
    setImmediate(() => child.emit('exit', 0, null));
    return Object.assign(child, { kill: () => true });
  };
  const stderr = {
    write: (text: string) => {
      context.err.push(text);
      // `tail` runs until a signal ends it.
      if (text.includes('following ')) context.signals.emit('SIGINT');
    },
  };
  const code = await main(Object.assign(context, { spawn: run, stderr }));
  if (command === 'start') expect(context.errorOutput).toContain('left out');
  else if (command === 'doctor') expect(code, context.errorOutput).toBeLessThan(2);
  else expect(code, context.errorOutput).toBe(0);
}

/** Tries a command as far as a test can: what installs, builds or serves is checked and not run. */
async function tryCommand(trial: Trial, { env, words }: ShellCommand): Promise<void> {
  for (const variable of Object.keys(env)) {
    if (variable.startsWith('AGHANIM_')) expect(VARIABLES).toContain(variable);
  }
  const [program = '', verb = '', ...rest] = words;
  if (program === 'aghanim-emulator') await runOwn(trial, words.slice(1), env);
  else if (program === 'npx' && verb === 'aghanim-emulator') await runOwn(trial, rest, env);
  else if (program === 'npm' && verb === 'start')
    await runOwn(trial, words.slice(words.indexOf('--') + 1 || words.length), env);
  else if (program === 'npx' && verb === 'tsx') expect(existsSync(rest[0] ?? ''), rest[0]).toBe(true);
  else if (program === 'npm' && verb === 'install') expect(rest.at(-1)).toBe(`./${name}-${version}.tgz`);
  else if (program === 'npm' && verb === 'run') expect(Object.keys(scripts)).toContain(rest[0]);
  else if (program === 'docker') expect(readFileSync('Dockerfile', 'utf8')).toContain('EXPOSE 4242');
  else
    expect(['npm ci', 'npm pack', 'npm test'], 'a command that this test cannot try').toContain(
      words.join(' '),
    );
}

/** The commands in a recipe of a CI system. */
function commandsInYaml(text: string): readonly ShellCommand[] {
  const lines = [...text.matchAll(/^\s*- (?:run: )?((?:npm|npx|aghanim-emulator) .*)$/gm)];
  return commandsOf(lines.map(([, line = '']) => line).join('\n'));
}

const SHELL_DOCUMENTS = DOCUMENTS.map((file) => [file, snippetsIn(file)] as const).filter(([, all]) =>
  all.some(({ language }) => language !== 'ts'),
);

describe.each(SHELL_DOCUMENTS)('the commands of %s', (file, all) => {
  const of = (...languages: string[]): readonly (readonly [string, Snippet])[] =>
    all.filter(({ language }) => languages.includes(language)).map((one) => [titleOf(one), one] as const);
  let trial: Trial;

  beforeAll(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'aghanim-docs-'));
    const password = PASSWORDS[file];
    const emulator = await createEmulator({ logLevel: 'silent', password });
    trial = { emulator, folder };
    const stored = await createEmulator({ logLevel: 'silent', dataDir: join(folder, 'data') });
    await stored.stop();
  });
  afterAll(async () => {
    await trial.emulator.stop();
    rmSync(trial.folder, { recursive: true, force: true });
  });

  it.each(of('sh'))('%s', { timeout: 120_000 }, async (_title, { text }) => {
    if (/^curl /m.test(text)) {
      if (hasCommand('curl', '--version')) await runScript(trial, text);
      return;
    }
    for (const { env, words } of commandsOf(await filledIn(trial, text)))
      await tryCommand(trial, { env, words });
  });

  it.each(of('yaml'))('%s', { timeout: 60_000 }, async (_title, { text }) => {
    const { format } = await import('prettier');
    await format(text, { parser: 'yaml' });
    for (const [variable] of text.matchAll(/\bAGHANIM_\w+/g)) {
      // Of the code under test.
      if (variable !== 'AGHANIM_API_URL') expect(VARIABLES).toContain(variable);
    }
    for (const command of commandsInYaml(text)) {
      const isProbe = ['wait', 'health'].includes(command.words[2] ?? '');
      if (!isProbe || command.words.includes('--url')) await tryCommand(trial, command);
    }
  });

  it.each(of('json'))('%s is JSON', (_title, { text }) => {
    expect(() => JSON.parse(text) as unknown).not.toThrow();
  });

  it.skipIf(!hasCommand('python3', '--version')).each(of('python'))(
    '%s is Python',
    { timeout: 60_000 },
    (_title, { text }) => {
      const { status, stderr } = spawnSync(
        'python3',
        ['-c', 'import ast, sys; ast.parse(sys.stdin.read())'],
        {
          input: text,
          encoding: 'utf8',
          timeout: 50_000,
        },
      );
      expect(status, stderr).toBe(0);
    },
  );
});
