import { NO_CONTENTS } from '../domain/catalogue/item-contents.ts';
import { ITEM_DEFAULTS } from '../domain/catalogue/items.ts';
import type { Game } from '../domain/model/game.ts';
import type { Order, Removal } from '../domain/model/order.ts';
import { parseRetrySchedule } from '../domain/model/retry-schedule.ts';
import { NO_PROFILE } from '../domain/players/players.ts';
import type { TableName } from '../domain/model/tables.ts';
import type { Stored } from '../domain/model/record.ts';

type Upgrade = (record: Stored) => Stored;

/** What records of each table may lack: those of an older version, and those that a person wrote. */
const UPGRADES = new Map<TableName, Upgrade>([
  ['games', (game) => upgradedGame(game as OlderGame)],
  ['items', (item) => ({ ...ITEM_DEFAULTS, ...item })],
  ['orders', (order) => upgradedOrder(order as OlderOrder)],
  ['events', ofAghanim],
  ['deliveries', ofAghanim],
  ['players', (player) => ({ profile: NO_PROFILE, ...player })],
]);

/** The stored record with the fields that it does not have yet, so that all records of a kind have one shape. */
export function upgraded(table: TableName, record: Stored): Stored {
  return UPGRADES.get(table)?.(record) ?? record;
}

/** A retry schedule used to be kept as it was typed: `fast` or `1,2.5,60`. */
type OlderGame = Omit<Game, 'retrySchedule' | NewField> & {
  readonly retrySchedule: Game['retrySchedule'] | string;
} & Partial<Pick<Game, NewField>>;

/** What games of version 0.1 lack. */
type NewField = 'resets' | 'key' | 'declared';

function upgradedGame(game: OlderGame): OlderGame {
  const { retrySchedule } = game;
  if (typeof retrySchedule !== 'string' && game.resets !== undefined) return game;
  const parsed = typeof retrySchedule === 'string' ? parseRetrySchedule(retrySchedule) : retrySchedule;
  return { resets: 0, key: null, declared: null, ...game, retrySchedule: parsed };
}

/** There used to be no other platform. */
function ofAghanim(record: Stored): Stored {
  return 'platform' in record ? record : Object.assign({ platform: 'aghanim' }, record);
}

type NewerField = 'coupon' | 'grants' | 'removal' | 'paymentPlatform' | 'platformDetails';

type OlderOrder = Omit<Order, NewerField> & Partial<Pick<Order, NewerField>>;

function upgradedOrder(order: OlderOrder): OlderOrder {
  const isCurrent =
    'coupon' in order && 'grants' in order && 'removal' in order && 'paymentPlatform' in order;
  if (isCurrent && order.items.every((item) => 'nestedItems' in item)) return order;
  const items = order.items.map((item) => ({ ...NO_CONTENTS, ...item }));
  return {
    coupon: null,
    grants: [],
    removal: olderRemoval(order),
    paymentPlatform: 'aghanim',
    platformDetails: null,
    ...order,
    items,
  };
}

/** A removal that waited for the grant used to be kept as `pendingRemoval`, and was dropped when it was sent. */
function olderRemoval(order: OlderOrder): Order['removal'] {
  const { pendingRemoval } = order as {
    readonly pendingRemoval?: Omit<Removal, 'eventId' | 'sentTo'> | null;
  };
  return pendingRemoval ? { ...pendingRemoval, eventId: null, sentTo: [] } : null;
}
