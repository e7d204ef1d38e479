import { PLAIN } from '../domain/catalogue/item-contents.ts';
import { ITEM_DEFAULTS } from '../domain/catalogue/items.ts';
import type { Order } from '../domain/model/order.ts';
import { NO_PROFILE } from '../domain/players/players.ts';
import type { Stored, TableName } from '../domain/model/store.ts';

type Upgrade = (record: Stored) => Stored;

/** What records of each table may lack: those of an older version, and those that a person wrote. */
const UPGRADES = new Map<TableName, Upgrade>([
  ['items', (item) => ({ ...ITEM_DEFAULTS, ...item })],
  ['orders', (order) => upgradedOrder(order as OlderOrder)],
  ['players', (player) => ({ profile: NO_PROFILE, ...player })],
]);

/** The stored record with the fields that it does not have yet, so that all records of a kind have one shape. */
export function upgraded(table: TableName, record: Stored): Stored {
  return UPGRADES.get(table)?.(record) ?? record;
}

type OlderOrder = Omit<Order, 'coupon'> & Partial<Pick<Order, 'coupon'>>;

function upgradedOrder(order: OlderOrder): OlderOrder {
  if ('coupon' in order && order.items.every((item) => 'nestedItems' in item)) return order;
  return { coupon: null, ...order, items: order.items.map((item) => ({ ...PLAIN, ...item })) };
}
