import * as z from 'zod';
import type { User } from '../../../domain/model/player.ts';
import {
  authenticateUser,
  authorizePlayer,
  getUser,
  linkPlayer,
  unlinkPlayer,
} from '../../../domain/players/users.ts';
import { hubPath } from '../../server/page-paths.ts';
import { operation } from '../../api/operation.ts';
import { loginAnswerSchema, loginSchema, userReadSchema } from './player-schemas.ts';

const USER = '/v1/users/{user_id}';
const UNKNOWN = 'The game has no such user or player.';

/** `LinkPlayerRequest` of the published specification. */
const linkSchema = z.object({ player_id: z.string() });

export const userOperations = [
  operation({
    id: 'authorize_user',
    method: 'POST',
    path: '/v1/users/authorize',
    summary: 'Make a link that logs a player in.',
    body: loginSchema,
    response: { 200: loginAnswerSchema },
    run: ({ app, game, body, base }) => {
      const { id } = authorizePlayer(app.domain, game, body.player_id, body.player_info ?? null);
      const nonce = body.nonce === undefined ? '' : `&nonce=${encodeURIComponent(body.nonce)}`;
      return { authorization_url: `${base}${hubPath(game)}/go/login?token=${id}${nonce}` };
    },
  }),
  operation({
    id: 'authenticate_user',
    method: 'POST',
    path: '/v1/users/authenticate',
    summary: 'Exchange the token of a login link for its user.',
    body: z.object({ token: z.string() }),
    response: { 200: userReadSchema },
    run: ({ app, game, body }) => userRead(authenticateUser(app.domain, game, body.token)),
  }),
  operation({
    id: 'get_user',
    method: 'GET',
    path: USER,
    summary: 'Read a user.',
    response: { 200: userReadSchema },
    errors: { 404: UNKNOWN },
    run: ({ app, game, params }) => userRead(getUser(app.domain.store.tables, game.id, params.user_id)),
  }),
  operation({
    id: 'link_player',
    method: 'POST',
    path: `${USER}/link_player`,
    summary: 'Link a user to a player.',
    body: linkSchema,
    response: { 200: userReadSchema },
    errors: { 404: UNKNOWN, 409: 'The user is linked to another player.' },
    run: ({ app, game, params, body }) =>
      userRead(linkPlayer(app.domain, game, params.user_id, body.player_id)),
  }),
  operation({
    id: 'unlink_player',
    method: 'POST',
    path: `${USER}/unlink_player`,
    summary: 'Undo the link between a user and a player.',
    body: linkSchema,
    response: { 200: userReadSchema },
    errors: { 404: UNKNOWN, 409: 'The user is not linked to this player.' },
    run: ({ app, game, params, body }) =>
      userRead(unlinkPlayer(app.domain, game, params.user_id, body.player_id)),
  }),
];

/** `UserRead` of the published specification. Unset fields are absent, not null. */
function userRead(user: User) {
  return {
    id: user.id,
    name: user.name ?? undefined,
    avatar_url: user.avatarUrl ?? undefined,
    player_id: user.playerId ?? undefined,
  };
}
