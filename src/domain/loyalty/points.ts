import { inTransaction, type DomainContext, type Tx } from '../model/context.ts';
import { Conflict } from '../model/errors.ts';
import type { Game } from '../model/game.ts';
import { newId } from '../model/ids.ts';
import type { LoyaltyProgram, PointsEntry, PointsReason, SalesChannel } from '../model/loyalty.ts';
import type { Order } from '../model/order.ts';
import type { Player, User } from '../model/player.ts';
import { playerKey } from '../model/tables.ts';
import { toUsdCents } from '../money/money.ts';
import { getPlayer, putProfile } from '../players/players.ts';
import { getUser } from '../players/users.ts';
import { findProgram, getProgram, isActive } from './program.ts';

/** How many changes of a player's points are kept besides those of stored orders. */
const KEPT_ENTRIES = 1000;

/** More could not be counted exactly. */
const MOST_POINTS = Number.MAX_SAFE_INTEGER;

/** Every order counts as one of this channel, also an order of the hub page or of another platform: our reading. */
const CHANNEL: SalesChannel = 's2s';

/** Gives a player points. @throws NotFound */
export function issuePoints(domain: DomainContext, game: Game, playerId: string, amount: number): Player {
  return inTransaction(domain, (tx) =>
    addPoints(tx, getPlayer(tx.tables, game.id, playerId), amount, 'issued', null),
  );
}

/**
 * Gives the player of a user points.
 *
 * @throws NotFound when the game has no such program or user.
 * @throws Conflict when the user has no player.
 */
export function issuePointsToUser(
  domain: DomainContext,
  game: Game,
  programId: string,
  userId: string,
  amount: number,
): Player {
  return inTransaction(domain, (tx) => {
    getProgram(tx.tables, game.id, programId);
    const user: User = getUser(tx.tables, game.id, userId);
    if (user.playerId === null)
      throw new Conflict(`User ${userId} is linked to no player, who has the points.`);
    return addPoints(tx, getPlayer(tx.tables, game.id, user.playerId), amount, 'issued', null);
  });
}

/**
 * The order with the points that it brings when it is paid: those that the game gave it, else what the program gives
 * for its amount.
 */
export function withPoints(tx: Tx, order: Order): Order {
  const program = findProgram(tx.tables, order.gameId);
  if (program?.excludedSalesChannels?.includes(CHANNEL)) return { ...order, eligibleForLoyaltyPoints: 0 };
  if (order.eligibleForLoyaltyPoints !== null || !program || !isActive(program, tx.now)) return order;
  return { ...order, eligibleForLoyaltyPoints: pointsFor(program, order) };
}

function pointsFor({ pointsRate }: LoyaltyProgram, { amount, currency }: Order): number {
  const points = Math.floor((toUsdCents(amount, currency) * pointsRate) / 100);
  return Math.min(Math.max(0, points), MOST_POINTS);
}

/** Gives the player the points of an order that has just been paid. */
export function creditOrder(tx: Tx, order: Order): void {
  const points = order.eligibleForLoyaltyPoints ?? 0;
  const player = tx.tables.players.get(playerKey(order.gameId, order.playerId));
  if (points > 0 && player) addPoints(tx, player, points, 'order_paid', order.id);
}

/** Takes the points of an order back that was refunded or canceled. */
export function debitOrder(tx: Tx, order: Order): void {
  const entries = tx.tables.pointsEntries.by('order', order.id);
  const points = entries.reduce((sum, { amount }) => sum + amount, 0);
  const player = tx.tables.players.get(playerKey(order.gameId, order.playerId));
  if (points > 0 && player) addPoints(tx, player, -points, 'order_undone', order.id);
}

function addPoints(
  tx: Tx,
  player: Player,
  amount: number,
  reason: PointsReason,
  orderId: string | null,
): Player {
  const { gameId, playerId, profile } = player;
  const loyaltyPoints = Math.min(Math.max(0, profile.loyaltyPoints + amount), MOST_POINTS);
  const entry: PointsEntry = {
    id: newId(tx.ids, 'pointsEntry'),
    gameId,
    playerId,
    amount: loyaltyPoints - profile.loyaltyPoints,
    reason,
    orderId,
    createdAt: tx.now,
  };
  tx.tables.pointsEntries.put(entry);
  forgetOldest(tx, player.id);
  return putProfile(tx, player, { loyaltyPoints });
}

/** Those of orders stay as long as the order, because they are needed when it is refunded. */
function forgetOldest({ tables: { pointsEntries } }: Tx, player: string): void {
  if (pointsEntries.count('issuedTo', player) <= KEPT_ENTRIES) return;
  const [oldest] = pointsEntries.by('issuedTo', player);
  if (oldest) pointsEntries.delete(oldest.id);
}
