import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { StorageUnavailable } from '../../src/domain/model/errors.ts';
import { type Disk, realDisk } from '../../src/store/journal.ts';
import { openStore } from '../../src/store/durable-store.ts';
import { DirectoryLost, DirectoryUnusable } from '../../src/store/errors.ts';
import type { ClosableStore } from '../../src/store/memory-store.ts';
import { asKilledNow, FailingDisk, opened, recordingLog, temporaryDirectory } from './store-fixture.ts';
import { game } from './records.ts';

const NOT_WRITTEN = 'Could not write the snapshot; its transactions remain in the journal.';

async function put(store: ClosableStore, id: string): Promise<void> {
  store.transact(({ games }) => {
    games.put(game(id));
  });
  await store.durable();
}

const gameIds = ({ tables }: ClosableStore): string[] => Array.from(tables.games.all(), ({ id }) => id);
const reopened = async (directory: string): Promise<string[]> =>
  gameIds(await opened(asKilledNow(directory)));

describe('a transaction that cannot be written', () => {
  it.each([
    ['full', false],
    ['full and failing', true],
  ])('has no effect on a %s disk, and a later one has', async (_, failsToTruncate) => {
    const directory = temporaryDirectory();
    const file = join(directory, 'journal.jsonl');
    const disk = new FailingDisk();
    const store = await opened(directory, { disk });
    await put(store, 'gm_1');
    const listener = vi.fn();
    store.onCommit(listener);
    Object.assign(disk, { full: true, failsToTruncate });

    const refused = () => put(store, 'gm_2');
    await expect(refused()).rejects.toThrow(StorageUnavailable);
    await expect(refused()).rejects.toThrow(`Could not write ${file} (E`);
    await expect(refused()).rejects.toThrow('Nothing was changed');
    expect(gameIds(store)).toEqual(['gm_1']);
    expect(listener).not.toHaveBeenCalled();
    expect(await reopened(directory)).toEqual(['gm_1']);

    Object.assign(disk, { full: false, failsToTruncate: false });
    await put(store, 'gm_3');
    expect(gameIds(store)).toEqual(['gm_1', 'gm_3']);
    expect(await reopened(directory)).toEqual(['gm_1', 'gm_3']);
    expect(readFileSync(file, 'utf8')).not.toContain('gm_2');
  });

  it('is written completely to a disk that accepts a few bytes at a time', async () => {
    const directory = temporaryDirectory();
    const disk: Disk = {
      ...realDisk,
      write: (fd, bytes, at) => realDisk.write(fd, bytes.subarray(0, 7), at),
    };
    await put(await opened(directory, { disk }), 'gm_1');
    expect(await reopened(directory)).toEqual(['gm_1']);
  });

  it.each([
    ['fsync', 2],
    ['write', 0],
  ] as const)('with the durability %s is synchronised accordingly', async (durability, expected) => {
    const sync = vi.fn(realDisk.sync.bind(realDisk));
    const store = await opened(temporaryDirectory(), { disk: { ...realDisk, sync }, durability });
    await put(store, 'gm_1');
    await put(store, 'gm_2');
    expect(sync).toHaveBeenCalledTimes(expected);
  });

  it('that cannot be synchronised has no effect', async () => {
    const directory = temporaryDirectory();
    const sync = () => Promise.reject(Object.assign(new Error('EIO: i/o error, fsync'), { code: 'EIO' }));
    const store = await opened(directory, { disk: { ...realDisk, sync }, durability: 'fsync' });
    await expect(put(store, 'gm_1')).rejects.toThrow(StorageUnavailable);
    expect(gameIds(store)).toEqual([]);
    expect(await reopened(directory)).toEqual([]);
  });

  it('that cannot be serialised has no effect', async () => {
    const directory = temporaryDirectory();
    const store = await opened(directory);
    const broken = { ...game('gm_1'), name: 1n as unknown as string };
    store.transact(({ games }) => {
      games.put(broken);
    });
    await expect(store.durable()).rejects.toThrow(TypeError);
    expect(gameIds(store)).toEqual([]);
    await put(store, 'gm_2');
    expect(await reopened(directory)).toEqual(['gm_2']);
  });
});

