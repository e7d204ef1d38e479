import { couponData } from '../wire/coupon.ts';
import { freeLines } from '../coupons/effects.ts';
import { recordRedemption } from '../coupons/redemptions.ts';
import { claimCoupon, notApplicable, refuseCoupon } from '../coupons/rules.ts';
import { NotFound, invalidField } from '../model/errors.ts';
import { publish } from '../events/publish.ts';
import { grantableItems, itemsData } from '../wire/item.ts';
import type { Coupon, Redemption } from '../model/coupon.ts';
import type { Game } from '../model/game.ts';
import type { OrderItem } from '../model/order.ts';
import type { Player } from '../model/player.ts';
import { meetPlayer } from '../players/players.ts';
import type { ReadTables } from '../model/store.ts';
import { inTransaction, newCause, type Tx, type DomainContext } from '../model/context.ts';

const FIELD = 'code';
const TRIGGER = 'hub.redeem';

/** A player with a free-item code. */
export interface RedeemRequest {
  readonly playerId: string;
  readonly code: string;
}

/**
 * Redeems a free-item code: the game is asked to grant its items and told of the redemption. A player whom
 * the game never named exists from then on.
 *
 * @throws Invalid at `player_id` when it is empty, and at `code` with code `coupon_not_found`,
 *   `coupon_already_used` or `coupon_not_applicable`.
 */
export function redeemCoupon(
  domain: DomainContext,
  game: Game,
  { playerId, code }: RedeemRequest,
): Redemption {
  if (playerId === '') throw invalidField(['player_id'], 'player_missing', 'A player is needed.');
  return inTransaction(domain, (tx) => {
    const coupon = claimCoupon(tx, { gameId: game.id, playerId, code, field: FIELD });
    const lines = linesOf(tx, coupon);
    const player = meetPlayer(tx, game.id, { playerId, info: null, email: null, country: null });
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
    tell(tx, game, { redemption, player, lines });
    return redemption;
  });
}

/** @throws Invalid when the coupon is none to be redeemed by itself, or has nothing to give. */
function linesOf(tx: Tx, coupon: Coupon): readonly OrderItem[] {
  const name = `Coupon ${JSON.stringify(coupon.code)}`;
  if (coupon.type !== 'free_item') {
    throw refuseCoupon(FIELD, notApplicable(`${name} is no free-item code: it is for an order.`));
  }
  const lines = freeLines(tx, coupon, { source: 'free_item' });
  if (lines.length === 0) throw refuseCoupon(FIELD, notApplicable(`${name} has no items to give.`));
  return lines;
}

interface Redeemed {
  readonly redemption: Redemption;
  readonly player: Player;
  readonly lines: readonly OrderItem[];
}

/** The platform's own items are left out of webhooks, here as with an order. */
function tell(tx: Tx, game: Game, { redemption, player, lines }: Redeemed): void {
  const cause = newCause(tx);
  const shown = grantableItems(lines);
  const about = { game, order: null, player, trigger: TRIGGER };
  if (shown.length > 0) {
    const data = itemsData(player.playerId, lines, `Coupon redeemed ${redemption.code}`);
    publish(tx, { ...about, type: 'item.add', data }, cause);
  }
  publish(tx, { ...about, type: 'coupon.redeemed', data: couponData(redemption, shown) }, cause);
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
