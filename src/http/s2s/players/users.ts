import * as z from 'zod';
import type { User } from '../../../domain/model/player.ts';
import {
  authenticateUser,
  authorizePlayer,
  getUser,
  linkPlayer,
  unlinkPlayer,
} from '../../../domain/players/users.ts';
import { redeemPath } from '../../redeem/paths.ts';
import { operation } from '../../api/operation.ts';
import { loginSchema } from './player-schemas.ts';

const USER = '/v1/users/{user_id}';

/** `LinkPlayerRequest` of the published specification. */
const linkSchema = z.object({ player_id: z.string() });

export const userOperations = [
  operation({
    method: 'POST',
    path: '/v1/users/authorize',
    body: loginSchema,
    run: ({ app, game, body, base }) => {
      const asked = { playerId: body.player_id, info: body.player_info ?? null };
      const { id } = authorizePlayer(app.domain, game, asked);
      return { status: 200, body: { authorization_url: `${base}${redeemPath(game)}?token=${id}` } };
    },
  }),
  operation({
    method: 'POST',
    path: '/v1/users/authenticate',
    body: z.object({ token: z.string() }),
    run: ({ app, game, body }) => ({
      status: 200,
      body: userRead(authenticateUser(app.domain, game, body.token)),
    }),
  }),
  operation({
    method: 'GET',
    path: USER,
    run: ({ app, game, params }) => {
      const user = getUser(app.domain.store.tables, game.id, params['user_id'] ?? '');
      return { status: 200, body: userRead(user) };
    },
  }),
  operation({
    method: 'POST',
    path: `${USER}/link_player`,
    body: linkSchema,
    run: ({ app, game, params, body }) => {
      const user = linkPlayer(app.domain, game, params['user_id'] ?? '', body.player_id);
      return { status: 200, body: userRead(user) };
    },
  }),
  operation({
    method: 'POST',
    path: `${USER}/unlink_player`,
    body: linkSchema,
    run: ({ app, game, params, body }) => {
      const user = unlinkPlayer(app.domain, game, params['user_id'] ?? '', body.player_id);
      return { status: 200, body: userRead(user) };
    },
  }),
];

/** `UserRead` of the published specification: what is unset is absent, not null. */
function userRead(user: User) {
  return {
    id: user.id,
    ...(user.name !== null && { name: user.name }),
    ...(user.avatarUrl !== null && { avatar_url: user.avatarUrl }),
    ...(user.playerId !== null && { player_id: user.playerId }),
  };
}
