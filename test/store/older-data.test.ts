import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RETRY_PRESETS } from '../../src/domain/model/retry-schedule.ts';
import { opened, temporaryDirectory } from './store-fixture.ts';

it('a directory from before coupons existed opens with complete records', async () => {
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

const ITEM = { id: 'itm_1', gameId: 'gm_1', sku: 'GEM', name: 'Gem', quantity: 5, price: 1, currency: 'USD' };
const LINE = { id: 'itm_1', sku: 'GEM', name: 'Gem', quantity: 5, price: 1, currency: 'USD' };
const ORDER = { id: 'ord_1', gameId: 'gm_1', items: [LINE] };

describe('a data directory of an older version', () => {
  it('opens with empty tables and default values for what was added later', async () => {
    const directory = temporaryDirectory();
    const snapshot = { version: 1, seq: 1, tables: { items: [ITEM], orders: [ORDER] } };
    writeFileSync(join(directory, 'db.json'), JSON.stringify(snapshot));
    const changes = [
      ['items', 'itm_2', { ...ITEM, id: 'itm_2', sku: 'OLD' }],
      ['items', 'itm_1', null],
    ];
    writeFileSync(join(directory, 'journal.jsonl'), `${JSON.stringify({ seq: 2, changes })}\n`);
    const { tables } = await opened(directory);
    expect([...tables.items.all()]).toMatchObject([
      { sku: 'OLD', quantity: 5, type: 'item', nestedItems: null, categories: [], archivedAt: null },
    ]);
    expect(tables.orders.get('ord_1')).toEqual({
      ...ORDER,
      coupon: null,
      paymentPlatform: 'aghanim',
      platformDetails: null,
      grants: [],
      removal: null,
      items: [{ ...LINE, type: 'item', nestedItems: null, fallbackItem: null }],
    });
    expect([tables.itemCategories.size, tables.priceTemplates.size, tables.locales.size]).toEqual([0, 0, 0]);
  });

  it('opens with retry schedules that were kept as text, and reads them', async () => {
    const directory = temporaryDirectory();
    const games = ['realistic', '0.5,2', 'every now and then', null].map((retrySchedule, index) => ({
      id: `gm_${index}`,
      retrySchedule,
    }));
    writeFileSync(join(directory, 'db.json'), JSON.stringify({ version: 1, seq: 1, tables: { games } }));
    const { tables } = await opened(directory);
    const schedules = [...tables.games.all()].map(({ retrySchedule }) => retrySchedule);
    expect(schedules).toEqual([RETRY_PRESETS.realistic, [500, 2000], null, null]);
  });
});
