import { inTransaction, type DomainContext, type Tx } from '../model/context.ts';
import { Conflict, Invalid, NotFound, type Fault } from '../model/errors.ts';
import type { Game } from '../model/game.ts';
import { newId } from '../model/ids.ts';
import type { Leaderboard, LeaderboardMember } from '../model/leaderboard.ts';
import { applyChange, type ChangeOf } from '../model/record.ts';
import { memberKey, type ReadTables } from '../model/tables.ts';
import { getLeaderboard } from './leaderboards.ts';

/** What a request says about a member; fields that it leaves out keep their values. */
export type MemberChange = ChangeOf<
  Pick<LeaderboardMember, 'memberId' | 'memberData' | 'imageUrl' | 'score'>
>;

/**
 * The members of a leaderboard, best first: the highest score, and of equal scores the one that was reached first.
 *
 * @throws NotFound when the game has no such leaderboard.
 */
export function rankedMembers(
  tables: Pick<ReadTables, 'leaderboards' | 'leaderboardMembers'>,
  gameId: string,
  leaderboardId: string,
): readonly LeaderboardMember[] {
  const { id } = getLeaderboard(tables, gameId, leaderboardId);
  return [...tables.leaderboardMembers.by('leaderboard', id)].sort(
    (a, b) => b.score - a.score || a.scoredAt - b.scoredAt,
  );
}

/**
 * Gives a member a score, whether it is higher or lower than the one before. A member that the leaderboard does not
 * have joins it.
 *
 * @throws NotFound when the game has no such leaderboard.
 * @throws Invalid without a member or without a score.
 */
export function submitScore(
  domain: DomainContext,
  game: Game,
  leaderboardId: string,
  given: MemberChange,
): LeaderboardMember {
  return inTransaction(domain, (tx) => {
    const leaderboard = getLeaderboard(tx.tables, game.id, leaderboardId);
    const { memberId, score } = given;
    if (memberId === undefined || score === undefined) throw new Invalid(missingFields(given));
    const known = findMember(tx.tables, leaderboardId, memberId);
    return put(tx, known ?? newMember(tx, leaderboard, memberId, score), given);
  });
}

function missingFields({ memberId, score }: MemberChange): readonly Fault[] {
  const noMember: Fault = {
    path: ['member_id'],
    code: 'member_missing',
    message: 'Say whose score it is.',
  };
  const noScore: Fault = { path: ['score'], code: 'score_missing', message: 'A score is needed.' };
  return [...(memberId === undefined ? [noMember] : []), ...(score === undefined ? [noScore] : [])];
}

/** A member without a name of its own is shown by its id. */
function newMember(tx: Tx, { id, gameId }: Leaderboard, memberId: string, score: number): LeaderboardMember {
  return {
    id: newId(tx.ids, 'leaderboardMember'),
    gameId,
    leaderboardId: id,
    memberId,
    memberData: memberId,
    imageUrl: null,
    score,
    scoredAt: tx.now,
    createdAt: tx.now,
    modifiedAt: tx.now,
  };
}

/**
 * Changes a member of a leaderboard.
 *
 * @throws NotFound when there is no such leaderboard or member.
 * @throws Conflict when another member of the leaderboard has the new id.
 */
export function updateMember(
  domain: DomainContext,
  game: Game,
  leaderboardId: string,
  memberId: string,
  change: MemberChange,
): LeaderboardMember {
  return inTransaction(domain, (tx) => {
    getLeaderboard(tx.tables, game.id, leaderboardId);
    const member = findMember(tx.tables, leaderboardId, memberId);
    if (!member) throw new NotFound(`Member ${JSON.stringify(memberId)} was not found on the leaderboard.`);
    const taken =
      change.memberId === undefined ? null : findMember(tx.tables, leaderboardId, change.memberId);
    if (taken && taken.id !== member.id) {
      throw new Conflict(`The leaderboard has another member ${JSON.stringify(taken.memberId)}.`);
    }
    return put(tx, member, change);
  });
}

function put(tx: Tx, member: LeaderboardMember, change: MemberChange): LeaderboardMember {
  const isNewScore = change.score !== undefined && change.score !== member.score;
  const scoredAt = isNewScore ? tx.now : member.scoredAt;
  const changed = applyChange<LeaderboardMember>(member, { ...change, scoredAt, modifiedAt: tx.now });
  tx.tables.leaderboardMembers.put(changed);
  return changed;
}

function findMember(
  tables: Pick<ReadTables, 'leaderboardMembers'>,
  leaderboardId: string,
  memberId: string,
): LeaderboardMember | null {
  return tables.leaderboardMembers.by('member', memberKey(leaderboardId, memberId))[0] ?? null;
}
