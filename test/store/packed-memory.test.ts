import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Order } from '../../src/domain/model/order.ts';
import { createDomainFixture } from '../support/domain-fixture.ts';
import { givenOrder } from '../support/orders.ts';
import { opened, temporaryDirectory } from './store-fixture.ts';

const SCRIPT = join(import.meta.dirname, 'hold-directory.ts');
const COUNT = 60_000;

function copyOf(order: Order, number: number): Order {
  const playerId = `player-${number}`;
  return { ...order, id: `ord_${number}`, playerId, receiptNumber: String(number), createdAt: number };
}

it('a start with many orders takes less memory than a third of what their objects take', async () => {
  const order = givenOrder(createDomainFixture());
  const directory = temporaryDirectory();
  const store = await opened(directory);
  for (let first = 0; first < COUNT; first += 1000) {
    store.transact(({ orders }) => {
      for (let number = first; number < first + 1000; number += 1) orders.put(copyOf(order, number));
    });
  }
  // As objects they take 82 MB.
  expect(store.tables.orders.bytes).toBeLessThan(27_000_000);
  expect(store.tables.orders.get('ord_7')).toEqual(copyOf(order, 7));
  await store.close();
  const options = ['--max-old-space-size=70', '--import', 'tsx', SCRIPT, directory];
  const { stdout } = spawnSync(process.execPath, options, { input: '', encoding: 'utf8' });
  expect(stdout).toBe('open\n');
}, 120_000);
