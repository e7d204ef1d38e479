import * as z from 'zod';
import {
  createLeaderboard,
  deleteLeaderboard,
  getLeaderboard,
  updateLeaderboard,
} from '../../../domain/leaderboards/leaderboards.ts';
import { LEADERBOARD_VISIBILITIES, type Leaderboard } from '../../../domain/model/leaderboard.ts';
import { milliseconds, seconds } from '../../../domain/wire/time.ts';
import { operation } from '../../api/operation.ts';
import { pageOf, pageParameters } from '../../api/pagination.ts';
import { unixTimeSchema } from '../../api/schemas.ts';

const visibility = z.enum(LEADERBOARD_VISIBILITIES);

/** `LeaderboardCreate` of the published specification. */
export const leaderboardCreateSchema = z.object({
  name: z.string().max(255),
  description: z.string().max(512),
  visibility: visibility.default('general'),
  start_at: unixTimeSchema.optional(),
  end_at: unixTimeSchema.optional(),
});

/** `LeaderboardUpdate`. */
const updateSchema = leaderboardCreateSchema.extend({ visibility }).partial();

/** `LeaderboardRead`. */
const readSchema = z.lazy(() =>
  z
    .object({
      id: z.string(),
      name: z.string(),
      description: z.string(),
      visibility,
      start_at: z.int().optional(),
      end_at: z.int().optional(),
    })
    .meta({ id: 'LeaderboardRead' }),
);

const LEADERBOARDS = '/v1/leaderboards';
const LEADERBOARD = '/v1/leaderboards/{leaderboard_id}';
const UNKNOWN = 'The game has no such leaderboard.';

export const leaderboardOperations = [
  operation({
    id: 'get_leaderboards',
    method: 'GET',
    path: LEADERBOARDS,
    summary: 'List leaderboards.',
    query: z.object(pageParameters()),
    response: { 200: z.array(readSchema) },
    run: ({ app, game, query }) =>
      pageOf(app.domain.store.tables.leaderboards.by('game', game.id), query).map(leaderboardRead),
  }),
  operation({
    id: 'create_leaderboard',
    method: 'POST',
    path: LEADERBOARDS,
    summary: 'Create a leaderboard.',
    body: leaderboardCreateSchema,
    response: { 201: readSchema },
    run: ({ app, game, body }) => {
      const { name, description } = body;
      const { startAt = null, endAt = null } = times(body);
      const asked = { name, description, visibility: body.visibility, startAt, endAt };
      return leaderboardRead(createLeaderboard(app.domain, game, asked));
    },
  }),
  operation({
    id: 'get_leaderboard',
    method: 'GET',
    path: LEADERBOARD,
    summary: 'Read a leaderboard.',
    response: { 200: readSchema },
    errors: { 404: UNKNOWN },
    run: ({ app, game, params }) =>
      leaderboardRead(getLeaderboard(app.domain.store.tables, game.id, params.leaderboard_id)),
  }),
  operation({
    id: 'update_leaderboard',
    method: 'PUT',
    path: LEADERBOARD,
    summary: 'Change a leaderboard.',
    body: updateSchema,
    response: { 200: readSchema },
    errors: { 404: UNKNOWN },
    run: ({ app, game, params, body }) => {
      const { name, description } = body;
      const change = { name, description, visibility: body.visibility, ...times(body) };
      return leaderboardRead(updateLeaderboard(app.domain, game, params.leaderboard_id, change));
    },
  }),
  operation({
    id: 'delete_leaderboard',
    method: 'DELETE',
    path: LEADERBOARD,
    summary: 'Delete a leaderboard with its members.',
    response: { 204: null },
    errors: { 404: UNKNOWN },
    run: ({ app, game, params }) => {
      deleteLeaderboard(app.domain, game, params.leaderboard_id);
    },
  }),
];

function times({ start_at: start, end_at: end }: z.output<typeof updateSchema>) {
  return {
    startAt: start === undefined ? undefined : milliseconds(start),
    endAt: end === undefined ? undefined : milliseconds(end),
  };
}

/** `LeaderboardRead` of the published specification. Unset fields are absent, not null. */
function leaderboardRead(leaderboard: Leaderboard) {
  const { id, name, description, startAt, endAt } = leaderboard;
  return {
    id,
    name,
    description,
    visibility: leaderboard.visibility,
    start_at: startAt === null ? undefined : seconds(startAt),
    end_at: endAt === null ? undefined : seconds(endAt),
  };
}
