import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { opened, temporaryDirectory } from './temporary.ts';

it('a directory from before there were coupons opens, and its records lack nothing', async () => {
  const directory = temporaryDirectory();
  const tables = {
    players: [{ id: 'gm_1:p1', gameId: 'gm_1', playerId: 'p1', userId: 'usr_1', info: {} }],
    orders: [{ id: 'ord_1', gameId: 'gm_1', items: [{ id: 'itm_1', sku: 'SWORD' }] }],
  };
  writeFileSync(join(directory, 'db.json'), JSON.stringify({ version: 1, seq: 1, tables }));
  const store = await opened(directory);
  expect(store.tables.players.by('user', 'usr_1')).toMatchObject([{ profile: { loyaltyPoints: 0 } }]);
  expect(store.tables.orders.get('ord_1')).toMatchObject({ coupon: null, items: [{ sku: 'SWORD' }] });
  expect([store.tables.coupons.size, store.tables.redemptions.size]).toEqual([0, 0]);
});
