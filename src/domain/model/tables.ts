import type { Achievement, UnlockedAchievement } from './achievement.ts';
import type { Coupon, Redemption } from './coupon.ts';
import type { Creator } from './creator.ts';
import type { Attempt, Delivery } from './delivery.ts';
import type { Event } from './event.ts';
import type { GameClock } from './game-clock.ts';
import type { Game, GameLocale } from './game.ts';
import type { GameEvent } from './game-event.ts';
import type { CatalogueItem, ItemCategory } from './item.ts';
import type { LoyaltyProgram, PointsEntry } from './loyalty.ts';
import { isPaidWithoutItems, unresolved, type Order } from './order.ts';
import type { Leaderboard, LeaderboardMember } from './leaderboard.ts';
import type { FollowUp, Payment } from './payment.ts';
import type { FreeUser, LoginToken, Player } from './player.ts';
import type { Endpoint, SigningIdentity } from './platform.ts';
import type { PriceTemplate } from './price-template.ts';
import type { Resource } from './resource.ts';
import type { IdSequence } from './ids.ts';
import type { Subscription } from './subscription.ts';
import type { Webhook } from './webhook.ts';
import type { Stored } from './record.ts';

/** A text in any of some fields. */
export interface TextSearch<R> {
  readonly fields: readonly (keyof R & string)[];
  /** Whether a text contains it; then every longer text that contains that one does, too. */
  readonly contains: (text: string) => boolean;
}

/** A table outside a transaction. `Keys` has the type of the keys of each secondary index. */
export interface ReadTable<R extends Stored, Keys = object> {
  readonly size: number;
  /** About how much memory the records take, in bytes, with their places in indexes. */
  readonly bytes: number;
  get(id: string): R | undefined;
  /** What `read` makes of the record, which is valid only during the call, as those of `scan`. */
  read<T>(id: string, read: (record: R) => T): T | undefined;
  /** Every record, oldest first. */
  all(): Iterable<R>;
  /** The records whose `index` has the value `key`, oldest first. */
  by<Index extends keyof Keys & string>(index: Index, key: Keys[Index]): readonly R[];
  /**
   * The records of `by` one by one, the oldest or the newest first. It makes no copies of records that are packed, so that
   * it suits lists of a whole game. A record is valid until the next one is asked for; `get` and `pick` give some to keep.
   * With `search` it may leave out records that have the text in none of the fields.
   */
  scan<Index extends keyof Keys & string>(
    index: Index,
    key: Keys[Index],
    order?: 'oldest' | 'newest',
    search?: TextSearch<R> | null,
  ): Iterable<R>;
  /** The records at these places of the list that `by` would give; a place that it does not have is left out. */
  pick<Index extends keyof Keys & string>(
    index: Index,
    key: Keys[Index],
    places: readonly number[],
  ): readonly R[];
  /** How many records `by` would give; costs nothing. */
  count<Index extends keyof Keys & string>(index: Index, key: Keys[Index]): number;
}

/**
 * A table inside a transaction. Records are values: a change is a new record put under the same id,
 * never a mutation of the old one.
 */
export interface Table<R extends Stored, Keys = object> extends ReadTable<R, Keys> {
  put(record: R): void;
  delete(id: string): void;
}

/**
 * The key functions of the secondary indexes; a record with the key `null` is not in the index. The store builds
 * the indexes, the domain reads them with `table.by(index, key)`.
 */
