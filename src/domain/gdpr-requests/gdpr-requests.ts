import { type Cause, type DomainContext, inTransaction, newCause, type Tx } from '../model/context.ts';
import { invalidField, NotFound } from '../model/errors.ts';
import type { Game } from '../model/game.ts';
import type { Order } from '../model/order.ts';
import type { Player } from '../model/player.ts';
import { hasEnded, isSuspended } from '../model/subscription.ts';
import { playerKey } from '../model/tables.ts';
import { end, putSubscription } from '../subscriptions/subscriptions.ts';

/** Whose data is to be removed: the person for whom all that is given holds. */
export interface DataSubject {
  readonly email: string | null;
  readonly userId: string | null;
  readonly playerId: string | null;
}

/**
 * Removes what is known of a person: their players with all that belongs to them, and what orders and payments say
 * about the person who paid. Orders, payments and redemptions stay, with the player id. Running subscriptions are
 * canceled.
 *
 * @param requestId the API request that asks for it
 * @throws Invalid when nothing is given.
 * @throws NotFound when the game knows no such person.
 */
export function removePersonalData(
  domain: DomainContext,
  game: Game,
  subject: DataSubject,
  requestId: string,
): void {
  if (subject.email === null && subject.userId === null && subject.playerId === null) {
    throw invalidField([], 'person_missing', 'Give the email, the user_id or the player_id of a person.');
  }
  inTransaction(domain, (tx) => {
    const players = playersOf(tx, game, subject);
    const isFree = removeFreeUser(tx, game, subject);
    if (players.length === 0 && !isFree) throw new NotFound('The game knows nobody like that.');
    const cause = newCause(tx, requestId);
    for (const player of players) removePlayer(tx, game, player, cause);
  });
}

function playersOf(tx: Tx, game: Game, { email, userId, playerId }: DataSubject): readonly Player[] {
  const address = email?.toLowerCase();
  return candidates(tx, game, playerId).filter(
    (player) =>
      (address === undefined || addressesOf(player).includes(address)) &&
      (userId === null || player.userId === userId),
  );
}

function candidates({ tables }: Tx, game: Game, playerId: string | null): readonly Player[] {
  if (playerId === null) return tables.players.by('game', game.id);
  const player = tables.players.get(playerKey(game.id, playerId));
  return player ? [player] : [];
}

function addressesOf({ email, profile }: Player): readonly (string | undefined)[] {
  return [email, profile.emailConsent?.address].map((address) => address?.toLowerCase());
}

/** A user without a player has neither an address nor a player id. */
function removeFreeUser({ tables }: Tx, game: Game, { email, userId, playerId }: DataSubject): boolean {
  if (userId === null || email !== null || playerId !== null) return false;
  if (tables.freeUsers.get(userId)?.gameId !== game.id) return false;
  tables.freeUsers.delete(userId);
  return true;
}

function removePlayer(tx: Tx, game: Game, player: Player, cause: Cause): void {
  const { tables } = tx;
  for (const order of tables.orders.by('player', player.id)) forgetPayer(tx, order);
  cancelSubscriptions(tx, game, player, cause);
  for (const token of tables.loginTokens.by('game', game.id)) {
    if (token.userId === player.userId) tables.loginTokens.delete(token.id);
  }
  for (const { id } of tables.unlockedAchievements.by('player', player.id)) {
    tables.unlockedAchievements.delete(id);
  }
  for (const member of tables.leaderboardMembers.by('game', game.id)) {
    if (member.memberId === player.playerId) tables.leaderboardMembers.delete(member.id);
  }
  for (const { id } of tables.gameEvents.by('player', player.id)) tables.gameEvents.delete(id);
  for (const { id } of tables.pointsEntries.by('player', player.id)) tables.pointsEntries.delete(id);
  tables.players.delete(player.id);
}

function forgetPayer({ tables, now }: Tx, order: Order): void {
  const nothing = { email: null, playerInfo: null, ipAddress: null, userAgent: null };
  tables.orders.put({ ...order, ...nothing, modifiedAt: now });
  for (const payment of tables.payments.by('order', order.id)) {
    const forgotten = { email: null, postalCode: null, ip: null, cardLast4: null, saveCard: false };
    tables.payments.put({ ...payment, ...forgotten, modifiedAt: now });
  }
}

function cancelSubscriptions(tx: Tx, game: Game, player: Player, cause: Cause): void {
  for (const subscription of tx.tables.subscriptions.by('player', player.id)) {
    const payer = { ...subscription.payer, cardLast4: null, email: null, postalCode: null };
    const forgotten = { ...subscription, payer, updatedAt: tx.now };
    if (hasEnded(subscription) || subscription.status === 'canceled') tx.tables.subscriptions.put(forgotten);
    else if (isSuspended(subscription)) end(tx, game, forgotten, cause);
    else putSubscription(tx, game, { ...forgotten, status: 'canceled' }, 'subscription.updated', cause);
  }
}
