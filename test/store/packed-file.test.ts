import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Order } from '../../src/domain/model/order.ts';
import type { Store } from '../../src/domain/model/store.ts';
import { createDomainFixture } from '../support/domain-fixture.ts';
import { givenOrder } from '../support/orders.ts';
import { opened, temporaryDirectory } from './store-fixture.ts';

const COUNT = 6000;

/** A directory with enough orders that some are packed; two of those were changed and deleted afterwards. */
async function written(): Promise<{ readonly directory: string; readonly expected: readonly Order[] }> {
  const directory = temporaryDirectory();
  const order = givenOrder(createDomainFixture());
  const orders = Array.from({ length: COUNT }, (_, number): Order => {
    return { ...order, id: `ord_${number}`, playerId: `player-${number % 700} €`, createdAt: number };
  });
  const store = await opened(directory);
  for (let first = 0; first < COUNT; first += 500) {
    store.transact((tables) => {
      for (const one of orders.slice(first, first + 500)) tables.orders.put(one);
    });
  }
  const changed: Order = { ...order, id: 'ord_7', status: 'paid', createdAt: 7 };
  store.transact((tables) => {
    tables.orders.put(changed);
    tables.orders.delete('ord_8');
  });
  await store.close();
  return { directory, expected: [...orders.slice(0, 7), changed, ...orders.slice(9)] };
}

function ordersOf(store: Store): readonly Order[] {
  return [...store.tables.orders.all()];
}

function flip(file: string, at: number): void {
  const bytes = readFileSync(file);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  writeFileSync(file, bytes);
}

describe('the packed records beside a snapshot', () => {
  it('give a start the same orders as the snapshot, in the same order and found by the same keys', async () => {
    const { directory, expected } = await written();
    expect(existsSync(join(directory, 'db.packed'))).toBe(true);
    const store = await opened(directory);
    expect(ordersOf(store)).toEqual(expected);
    const key = `${expected[0]?.gameId ?? ''}:player-3 €`;
    expect(store.tables.orders.by('player', key)).toEqual(
      expected.filter(({ playerId }) => playerId === 'player-3 €'),
    );
    store.transact(({ orders }) => {
      orders.delete('ord_0');
    });
    expect(ordersOf(store)).toEqual(expected.slice(1));
  });

  const damages: [string, (file: string) => void][] = [
    [
      'missing',
      (file) => {
        rmSync(file);
      },
    ],
    [
      'cut off',
      (file) => {
        writeFileSync(file, readFileSync(file).subarray(0, 100_000));
      },
    ],
    [
      'empty',
      (file) => {
        writeFileSync(file, '');
      },
    ],
    [
      'damaged at its beginning',
      (file) => {
        flip(file, 1);
      },
    ],
    [
      'damaged in the middle',
      (file) => {
        flip(file, Math.floor(statSync(file).size / 2));
      },
    ],
    [
      'damaged at its end',
      (file) => {
        flip(file, statSync(file).size - 1);
      },
    ],
  ];

  it.each(damages)('are not used when the file is %s', async (_, damage) => {
    const { directory, expected } = await written();
    damage(join(directory, 'db.packed'));
    expect(ordersOf(await opened(directory))).toEqual(expected);
  });

  it('are not used when they belong to another snapshot', async () => {
    const { directory, expected } = await written();
    const earlier = readFileSync(join(directory, 'db.packed'));
    const store = await opened(directory);
    store.transact(({ orders }) => {
      orders.delete('ord_100');
    });
    await store.close();
    writeFileSync(join(directory, 'db.packed'), earlier);
    expect(ordersOf(await opened(directory))).toEqual(expected.filter(({ id }) => id !== 'ord_100'));
  });

  it('do not hide a changed byte of the snapshot', async () => {
    const { directory } = await written();
    const file = join(directory, 'db.json');
    flip(file, readFileSync(file).indexOf('"ord_3000"') + 3);
    await expect(opened(directory)).rejects.toThrow(/db\.json.*does not match its checksum/s);
  });
});