describe('a snapshot that cannot be written', () => {
  it('loses nothing, is logged, and is written once that is possible', async () => {
    const directory = temporaryDirectory();
    const log = recordingLog();
    const obstacle = join(directory, 'db.json.tmp');
    mkdirSync(obstacle);
    const store = await opened(directory, { log, compactAtBytes: 1 });
    await put(store, 'gm_1');
    await vi.waitFor(() => {
      expect(log.messages).toEqual([NOT_WRITTEN]);
    });
    expect(await reopened(directory)).toEqual(['gm_1']);
    rmSync(obstacle, { recursive: true });
    await store.close();
    expect(readFileSync(join(directory, 'db.json'), 'utf8')).toContain('"gm_1"');
    expect(log.messages).toEqual([NOT_WRITTEN]);
  });

  it('is tried again when the journal has grown by as much, not with every transaction', async () => {
    const directory = temporaryDirectory();
    const log = recordingLog();
    mkdirSync(join(directory, 'db.json.tmp'));
    const store = await opened(directory, { log, compactAtBytes: 1000 });
    const bytes = (): number => readFileSync(join(directory, 'journal.jsonl')).length;
    let [attempts, next] = [0, 1000];
    for (let n = 0; n < 40; n += 1) {
      await put(store, `gm_${n}`);
      if (bytes() >= next) {
        attempts += 1;
        next = bytes() + 1000;
      }
      await vi.waitFor(() => {
        expect(log.messages).toHaveLength(attempts);
      });
    }
    expect(attempts).toBeGreaterThan(2);
    expect(attempts).toBeLessThan(40);
  });

  it('leaves the journal unchanged if it cannot be shortened', async () => {
    const directory = temporaryDirectory();
    const log = recordingLog();
    mkdirSync(join(directory, 'journal.jsonl.tmp'));
    const store = await opened(directory, { log, compactAtBytes: 1 });
    await put(store, 'gm_1');
    await put(store, 'gm_2');
    await vi.waitFor(() => {
      expect(log.messages).toEqual([NOT_WRITTEN]);
    });
    await put(store, 'gm_3');
    expect(await reopened(directory)).toEqual(['gm_1', 'gm_2', 'gm_3']);
  });
});

describe('a data directory that cannot be used is refused in one line', () => {
  const cases: [string, (directory: string) => string][] = [
    [
      'because it is a file',
      (directory) => {
        writeFileSync(join(directory, 'x'), '');
        return 'x';
      },
    ],
    [
      'because it would be below a file',
      (directory) => {
        writeFileSync(join(directory, 'x'), '');
        return 'x/y';
      },
    ],
    [
      'because the journal is a directory',
      (directory) => {
        mkdirSync(join(directory, 'journal.jsonl'));
        return '.';
      },
    ],
    [
      'because it would be behind a broken link',
      (directory) => {
        symlinkSync('nowhere', join(directory, 'link'));
        return 'link/data';
      },
    ],
    ['because the system creates no directories there', () => '../../proc/none/data'],
    [
      'because the lock is a broken link',
      (directory) => {
        symlinkSync('nowhere', join(directory, 'lock'));
        return '.';
      },
    ],
    [
      'because the lock is a directory',
      (directory) => {
        mkdirSync(join(directory, 'lock'));
        return '.';
      },
    ],
  ];

  it.each(cases)('%s', async (_, prepare) => {
    const parent = temporaryDirectory();
    const name = prepare(parent);
    const directory = join(parent, name);
    const error: unknown = await opened(directory).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(DirectoryUnusable);
    const { message } = error as DirectoryUnusable;
    expect(message).toMatch(
      /^\S+ cannot be used as the data directory \(E.+\)\. Choose a directory that .+\.$/,
    );
  });
});

describe('a data directory that is lost while it is in use', () => {
  it.each([
    [
      'deleted',
      (directory: string) => {
        rmSync(directory, { recursive: true });
      },
    ],
    [
      'replaced',
      (directory: string) => {
        renameSync(directory, `${directory}-moved`);
        mkdirSync(directory);
        writeFileSync(join(directory, 'lock'), 'of another process');
      },
    ],
  ])('takes no transactions once it is %s, and leaves the state elsewhere', async (_, lose) => {
    const directory = join(temporaryDirectory(), 'data');
    const store = await openStore({ directory, log: recordingLog() });
    await put(store, 'gm_1');
    expect(store.isUsable).toBe(true);
    lose(directory);
    const filesBefore = existsSync(directory) ? readdirSync(directory) : null;
    expect(store.isUsable).toBe(false);
    await expect(put(store, 'gm_2')).rejects.toThrow(StorageUnavailable);
    expect(gameIds(store)).toEqual(['gm_1']);
    const error: unknown = await store.close().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(DirectoryLost);
    const dumped = /The state at the end is in (.+)\.$/.exec((error as DirectoryLost).message)?.[1] ?? '';
    expect(readFileSync(dumped, 'utf8')).toContain('"gm_1"');
    rmSync(dirname(dumped), { recursive: true });
    expect(existsSync(directory) ? readdirSync(directory) : null).toEqual(filesBefore);
  });
});
