import { once } from 'node:events';
import { readdir, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ProgramFolder, type Program } from './program.ts';

let folder: ProgramFolder;

beforeEach(() => {
  folder = new ProgramFolder();
});

afterEach(() => folder.remove());

function run(args: readonly string[], env?: Record<string, string>): Program {
  return folder.run(args, env);
}

async function occupiedPort(): Promise<{ server: Server; port: number }> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, port: (server.address() as AddressInfo).port };
}

describe('the program', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('starts in any folder and exits with 0 at %s', async (signal) => {
    const program = run(['--port', '0', '--ephemeral', '--log-level', 'info']);
    const url = await program.ready();
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    expect(program.stdout).toMatch(/ready on http:\/\/127\.0\.0\.1:[1-9]\d*\n$/);
    expect(program.stdout).not.toContain('"level"');
    program.child.kill(signal);
    expect(await program.ended).toBe(0);
    expect(await readdir(folder.path)).toEqual([]);
  });

  it('keeps its state in the data directory', async () => {
    const program = run(['--port', '0', '--data-dir', 'state']);
    await program.ready();
    expect(program.stdout).toContain(join(folder.path, 'state'));
    expect(await readdir(folder.path)).toEqual(['state']);
  });

  it('tells health and wait that it is ready', async () => {
    const program = run(['--port', '0', '--ephemeral']);
    const { port } = new URL(await program.ready());
    expect(await run(['wait'], { AGHANIM_PORT: port }).ended).toBe(0);
    expect(await run(['health'], { AGHANIM_PORT: port }).ended).toBe(0);
    program.child.kill('SIGTERM');
    expect(await program.ended).toBe(0);
    const health = run(['health'], { AGHANIM_PORT: port });
    expect(await health.ended).toBe(1);
    expect(health.stderr).toContain('ECONNREFUSED');
  });

  it('exits with 2 and one line for a wrong value', async () => {
    const program = run([], { AGHANIM_PORT: 'many' });
    expect(await program.ended).toBe(2);
    expect(program.stderr).toBe(
      'aghanim-emulator: AGHANIM_PORT must be a whole number from 0 to 65535, not "many"\n',
    );
  });

  it('exits with 1 and one line when the port is taken', async () => {
    const { server, port } = await occupiedPort();
    const program = run(['--port', String(port), '--ephemeral', '--log-level', 'silent']);
    expect(await program.ended).toBe(1);
    server.close();
    expect(program.stderr).toMatch(new RegExp(`^aghanim-emulator: .*${port}.*--port.*\n$`));
    expect(program.stdout).toBe('');
  });

  it('exits with 1 and one line when the seed file is missing', async () => {
    const program = run(['--port', '0', '--ephemeral', '--seed', 'none.json', '--log-level', 'silent']);
    expect(await program.ended).toBe(1);
    expect(program.stderr).toMatch(/^aghanim-emulator: .*none\.json.*\n$/);
  });

  it('exits with 1 and one line when the seed file is not JSON', async () => {
    await writeFile(join(folder.path, 'seed.json'), '{"items": [');
    const program = run(['--port', '0', '--ephemeral', '--seed', 'seed.json', '--log-level', 'silent']);
    expect(await program.ended).toBe(1);
    expect(program.stderr).toMatch(/^aghanim-emulator: .*seed\.json.*\n$/);
  });

  it('exits with 1 and one line when the data directory is a file', async () => {
    await writeFile(join(folder.path, 'state'), '');
    const program = run(['--port', '0', '--data-dir', 'state', '--log-level', 'silent']);
    expect(await program.ended).toBe(1);
    expect(program.stderr).toMatch(/^aghanim-emulator: .*state.*\n$/);
  });
});
