import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { StorageUnavailable } from '../../src/domain/model/errors.ts';
import { type Disk, realDisk } from '../../src/store/disk.ts';
import { DirectoryUnusable } from '../../src/store/errors.ts';
import type { OwnedStore } from '../../src/store/memory-store.ts';
import { FailingDisk } from './failing-disk.ts';
import { game } from './records.ts';
import { asKilledNow, opened, recordingLog, temporaryDirectory } from './temporary.ts';

const NOT_WRITTEN = 'The snapshot could not be written; the journal keeps what it lacks.';

function put(store: OwnedStore, id: string): void {
  store.transact(({ games }) => {
    games.put(game(id));
  });
}

const gameIds = ({ tables }: OwnedStore): string[] => Array.from(tables.games.all(), ({ id }) => id);
const reopened = async (directory: string): Promise<string[]> =>
  gameIds(await opened(asKilledNow(directory)));

describe('a transaction that the disk does not take', () => {
  it.each([
    ['full', false],
    ['sick', true],
  ])('has no effect on a %s disk, and the next one that it takes has', async (_, sick) => {
    const directory = temporaryDirectory();
    const file = join(directory, 'journal.jsonl');
    const disk = new FailingDisk();
    const store = await opened(directory, { disk });
    put(store, 'gm_1');
    const told = vi.fn();
    store.onCommit(told);
    Object.assign(disk, { full: true, sick });

    const refused = (): void => {
      put(store, 'gm_2');
    };
    expect(refused).toThrow(StorageUnavailable);
    expect(refused).toThrow(`Could not write ${file} (E`);
    expect(refused).toThrow('Nothing was changed');
    expect(gameIds(store)).toEqual(['gm_1']);
    expect(told).not.toHaveBeenCalled();
    expect(await reopened(directory)).toEqual(['gm_1']);

    Object.assign(disk, { full: false, sick: false });
    put(store, 'gm_3');
    expect(gameIds(store)).toEqual(['gm_1', 'gm_3']);
    expect(await reopened(directory)).toEqual(['gm_1', 'gm_3']);
    expect(readFileSync(file, 'utf8')).not.toContain('gm_2');
  });

  it('is written in full by a disk that takes it in pieces', async () => {
    const directory = temporaryDirectory();
    const disk: Disk = {
      ...realDisk,
      write: (fd, bytes, at) => realDisk.write(fd, bytes.subarray(0, 7), at),
    };
    put(await opened(directory, { disk }), 'gm_1');
    expect(await reopened(directory)).toEqual(['gm_1']);
  });

  it('that cannot be made into JSON has no effect', async () => {
    const directory = temporaryDirectory();
    const store = await opened(directory);
    const broken = { ...game('gm_1'), name: 1n as unknown as string };
    expect(() => {
      store.transact(({ games }) => {
        games.put(broken);
      });
    }).toThrow(TypeError);
    put(store, 'gm_2');
    expect(await reopened(directory)).toEqual(['gm_2']);
  });
});

describe('a snapshot that cannot be written', () => {
  it('costs nothing, is reported, and is written when it can be', async () => {
    const directory = temporaryDirectory();
    const log = recordingLog();
    const obstacle = join(directory, 'db.json.tmp');
    mkdirSync(obstacle);
    const store = await opened(directory, { log, compactAtBytes: 1 });
    put(store, 'gm_1');
    await vi.waitFor(() => {
      expect(log.messages).toEqual([NOT_WRITTEN]);
    });
    expect(await reopened(directory)).toEqual(['gm_1']);
    rmSync(obstacle, { recursive: true });
    await store.close();
    expect(readFileSync(join(directory, 'db.json'), 'utf8')).toContain('"gm_1"');
    expect(log.messages).toEqual([NOT_WRITTEN]);
  });

  it('is not tried again with every transaction, but when the journal has grown by as much', async () => {
    const directory = temporaryDirectory();
    const log = recordingLog();
    mkdirSync(join(directory, 'db.json.tmp'));
    const store = await opened(directory, { log, compactAtBytes: 1000 });
    const bytes = (): number => readFileSync(join(directory, 'journal.jsonl')).length;
    let [attempts, next] = [0, 1000];
    for (let n = 0; n < 40; n += 1) {
      put(store, `gm_${n}`);
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

  it('leaves the journal as it was when that cannot be shortened', async () => {
    const directory = temporaryDirectory();
    const log = recordingLog();
    mkdirSync(join(directory, 'journal.jsonl.tmp'));
    const store = await opened(directory, { log, compactAtBytes: 1 });
    put(store, 'gm_1');
    put(store, 'gm_2');
    await vi.waitFor(() => {
      expect(log.messages).toEqual([NOT_WRITTEN]);
    });
    put(store, 'gm_3');
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
      /^\S+ cannot be used as the data directory \(E.+\)\. Name a directory that .+\.$/,
    );
  });
});
