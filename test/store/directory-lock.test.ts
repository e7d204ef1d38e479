import { spawn, type ChildProcess } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openStore } from '../../src/store/durable-store.ts';
import { DirectoryInUse, DirectoryLost } from '../../src/store/errors.ts';
import { startTimeOf } from '../../src/store/lock-holder.ts';
import { game } from './records.ts';
import { opened, recordingLog, temporaryDirectory } from './store-fixture.ts';

const SCRIPT = join(import.meta.dirname, 'hold-directory.ts');

/** Starts a process that opens the directory. Resolves with what it prints: "open", or "in use by" and a pid. */
async function start(directory: string): Promise<{ child: ChildProcess; output: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', SCRIPT, directory], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const [output] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, output: output.toString().trim() };
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

const lockOf = (directory: string): string => join(directory, 'lock');

/** Writes a lock file as another process may have left it, last touched `agoMs` ago. */
function leaveLock(directory: string, holder: object | null, agoMs: number): void {
  writeFileSync(lockOf(directory), holder === null ? '' : JSON.stringify(holder));
  const at = new Date(Date.now() - agoMs);
  utimesSync(lockOf(directory), at, at);
}

async function refusal(directory: string): Promise<DirectoryInUse> {
  const error: unknown = await opened(directory).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(DirectoryInUse);
  return error as DirectoryInUse;
}

describe('a data directory', () => {
  it('is refused to a second process while the first runs, and opens after the first was killed', async () => {
    const directory = temporaryDirectory();
    const first = await start(directory);
    expect(first.output).toBe('open');
    const error = await refusal(directory);
    expect(error.pid).toBe(first.child.pid);
    expect(error.message).toContain(
      `${directory} is in use by process ${first.child.pid ?? ''} on ${hostname()}`,
    );
    await kill(first.child);
    expect(existsSync(lockOf(directory))).toBe(true);
    await opened(directory);
  });

  it('opens for only one of several processes that find the lock of a killed one', async () => {
    const directory = temporaryDirectory();
    const dead = await start(directory);
    await kill(dead.child);
    const all = await Promise.all([1, 2, 3, 4].map(() => start(directory)));
    const winners = all.filter(({ output }) => output === 'open');
    expect(winners).toHaveLength(1);
    const losers = all.filter(({ output }) => output === `in use by ${winners[0]?.child.pid ?? ''}`);
    expect(losers).toHaveLength(3);
  });

  it('is refused to a second store of the same process', async () => {
    const directory = temporaryDirectory();
    const first = await opened(directory);
    expect((await refusal(directory)).pid).toBe(process.pid);
    await first.close();
    await opened(directory);
  });

  it('has no lock after its store is closed', async () => {
    const directory = temporaryDirectory();
    const store = await opened(directory);
    expect(existsSync(lockOf(directory))).toBe(true);
    await store.close();
    expect(readdirSync(directory)).toEqual(['journal.jsonl']);
  });
});

describe('a lock that was left behind', () => {
  const here = { hostname: hostname(), startTime: startTimeOf(process.pid) };
  const elsewhere = { pid: 1, hostname: 'another-container', startTime: null };

  it.each([
    [
      'by a process that had our pid, as every process of a container has pid 1',
      { ...here, pid: process.pid, startTime: 'earlier' },
      0,
    ],
    ['by a process whose pid another one has now', { ...here, pid: process.ppid, startTime: 'earlier' }, 0],
    ['by a process that is gone', { ...here, pid: 2 ** 22 + 1 }, 0],
    ['on another machine long ago', elsewhere, 11_000],
    ['on another machine a little less than ten seconds ago', elsewhere, 9_900],
    ['without its content', null, 11_000],
  ])('%s is taken over', async (_, holder, agoMs) => {
    const directory = temporaryDirectory();
    leaveLock(directory, holder, agoMs);
    await opened(directory);
    expect(JSON.parse(readFileSync(lockOf(directory), 'utf8'))).toEqual({
      ...here,
      pid: process.pid,
      token: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
    });
  });

  it('is respected while its holder on another machine touches it', async () => {
    const directory = temporaryDirectory();
    leaveLock(directory, elsewhere, 1000);
    const heartbeat = setInterval(() => {
      leaveLock(directory, elsewhere, 0);
    }, 20);
    onTestFinished(() => {
      clearInterval(heartbeat);
    });
    const error = await refusal(directory);
    expect(error.message).toContain('process 1 on another-container');
  });

  it('is taken over after another process was killed while it did the same', async () => {
    const directory = temporaryDirectory();
    leaveLock(directory, elsewhere, 11_000);
    const guard = `${lockOf(directory)}.takeover`;
    writeFileSync(guard, '');
    const old = new Date(Date.now() - 11_000);
    utimesSync(guard, old, old);
    await opened(directory);
    expect(existsSync(guard)).toBe(false);
  });
});

/** Has a process put a game. Resolves with what it prints. */
async function put({ stdin, stdout }: ChildProcess, id: string): Promise<string> {
  stdin?.write(`${id}\n`);
  const [output] = (await once(stdout ?? new EventEmitter(), 'data')) as [Buffer];
  return output.toString().trim();
}

describe('a holder that was paused', () => {
  it('writes nothing after another has taken over, and the other loses nothing', async () => {
    const directory = temporaryDirectory();
    const paused = await start(directory);
    expect(await put(paused.child, 'gm_1')).toBe('written');
    paused.child.kill('SIGSTOP');
    // As it looks on another machine: nobody touches the lock, and the pid means nothing there.
    leaveLock(directory, { pid: 1, hostname: 'another-container', startTime: null, token: 'x' }, 11_000);
    const journal = join(directory, 'journal.jsonl');
    const before = statSync(journal).ino;
    const successor = await opened(directory);
    expect(statSync(journal).ino).not.toBe(before);
    successor.transact(({ games }) => {
      games.put(game('gm_2'));
    });
    await successor.durable();
    const text = readFileSync(journal, 'utf8');

    paused.child.kill('SIGCONT');
    expect(await put(paused.child, 'gm_3')).toContain('was deleted, moved or replaced. Nothing was changed.');
    // The successor may have moved the first lines to its snapshot.
    expect(text.endsWith(readFileSync(journal, 'utf8'))).toBe(true);
    paused.child.stdin?.end();
    await once(paused.child, 'exit');
    expect(existsSync(lockOf(directory))).toBe(true);
    await successor.close();
    const { tables } = await opened(directory);
    expect(Array.from(tables.games.all(), ({ id }) => id)).toEqual(['gm_1', 'gm_2']);
  });

  it('writes no snapshot when its lock has the token of another', async () => {
    const directory = temporaryDirectory();
    const store = await openStore({ directory, log: recordingLog() });
    store.transact(({ games }) => {
      games.put(game('gm_1'));
    });
    await store.durable();
    // In place, so that the inode is the same.
    writeFileSync(
      lockOf(directory),
      JSON.stringify({ pid: 1, hostname: 'x', startTime: null, token: 'other' }),
    );
    const error: unknown = await store.close().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(DirectoryLost);
    rmSync(dirname(/The state at the end is in (.+)\.$/.exec(String(error))?.[1] ?? 'none'), {
      recursive: true,
    });
    expect(readdirSync(directory).sort()).toEqual(['journal.jsonl', 'lock']);
  });
});
