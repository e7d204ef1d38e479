import type { Tx } from '../model/context.ts';
import { restartSequence } from '../model/sequence-ids.ts';

/** Deletes everything that belongs to a game, but not the game. Publishes no event. */
export function clearGame({ tables }: Pick<Tx, 'tables'>, gameId: string): void {
  for (const { id } of tables.deliveries.by('game', gameId)) {
    for (const attempt of tables.attempts.by('delivery', id)) tables.attempts.delete(attempt.id);
    tables.deliveries.delete(id);
  }
  for (const { id } of tables.events.by('game', gameId)) tables.events.delete(id);
  for (const { id } of tables.webhooks.by('game', gameId)) tables.webhooks.delete(id);
  for (const { id } of tables.endpoints.by('game', gameId)) tables.endpoints.delete(id);
  for (const { id } of tables.followUps.by('game', gameId)) tables.followUps.delete(id);
  for (const { id } of tables.subscriptions.by('game', gameId)) tables.subscriptions.delete(id);
  for (const { id } of tables.payments.by('game', gameId)) tables.payments.delete(id);
  for (const { id } of tables.orders.by('game', gameId)) tables.orders.delete(id);
  for (const { id } of tables.redemptions.by('game', gameId)) tables.redemptions.delete(id);
  for (const { id } of tables.coupons.by('game', gameId)) tables.coupons.delete(id);
  for (const { id } of tables.loginTokens.by('game', gameId)) tables.loginTokens.delete(id);
  for (const { id } of tables.freeUsers.by('game', gameId)) tables.freeUsers.delete(id);
  for (const { id } of tables.players.by('game', gameId)) tables.players.delete(id);
  for (const { id } of tables.items.by('game', gameId)) tables.items.delete(id);
  for (const { id } of tables.itemCategories.by('game', gameId)) tables.itemCategories.delete(id);
  for (const { id } of tables.priceTemplates.by('game', gameId)) tables.priceTemplates.delete(id);
  for (const { id } of tables.locales.by('game', gameId)) tables.locales.delete(id);
  for (const { id } of tables.unlockedAchievements.by('game', gameId)) tables.unlockedAchievements.delete(id);
  for (const { id } of tables.achievements.by('game', gameId)) tables.achievements.delete(id);
  for (const { id } of tables.leaderboardMembers.by('game', gameId)) tables.leaderboardMembers.delete(id);
  for (const { id } of tables.leaderboards.by('game', gameId)) tables.leaderboards.delete(id);
  for (const { id } of tables.gameEvents.by('game', gameId)) tables.gameEvents.delete(id);
  for (const { id } of tables.pointsEntries.by('game', gameId)) tables.pointsEntries.delete(id);
  for (const { id } of tables.loyaltyPrograms.by('game', gameId)) tables.loyaltyPrograms.delete(id);
  for (const { id } of tables.creators.by('game', gameId)) tables.creators.delete(id);
  for (const { id } of tables.resources.by('game', gameId)) tables.resources.delete(id);
  tables.clocks.delete(gameId);
  restartSequence(tables, gameId);
}