export const INDEXES = {
  games: {
    key: (game: Game) => game.key,
    /** Only the names of created games have to differ. */
    name: (game: Game) => (game.declared === null ? null : game.name),
    /** The two games that every emulator has. */
    environment: (game: Game) => (game.declared === null ? environmentOf(game) : null),
  },
  clocks: {},
  idSequences: {},
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
    player: (order: Order) => playerKey(order.gameId, order.playerId),
    /** The orders that were paid and whose items no webhook granted, by game. */
    paidWithoutItems: (order: Order) => (isPaidWithoutItems(order) ? order.gameId : null),
    /** Those of them that a webhook was asked for, of all games. */
    ungranted: (order: Order) => (isPaidWithoutItems(order) && order.grants.length > 0 ? UNGRANTED : null),
    /** The orders that are attributed to a creator. */
    creator: (order: Order) => order.coupon?.creator?.id ?? null,
    /** The orders that hold a coupon because their payment is in progress. */
    heldCoupon: (order: Order) => (order.status === 'captured' ? (order.coupon?.couponId ?? null) : null),
    unresolved: (order: Order) => unresolved(order),
  },
  payments: {
    game: (payment: Payment) => payment.gameId,
    order: (payment: Payment) => payment.orderId,
    player: (payment: Payment) => playerKey(payment.gameId, payment.playerId),
  },
  webhooks: { game: (webhook: Webhook) => webhook.gameId },
  endpoints: {
    game: (endpoint: Endpoint) => endpoint.gameId,
    /** Endpoints of replays are not found by their URL, because each signs as its own webhook. */
    url: (endpoint: Endpoint) =>
      endpoint.signedAs === undefined ? endpointKey(endpoint.gameId, endpoint.url) : null,
  },
  signingIdentities: {},
  events: {
    game: (event: Event) => event.gameId,
    order: (event: Event) => event.orderId,
  },
  deliveries: {
    game: (delivery: Delivery) => delivery.gameId,
    event: (delivery: Delivery) => delivery.eventId,
    order: (delivery: Delivery) => delivery.orderId,
    webhook: (delivery: Delivery) => delivery.webhookId,
    /** The deliveries that were given up, by game. */
    exhausted: (delivery: Delivery) => (delivery.status === 'exhausted' ? delivery.gameId : null),
    /** Only pending deliveries are searched by status. */
    status: (delivery: Delivery) => (delivery.status === 'pending' ? delivery.status : null),
  },
  attempts: { delivery: (attempt: Attempt) => attempt.deliveryId },
  followUps: { game: (followUp: FollowUp) => followUp.gameId },
  coupons: {
    game: (coupon: Coupon) => coupon.gameId,
    code: (coupon: Coupon) => couponKey(coupon.gameId, coupon.code),
    creator: (coupon: Coupon) => coupon.creatorProgram?.creator_id ?? null,
  },
  subscriptions: {
    game: (subscription: Subscription) => subscription.gameId,
    player: (subscription: Subscription) => playerKey(subscription.gameId, subscription.playerId),
    lastOrder: (subscription: Subscription) => subscription.lastOrderId,
  },
  freeUsers: { game: (user: FreeUser) => user.gameId },
  loginTokens: { game: (token: LoginToken) => token.gameId },
  redemptions: {
    game: (redemption: Redemption) => redemption.gameId,
    coupon: (redemption: Redemption) => redemption.couponId,
    player: (redemption: Redemption) => playerKey(redemption.gameId, redemption.playerId),
    user: (redemption: Redemption) => redemption.userId,
  },
  achievements: {
    game: (achievement: Achievement) => achievement.gameId,
    type: (achievement: Achievement) => achievementKey(achievement.gameId, achievement.type),
  },
  unlockedAchievements: {
    game: (unlocked: UnlockedAchievement) => unlocked.gameId,
    achievement: (unlocked: UnlockedAchievement) => unlocked.achievementId,
    player: (unlocked: UnlockedAchievement) => playerKey(unlocked.gameId, unlocked.playerId),
  },
  leaderboards: { game: (leaderboard: Leaderboard) => leaderboard.gameId },
  leaderboardMembers: {
    game: (member: LeaderboardMember) => member.gameId,
    leaderboard: (member: LeaderboardMember) => member.leaderboardId,
    member: (member: LeaderboardMember) => memberKey(member.leaderboardId, member.memberId),
  },
  gameEvents: {
    game: (event: GameEvent) => event.gameId,
    player: (event: GameEvent) => event.playerId && playerKey(event.gameId, event.playerId),
  },
  loyaltyPrograms: { game: (program: LoyaltyProgram) => program.gameId },
  pointsEntries: {
    game: (entry: PointsEntry) => entry.gameId,
    order: (entry: PointsEntry) => entry.orderId,
    player: (entry: PointsEntry) => playerKey(entry.gameId, entry.playerId),
    /** Those that belong to no order. */
    issuedTo: (entry: PointsEntry) =>
      entry.orderId === null ? playerKey(entry.gameId, entry.playerId) : null,
  },
  creators: { game: (creator: Creator) => creator.gameId },
  resources: {
    game: (resource: Resource) => resource.gameId,
    kind: (resource: Resource) => kindKey(resource.gameId, resource.kind),
  },
} as const;

