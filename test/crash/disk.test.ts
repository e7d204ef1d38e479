import { spawnSync } from 'node:child_process';
import { statSync, writeFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createOrder, CrashSetup } from './crash-setup.ts';
import { call } from './client.ts';

const ORDER = { player_id: 'r2d2-c3po', items: [{ sku: 'CRS-82500' }] };

/** Whether a command exists and succeeds. */
function works(command: string, ...args: readonly string[]): boolean {
  return spawnSync(command, args).status === 0;
}

function run(command: string, ...args: readonly string[]): void {
  if (!works(command, ...args)) throw new Error(`failed: ${command} ${args.join(' ')}`);
}

let setup: CrashSetup;
beforeEach(async () => {
  setup = await CrashSetup.create();
});
afterEach(() => setup.clear());

async function orderCount(url: string): Promise<unknown> {
  return (await call(url, '/_emulator/orders')).body['total'];
}

/** Expects 503 without effect until there is room, and 201 afterwards. */
async function expectOutageAndRecovery(url: string, makeRoom: () => void): Promise<void> {
  const before = await orderCount(url);
  const refused = await call(url, '/s2s/v1/orders', ORDER);
  expect(refused.status).toBe(503);
  expect(refused.body['detail']).toContain('journal.jsonl');
  expect(await orderCount(url)).toBe(before);
  makeRoom();
  const order = await createOrder(url);
  expect((await call(url, `/_emulator/orders/${order}`)).status).toBe(200);
}

describe('a disk that is full', () => {
  // Node ignores SIGXFSZ, so a process beyond its limit gets an error like one whose disk is full.
  const hasPrlimit = works('prlimit', '--version');

  it.skipIf(!hasPrlimit)(
    'answers 503 without any effect, and works again when the limit is lifted (needs prlimit)',
    async () => {
      const program = setup.start();
      const url = await program.ready();
      await createOrder(url);
      const limit = (bytes: number | 'unlimited') => {
        run('prlimit', '--pid', String(program.child.pid), `--fsize=${bytes}:`);
      };
      // Room for a part of the next line, so that it is torn.
      limit(statSync(join(setup.directory, 'journal.jsonl')).size + 100);
      await expectOutageAndRecovery(url, () => {
        limit('unlimited');
      });
      program.child.kill('SIGKILL');
      await program.ended;
      const again = setup.start();
      expect(await orderCount(await again.ready())).toBe(2);
    },
  );

  // In most containers, being root is not enough to mount.
  const canMount = process.getuid?.() === 0 && works('unshare', '--mount', 'true');

  it.skipIf(!canMount)(
    'answers 503 without any effect on a full file system (needs permission to mount)',
    async () => {
      run('mount', '-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', setup.directory);
      try {
        const program = setup.start();
        const url = await program.ready();
        await createOrder(url);
        const filler = join(setup.directory, 'filler');
        fill(filler);
        await useUpLastPage(url);
        await expectOutageAndRecovery(url, () => {
          rmSync(filler);
        });
        program.child.kill('SIGTERM');
        expect(await program.ended).toBe(0);
      } finally {
        run('umount', '-l', setup.directory);
      }
    },
  );
});

function fill(file: string): void {
  try {
    writeFileSync(file, Buffer.alloc(2 * 1024 * 1024));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  }
}

/** The journal may still fill the page that it has begun. */
async function useUpLastPage(url: string): Promise<void> {
  while ((await call(url, '/s2s/v1/orders', ORDER)).status === 201);
}
