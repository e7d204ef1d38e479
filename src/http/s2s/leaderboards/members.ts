import * as z from 'zod';
import {
  type MemberChange,
  rankedMembers,
  submitScore,
  updateMember,
} from '../../../domain/leaderboards/members.ts';
import type { LeaderboardMember } from '../../../domain/model/leaderboard.ts';
import { seconds } from '../../../domain/wire/time.ts';
import { operation } from '../../api/operation.ts';
import { pageOf, pageParameters } from '../../api/pagination.ts';
import { uriSchema } from '../../api/schemas.ts';

/** `LeaderboardMemberUpdate` of the published specification, which is the body of a new score too. */
const updateSchema = z.object({
  member_id: z.string().optional(),
  member_data: z.string().optional(),
  image_url: uriSchema.optional(),
  score: z.int().optional(),
});

/** `LeaderboardMemberRead`. */
const readSchema = z.lazy(() =>
  z
    .object({
      id: z.string(),
      member_id: z.string(),
      member_data: z.string(),
      image_url: z.string().optional(),
      score: z.int(),
      created_at: z.int(),
      modified_at: z.int(),
    })
    .meta({ id: 'LeaderboardMemberRead' }),
);

const MEMBERS = '/v1/leaderboards/{leaderboard_id}/members';
const UNKNOWN = 'The game has no such leaderboard.';

export const leaderboardMemberOperations = [
  operation({
    id: 'get_leaderboard_members',
    method: 'GET',
    path: MEMBERS,
    summary: 'List the members of a leaderboard, best first.',
    query: z.object(pageParameters()),
    response: { 200: z.array(readSchema) },
    errors: { 404: UNKNOWN },
    run: ({ app, game, params, query }) => {
      const members = rankedMembers(app.domain.store.tables, game.id, params.leaderboard_id);
      return pageOf(members, query).map(memberRead);
    },
  }),
  operation({
    id: 'update_leaderboard_member',
    method: 'PUT',
    path: `${MEMBERS}/{member_id}`,
    summary: 'Change a member of a leaderboard.',
    body: updateSchema,
    response: { 200: readSchema },
    errors: {
      404: 'The game has no such leaderboard, or the leaderboard no such member.',
      409: 'Another member of the leaderboard has the id.',
    },
    run: ({ app, game, params, body }) => {
      const { leaderboard_id: leaderboardId, member_id: memberId } = params;
      return memberRead(updateMember(app.domain, game, leaderboardId, memberId, memberChange(body)));
    },
  }),
  operation({
    id: 'submit_score',
    method: 'POST',
    path: '/v1/leaderboards/{leaderboard_id}/submit_score',
    summary: 'Set the score of a member, who joins the leaderboard with the first one.',
    body: updateSchema,
    response: { 204: null },
    errors: { 404: UNKNOWN },
    run: ({ app, game, params, body }) => {
      submitScore(app.domain, game, params.leaderboard_id, memberChange(body));
    },
  }),
];

function memberChange(body: z.output<typeof updateSchema>): MemberChange {
  const { member_id: memberId, member_data: memberData, image_url: imageUrl, score } = body;
  return { memberId, memberData, imageUrl, score };
}

/** `LeaderboardMemberRead` of the published specification. Unset fields are absent, not null. */
function memberRead(member: LeaderboardMember) {
  return {
    id: member.id,
    member_id: member.memberId,
    member_data: member.memberData,
    image_url: member.imageUrl ?? undefined,
    score: member.score,
    created_at: seconds(member.createdAt),
    modified_at: seconds(member.modifiedAt),
  };
}
