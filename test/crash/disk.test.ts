import { spawnSync } from 'node:child_process';
import { statSync, writeFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createOrder, Scene } from './scene.ts';
import { call } from './wire.ts';

const ORDER = { player_id: 'r2d2-c3po', items: [{ sku: 'CRS-82500' }] };

/** Whether a command is there and does what is asked of it. */
function works(command: string, ...args: readonly string[]): boolean {
  return spawnSync(command, args).status === 0;
}

function run(command: string, ...args: readonly string[]): void {
  if (!works(command, ...args)) throw new Error(`failed: ${command} ${args.join(' ')}`);
}

let scene: Scene;
beforeEach(async () => {
  scene = await Scene.build();
});
afterEach(() => scene.clear());

async function orderCount(url: string): Promise<unknown> {
  return (await call(url, '/_emulator/orders')).body['total'];
}

/** While the disk is full, and again when there is room. */
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

describe('a disk that takes no more', () => {
  // Node ignores SIGXFSZ, so a process beyond its limit gets an error like one whose disk is full.
  const hasPrlimit = works('prlimit', '--version');

  it.skipIf(!hasPrlimit)(
    'answers 503 without any effect, and works again when the limit is lifted (needs prlimit)',
    async () => {
      const program = scene.start();
      const url = await program.ready();
      await createOrder(url);
      const limit = (bytes: number | 'unlimited') => {
        run('prlimit', '--pid', String(program.child.pid), `--fsize=${bytes}:`);
      };
      // Room for a part of the next line, so that it is torn.
      limit(statSync(join(scene.directory, 'journal.jsonl')).size + 100);
      await expectOutageAndRecovery(url, () => {
        limit('unlimited');
      });
      program.child.kill('SIGKILL');
      await program.ended;
      const again = scene.start();
      expect(await orderCount(await again.ready())).toBe(2);
    },
  );

  // Mounting takes more than being root in most containers.
  const canMount = process.getuid?.() === 0 && works('unshare', '--mount', 'true');

  it.skipIf(!canMount)(
    'answers 503 without any effect on a file system that is full (needs root that may mount)',
    async () => {
      run('mount', '-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', scene.directory);
      try {
        const program = scene.start();
        const url = await program.ready();
        await createOrder(url);
        const filler = join(scene.directory, 'filler');
        fill(filler);
        await useUpLastPage(url);
        await expectOutageAndRecovery(url, () => {
          rmSync(filler);
        });
        program.child.kill('SIGTERM');
        expect(await program.ended).toBe(0);
      } finally {
        run('umount', '-l', scene.directory);
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
