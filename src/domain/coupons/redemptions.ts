import { cataloguePrice } from '../catalogue/prices.ts';
import { publish } from '../events/publish.ts';
import { type DomainContext, inTransaction, newCause, type Tx } from '../model/context.ts';
import type { Coupon, Redemption } from '../model/coupon.ts';
import { invalidField, NotFound } from '../model/errors.ts';
import type { Game } from '../model/game.ts';
import { newId } from '../model/ids.ts';
import type { Order, OrderItem } from '../model/order.ts';
import type { Player, User } from '../model/player.ts';
import type { ReadTables } from '../model/tables.ts';
import { ensurePlayer } from '../players/players.ts';
import { couponData } from '../wire/coupon.ts';
import { grantableItems, itemsData } from '../wire/item.ts';
import { freeLines } from './effects.ts';
import { notApplicable, refuseCoupon, usableCoupon } from './rules.ts';

/** Counts the coupon of an order that has just been paid as redeemed. */
export function redeemWithOrder(tx: Tx, order: Order): void {
  if (!order.coupon) return;
  const { couponId, code, spentUsd } = order.coupon;
  const { gameId, playerId, userId, id: orderId } = order;
  recordRedemption(tx, { gameId, couponId, code, playerId, userId, orderId, spentUsd, itemNames: [] });
}

const FIELD = 'code';
const TRIGGER = 'hub.redeem';

/**
 * Redeems a free-item code: asks the game to grant its items, and publishes the redemption. Creates a
 * player that the game has never named.
 *
 * @throws Invalid at `player_id` when it is empty, and at `code` with code `coupon_not_found`,
 *   `coupon_already_used` or `coupon_not_applicable`.
 */
export function redeemCoupon(domain: DomainContext, game: Game, playerId: string, code: string): Redemption {
  if (playerId === '') throw invalidField(['player_id'], 'player_missing', 'A player is needed.');
  return inTransaction(domain, (tx) => {
    const coupon = usableCoupon(tx, game.id, playerId, code, FIELD);
    const lines = linesOf(tx, coupon);
    const player = ensurePlayer(tx, game.id, playerId);
    const redemption = recordRedemption(tx, {
      gameId: game.id,
      couponId: coupon.id,
      code,
      playerId,
      userId: player.userId,
      orderId: null,
      spentUsd: 0,
      itemNames: lines.map(({ name }) => name),
    });
    publishRedemption(tx, game, redemption, player, lines);
    return redemption;
  });
}

/** @throws Invalid when the coupon can't be redeemed by itself, or has no items. */
function linesOf(tx: Tx, coupon: Coupon): readonly OrderItem[] {
  const name = `Coupon ${JSON.stringify(coupon.code)}`;
  if (coupon.type !== 'free_item') {
    throw refuseCoupon(FIELD, notApplicable(`${name} is not a free-item code: use it with an order.`));
  }
  const lines = freeLines(tx, coupon, 'free_item');
  if (lines.length === 0) throw refuseCoupon(FIELD, notApplicable(`${name} has no items to give.`));
  return lines;
}

function recordRedemption(tx: Tx, facts: Omit<Redemption, 'id' | 'createdAt'>): Redemption {
  const redemption = { id: newId(tx.ids, 'redemption'), ...facts, createdAt: tx.now };
  tx.tables.redemptions.put(redemption);
  return redemption;
}

function publishRedemption(
  tx: Tx,
  game: Game,
  redemption: Redemption,
  player: Player,
  lines: readonly OrderItem[],
): void {
  const cause = newCause(tx);
  const shown = grantableItems(lines);
  if (shown.length > 0) {
    const data = itemsData(player.playerId, shown, `Coupon redeemed ${redemption.code}`);
    publish(tx, { game, order: null, player, type: 'item.add', data, trigger: TRIGGER }, cause);
  }
  const data = couponData(
    redemption,
    shown.map((line) => withCataloguePrice(tx, line)),
  );
  publish(tx, { game, order: null, player, type: 'coupon.redeemed', data, trigger: TRIGGER }, cause);
}

/** `coupon.redeemed` shows what the free item costs in the catalogue. Source: its sample in the guides. */
function withCataloguePrice(tx: Tx, line: OrderItem): OrderItem {
  const item = tx.tables.items.get(line.id);
  const isPriced = item !== undefined && item.currency !== null;
  return { ...line, price: isPriced ? cataloguePrice(tx.tables, item) : null };
}

/** @throws NotFound when the game has no such redemption. */
export function getRedemption(
  tables: Pick<ReadTables, 'redemptions'>,
  gameId: string,
  id: string,
): Redemption {
  const redemption = tables.redemptions.get(id);
  if (redemption?.gameId !== gameId) throw new NotFound(`Redemption ${JSON.stringify(id)} was not found.`);
  return redemption;
}

/** A coupon of a user; `redeemedAt` is the last time, `null` when it was not redeemed yet. */
export interface UserCoupon {
  readonly coupon: Coupon;
  readonly redeemedAt: number | null;
}

/** The coupons that the user redeemed, and those made for the user's player. */
export function couponsOfUser(
  tables: Pick<ReadTables, 'coupons' | 'redemptions'>,
  gameId: string,
  user: User,
): readonly UserCoupon[] {
  const redeemed = new Map(
    tables.redemptions.by('user', user.id).map(({ couponId, createdAt }) => [couponId, createdAt]),
  );
  return tables.coupons
    .by('game', gameId)
    .map((coupon) => ({ coupon, redeemedAt: redeemed.get(coupon.id) ?? null }))
    .filter(({ coupon, redeemedAt }) => redeemedAt !== null || isMadeFor(coupon, user));
}

function isMadeFor(coupon: Coupon, { playerId }: User): boolean {
  return playerId !== null && (coupon.playerIds ?? []).includes(playerId);
}
