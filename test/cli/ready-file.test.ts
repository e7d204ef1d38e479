import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, watch } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { typed } from './fake-command-context.ts';
import { CLI, TSX } from './program.ts';

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aghanim-emulator-'));
  file = join(folder, 'ready.json');
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

describe('--ready-file', () => {
  it('is written whole when the emulator is ready, and removed when it stops', async () => {
    const webhook = ['--webhook', 'http://localhost:3000/hook', '--webhook-secret', 'whsec_mine'];
    const context = typed('start', '--ephemeral', '--ready-file', file, ...webhook);
    const code = main(context);
    await turn();
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({
      url: 'http://127.0.0.1:4242',
      api_url: 'http://127.0.0.1:4242/s2s/v1',
      key: 's2s_sandbox_local',
      webhook_secret: 'whsec_mine',
      dashboard_url: 'http://127.0.0.1:4242/dashboard',
      pid: process.pid,
    });
    expect(await readdir(folder)).toEqual(['ready.json']);
    context.signals.emit('SIGTERM');
    expect(await code).toBe(0);
    expect(await readdir(folder)).toEqual([]);
  });

  it('has the password where there is one', async () => {
    const context = typed('start', '--ephemeral', '--ready-file', file, '--password', 'mine');
    void main(context);
    await turn();
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ password: 'mine' });
  });

  it('of an emulator that was killed is removed before the next one starts', async () => {
    await writeFile(file, 'old');
    const context = typed('--ready-file', file);
    context.starting = () => new Promise(() => undefined);
    void main(context);
    await turn();
    expect(existsSync(file)).toBe(false);
  });

  it('stays when another emulator has written it since', async () => {
    const context = typed('--ready-file', file);
    const code = main(context);
    await turn();
    await writeFile(file, 'newer');
    context.signals.emit('SIGTERM');
    await code;
    expect(readFileSync(file, 'utf8')).toBe('newer');
  });

  it('that cannot be written ends the start in one line, exit code 1', async () => {
    const context = typed('--ready-file', join(folder, 'none', 'ready.json'));
    expect(await main(context)).toBe(1);
    expect(context.errorOutput).toMatch(
      /^aghanim-emulator: --ready-file \S+ready\.json cannot be written: ENOENT\n$/,
    );
    expect(context.lifecycle.at(-1)).toBe('stopped');
  });
});

describe('--exit-with-parent', () => {
  it('stops the emulator when a process above it ends', async () => {
    const context = typed('--exit-with-parent');
    let end: () => void = () => undefined;
    context.ancestorEnd = () => new Promise((resolve) => (end = resolve));
    const code = main(context);
    await turn();
    end();
    expect(await code).toBe(0);
    expect(context.lifecycle).toEqual(['created', 'started', 'stopped']);
  });

  it('notices that a process above its parent is killed', async () => {
    // Two shells, as npx has them. The second cannot replace itself by the emulator, because it has more to do.
    const emulator = `"${process.execPath}" --import "${TSX}" "${CLI}" --port 0 --ephemeral --exit-with-parent --ready-file "${file}"`;
    const top = spawn('sh', ['-c', `sh -c '${emulator}; true'; true`], { stdio: 'ignore' });
    const changes = watch(folder);
    const change = async (condition: () => boolean) => {
      while (!condition()) await once(changes, 'change');
    };
    await change(() => existsSync(file));
    const { url } = JSON.parse(readFileSync(file, 'utf8')) as { url: string };
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    top.kill('SIGKILL');
    await change(() => !existsSync(file));
    changes.close();
  });
});