export interface RecordTypes {
  games: Game;
  clocks: GameClock;
  idSequences: IdSequence;
  players: Player;
  items: CatalogueItem;
  itemCategories: ItemCategory;
  priceTemplates: PriceTemplate;
  locales: GameLocale;
  orders: Order;
  payments: Payment;
  webhooks: Webhook;
  endpoints: Endpoint;
  signingIdentities: SigningIdentity;
  events: Event;
  deliveries: Delivery;
  attempts: Attempt;
  followUps: FollowUp;
  coupons: Coupon;
  redemptions: Redemption;
  subscriptions: Subscription;
  freeUsers: FreeUser;
  loginTokens: LoginToken;
  achievements: Achievement;
  unlockedAchievements: UnlockedAchievement;
  leaderboards: Leaderboard;
  leaderboardMembers: LeaderboardMember;
  gameEvents: GameEvent;
  loyaltyPrograms: LoyaltyProgram;
  pointsEntries: PointsEntry;
  creators: Creator;
  resources: Resource;
}

export type TableName = keyof RecordTypes;

/** The type of the keys of each index of a table: a string, or the literals that its key function returns. */
type KeysOf<Indexes> = {
  readonly [Index in keyof Indexes]: Indexes[Index] extends (record: never) => infer Key
    ? NonNullable<Key>
    : never;
};

export type Tables = {
  readonly [Name in TableName]: Table<RecordTypes[Name], KeysOf<(typeof INDEXES)[Name]>>;
};
export type ReadTables = {
  readonly [Name in TableName]: ReadTable<RecordTypes[Name], KeysOf<(typeof INDEXES)[Name]>>;
};

export type Environment = 'sandbox' | 'live';

function environmentOf({ sandbox }: Game): Environment {
  return sandbox ? 'sandbox' : 'live';
}

/** The only key of the `ungranted` index. */
export const UNGRANTED = 'ungranted';

/** The key of the `sku` index: SKUs are unique within a game. */
export function skuKey(gameId: string, sku: string): string {
  return `${gameId}:${sku}`;
}

/** The key of the `code` index: coupon codes are unique within a game. */
export function couponKey(gameId: string, code: string): string {
  return `${gameId}:${code}`;
}

/** The key of the `url` index: a game has one endpoint for each URL. */
export function endpointKey(gameId: string, url: string): string {
  return `${gameId}:${url}`;
}

/** The key of the `type` index: an achievement's type is unique within a game. */
export function achievementKey(gameId: string, type: string): string {
  return `${gameId}:${type}`;
}

/** The key of the `member` index: a member's own id is unique on its leaderboard. */
export function memberKey(leaderboardId: string, memberId: string): string {
  return `${leaderboardId}:${memberId}`;
}

export function playerKey(gameId: string, playerId: string): string {
  return `${gameId}:${playerId}`;
}

/** The key of the `kind` index of resources. */
export function kindKey(gameId: string, kind: string): string {
  return `${gameId}:${kind}`;
}
