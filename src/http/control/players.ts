import * as z from 'zod';
import { unlockedBy } from '../../domain/achievements/achievements.ts';
import { rankedMembers } from '../../domain/leaderboards/members.ts';
import { findProgram } from '../../domain/loyalty/program.ts';
import { tierOf } from '../../domain/loyalty/tiers.ts';
import type { Game } from '../../domain/model/game.ts';
import type { Player } from '../../domain/model/player.ts';
import { playerKey, type ReadTables } from '../../domain/model/tables.ts';
import { getPlayer } from '../../domain/players/players.ts';
import { seconds } from '../../domain/wire/time.ts';
import { operation } from '../api/operation.ts';

/** How many of the last entries of a list are shown. */
const SHOWN = 100;

const playerSchema = z.lazy(() =>
  z
    .object({
      player_id: z.string(),
      user_id: z.string(),
      name: z.string().nullable(),
      email: z.string().nullable(),
      country: z.string().nullable(),
      loyalty_points: z.int(),
      loyalty_tier: z
        .object({ id: z.string(), name: z.string(), points: z.int() })
        .nullable()
        .describe('The highest tier that the points reach.'),
      loyalty_entries: z
        .array(
          z.object({
            amount: z.int(),
            reason: z.enum(['issued', 'order_paid', 'order_undone']),
            order_id: z.string().nullable(),
            at: z.int(),
          }),
        )
        .describe('The last changes of the points, oldest first.'),
      achievements: z.array(
        z.object({ id: z.string(), type: z.string(), name: z.string(), unlocked_at: z.int() }),
      ),
      scores: z
        .array(z.object({ leaderboard_id: z.string(), name: z.string(), score: z.int(), rank: z.int() }))
        .describe('On the leaderboards that have a member with the player id. The best rank is 1.'),
      game_events: z
        .array(
          z.object({
            event_type: z.string(),
            event_time: z.int(),
            event_data: z.record(z.string(), z.unknown()),
          }),
        )
        .describe('The last events that the game reported, oldest first.'),
    })
    .meta({ id: 'ControlPlayer' }),
);

export const playerOperations = [
  operation({
    id: 'read_player',
    method: 'GET',
    path: '/players/{player_id}',
    summary: 'Read a player with achievements, scores, loyalty points and reported events.',
    response: { 200: playerSchema },
    errors: { 404: 'The game has no such player.' },
    run: ({ app, game, params }) => {
      const { tables } = app.domain.store;
      const player = getPlayer(tables, game.id, params.player_id);
      const { loyaltyPoints } = player.profile;
      return {
        player_id: player.playerId,
        user_id: player.userId,
        name: player.info.name ?? null,
        email: player.email,
        country: player.country,
        loyalty_points: loyaltyPoints,
        loyalty_tier: tierRead(tables, game, loyaltyPoints),
        loyalty_entries: entriesOf(tables, player),
        achievements: achievementsOf(tables, player),
        scores: scoresOf(tables, player),
        game_events: gameEventsOf(tables, player),
      };
    },
  }),
];

function tierRead(tables: ReadTables, game: Game, loyaltyPoints: number) {
  const program = findProgram(tables, game.id);
  const tier = program && tierOf(program, loyaltyPoints);
  return tier && { id: tier.id, name: tier.name, points: tier.points };
}

function entriesOf(tables: ReadTables, { id }: Player) {
  const entries = tables.pointsEntries.by('player', id).slice(-SHOWN);
  return entries.map(({ amount, reason, orderId, createdAt }) => ({
    amount,
    reason,
    order_id: orderId,
    at: seconds(createdAt),
  }));
}

function achievementsOf(tables: ReadTables, { gameId, playerId }: Player) {
  return unlockedBy(tables, gameId, playerId).flatMap(({ achievementId, unlockedAt }) => {
    const achievement = tables.achievements.get(achievementId);
    if (!achievement) return [];
    const { id, type, name } = achievement;
    return [{ id, type, name, unlocked_at: seconds(unlockedAt) }];
  });
}

function scoresOf(tables: ReadTables, { gameId, playerId }: Player) {
  return tables.leaderboards.by('game', gameId).flatMap(({ id, name }) => {
    const members = rankedMembers(tables, gameId, id);
    const index = members.findIndex(({ memberId }) => memberId === playerId);
    const member = members[index];
    return member ? [{ leaderboard_id: id, name, score: member.score, rank: index + 1 }] : [];
  });
}

function gameEventsOf(tables: ReadTables, { gameId, playerId }: Player) {
  const events = tables.gameEvents.by('player', playerKey(gameId, playerId)).slice(-SHOWN);
  return events.map(({ type, happenedAt, data }) => ({
    event_type: type,
    event_time: seconds(happenedAt),
    event_data: data,
  }));
}
