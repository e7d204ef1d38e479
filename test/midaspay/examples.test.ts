import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { hasCommand } from '../delivery/commands.ts';
import { run, type Running } from './running.ts';

interface Example {
  readonly language: string;
  /** The command that it needs. */
  readonly needs: string;
  readonly versionOption: string;
  /** Returns the command line; may build a program in the directory. */
  readonly commandLine: (directory: string) => readonly string[];
}

const EXAMPLES: readonly Example[] = [
  {
    language: 'TypeScript',
    needs: 'node',
    versionOption: '--version',
    commandLine: () => ['node', '--import', 'tsx', 'examples/midaspay-typescript/handler.ts'],
  },
  {
    language: 'Python',
    needs: 'python3',
    versionOption: '--version',
    commandLine: () => ['python3', 'examples/midaspay-python/handler.py'],
  },
  {
    language: 'Go',
    needs: 'go',
    versionOption: 'version',
    commandLine: (directory) => {
      const program = join(directory, 'handler');
      const env = { ...process.env, GOCACHE: join(directory, 'cache'), GOFLAGS: '-mod=mod' };
      execFileSync('go', ['build', '-o', program, '.'], { cwd: 'examples/midaspay-go', env });
      return [program];
    },
  },
];

let open: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const close of open.reverse()) await close();
  open = [];
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** How often another port is tried. */
const TRIES = 5;

/** Resolves with the handler's URL once it listens. */
async function startExample({ commandLine }: Example, midas: Running): Promise<string> {
  const directory = mkdtempSync(join(tmpdir(), 'midaspay-'));
  open.push(() => {
    rmSync(directory, { recursive: true });
  });
  const [command = '', ...args] = commandLine(directory);
  // Tests that run at the same time may take the port before the handler does.
  for (let tries = 0; tries < TRIES; tries += 1) {
    const port = await freePort();
    const child = spawn(command, args, {
      env: { ...process.env, PORT: String(port), EMULATOR_URL: midas.url },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    open.push(() => stop(child));
    if (!(await isStarted(child))) continue;
    const url = `http://127.0.0.1:${port}/midaspay`;
    await listening(url);
    return url;
  }
  throw new Error(`${command} did not start on any of ${TRIES} ports`);
}

/** Resolves with whether the handler said that it listens, rather than ended. */
function isStarted(child: ChildProcess): Promise<boolean> {
  return new Promise((resolve) => {
    child.stdout?.on('data', (chunk) => {
      if (String(chunk).includes('listening on')) resolve(true);
    });
    child.once('exit', () => {
      resolve(false);
    });
  });
}

/** Some servers print their line just before they listen. */
async function listening(url: string): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    try {
      await fetch(url, { method: 'POST', body: '{}' });
      return;
    } catch {
      // Not yet.
    }
  }
  throw new Error(`nothing listens at ${url}`);
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

describe('the MidasPay handler', () => {
  for (const example of EXAMPLES) {
    const isMissing = !hasCommand(example.needs, example.versionOption);
    if (isMissing)
      process.stdout.write(`${example.needs} is missing: the ${example.language} example is not tried\n`);
    it.skipIf(isMissing)(
      `in ${example.language} accepts what the emulator sends and rejects what was changed`,
      async () => {
        const midas = await run({ midaspayRetrySchedule: 'none' });
        open.push(() => midas.close());
        const url = await startExample(example, midas);
        const id = await midas.order((body) => {
          body.settings.webhook_url = url;
        });
        await midas.pay(id);
        const paid = await midas.delivery(id, 0, 'delivered');
        await midas.call(`/_emulator/orders/${id}/refund`, { reason: 'asked' });
        await midas.delivery(id, 1, 'delivered');
        const [attempt] = paid.attempts;
        const { headers = {}, body = '' } = attempt?.request ?? {};
        const resend = (changed: string): Promise<Response> =>
          fetch(url, { method: 'POST', headers: withoutLength(headers), body: changed });
        expect((await resend(body)).status).toBe(200);
        expect((await resend(body.replace('player-7', 'player-8'))).status).toBe(401);
        expect((await resend(`${body}\n`)).status).toBe(401);
      },
      120_000,
    );
  }
});

function withoutLength(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !/^(?:host|content-length)$/i.test(name)),
  );
}
