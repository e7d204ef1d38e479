import { ITEM_DEFAULTS } from '../../src/domain/catalogue/items.ts';
import type { Delivery } from '../../src/domain/model/delivery.ts';
import type { Game } from '../../src/domain/model/game.ts';
import type { CatalogueItem } from '../../src/domain/model/item.ts';

export function game(id: string, changes: Partial<Game> = {}): Game {
  return {
    id,
    companyId: 'com_1',
    name: `Game ${id}`,
    sandbox: true,
    autoRefund: null,
    retrySchedule: null,
    resets: 0,
    key: null,
    declared: null,
    ...changes,
  };
}

export function item(id: string, changes: Partial<CatalogueItem> = {}): CatalogueItem {
  return {
    ...ITEM_DEFAULTS,
    id,
    gameId: 'gm_1',
    sku: `sku_${id}`,
    name: 'Gems',
    price: 199,
    currency: 'USD',
    createdAt: 1,
    modifiedAt: 1,
    ...changes,
  };
}

export function delivery(id: string, changes: Partial<Delivery> = {}): Delivery {
  return {
    id,
    gameId: 'gm_1',
    platform: 'aghanim',
    eventId: 'whevt_1',
    eventType: 'order.created',
    orderId: null,
    webhookId: 'wh_1',
    withPlayer: false,
    status: 'pending',
    attempts: 0,
    tries: 0,
    nextTrigger: 'automatic',
    startedAt: null,
    nextAttemptAt: 1,
    createdAt: 1,
    settledAt: null,
    ...changes,
  };
}
