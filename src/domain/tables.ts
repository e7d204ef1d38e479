import type { Attempt } from './model/attempt.ts';
import type { Coupon, Redemption } from './model/coupon.ts';
import type { Delivery } from './model/delivery.ts';
import type { Event } from './model/event.ts';
import type { FollowUp } from './model/follow-up.ts';
import type { Game } from './model/game.ts';
import type { GameLocale } from './model/game-locale.ts';
import type { CatalogueItem } from './model/item.ts';
import type { ItemCategory } from './model/item-category.ts';
import type { Order } from './model/order.ts';
import type { Payment } from './model/payment.ts';
import type { Player } from './model/player.ts';
import type { FreeUser, LoginToken } from './model/user.ts';
import type { PriceTemplate } from './model/price-template.ts';
import type { Webhook } from './model/webhook.ts';
import type { ReadTable, Stored, Table } from './ports.ts';

/**
 * The secondary indexes, a key function each; `null` keeps a record out of the index.
 * The store builds them, the domain reads them with `table.by(index, key)`.
 */
export const INDEXES = {
  games: {},
  players: {
    game: (player: Player) => player.gameId,
    user: (player: Player) => player.userId,
  },
  items: {
    game: (item: CatalogueItem) => item.gameId,
    sku: (item: CatalogueItem) => skuKey(item.gameId, item.sku),
    template: (item: CatalogueItem) => item.priceTemplateId,
  },
  itemCategories: { game: (category: ItemCategory) => category.gameId },
  priceTemplates: { game: (template: PriceTemplate) => template.gameId },
  locales: { game: (locale: GameLocale) => locale.gameId },
  orders: {
    game: (order: Order) => order.gameId,
    /** The orders that hold a coupon because a payment of theirs is under way. */
    heldCoupon: (order: Order) => (order.status === 'captured' ? (order.coupon?.couponId ?? null) : null),
  },
  payments: {
    game: (payment: Payment) => payment.gameId,
    order: (payment: Payment) => payment.orderId,
    player: (payment: Payment) => playerKey(payment.gameId, payment.playerId),
  },
  webhooks: { game: (webhook: Webhook) => webhook.gameId },
  events: {
    game: (event: Event) => event.gameId,
    order: (event: Event) => event.orderId,
  },
  deliveries: {
    game: (delivery: Delivery) => delivery.gameId,
    event: (delivery: Delivery) => delivery.eventId,
    order: (delivery: Delivery) => delivery.orderId,
    webhook: (delivery: Delivery) => delivery.webhookId,
    open: (delivery: Delivery) => (delivery.status === 'pending' ? 'yes' : null),
  },
  attempts: { delivery: (attempt: Attempt) => attempt.deliveryId },
  followUps: {},
  coupons: {
    game: (coupon: Coupon) => coupon.gameId,
    code: (coupon: Coupon) => couponKey(coupon.gameId, coupon.code),
  },
  freeUsers: {},
  loginTokens: {},
  redemptions: {
    coupon: (redemption: Redemption) => redemption.couponId,
    player: (redemption: Redemption) => playerKey(redemption.gameId, redemption.playerId),
    user: (redemption: Redemption) => redemption.userId,
  },
} as const;

export interface Records {
  games: Game;
  players: Player;
  items: CatalogueItem;
  itemCategories: ItemCategory;
  priceTemplates: PriceTemplate;
  locales: GameLocale;
  orders: Order;
  payments: Payment;
  webhooks: Webhook;
  events: Event;
  deliveries: Delivery;
  attempts: Attempt;
  followUps: FollowUp;
  coupons: Coupon;
  redemptions: Redemption;
  freeUsers: FreeUser;
  loginTokens: LoginToken;
}

export type TableName = keyof Records;
type IndexOf<Name extends TableName> = keyof (typeof INDEXES)[Name] & string;

export type Tables = { readonly [Name in TableName]: Table<Records[Name], IndexOf<Name>> };
export type ReadTables = { readonly [Name in TableName]: ReadTable<Records[Name], IndexOf<Name>> };

/** What a transaction changed. `record` is `null` for a deletion. */
export interface Change<Name extends TableName = TableName> {
  readonly table: Name;
  readonly id: string;
  readonly record: Stored | null;
}

/** The storage port: everything is read from memory, every change is a transaction. */
export interface Store {
  readonly tables: ReadTables;
  /**
   * Runs `work` on the tables. When it returns, all its changes are durable together; when it throws,
   * none of them happened. Synchronous, so that two transactions never interleave.
   *
   * @throws StorageUnavailable when the changes could not be written; then none of them happened either.
   */
  transact<T>(work: (tables: Tables) => T): T;
  /** Calls `listener` after each transaction that changed something. Returns how to stop that. */
  onCommit(listener: (changes: readonly Change[]) => void): () => void;
}

/** The key of the `sku` index: SKUs are unique inside a game. */
export function skuKey(gameId: string, sku: string): string {
  return `${gameId}:${sku}`;
}

/** The key of the `code` index: coupon codes are unique inside a game. */
export function couponKey(gameId: string, code: string): string {
  return `${gameId}:${code}`;
}

export function playerKey(gameId: string, playerId: string): string {
  return `${gameId}:${playerId}`;
}
