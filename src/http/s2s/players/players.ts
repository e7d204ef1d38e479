import {
  grantEmailConsent,
  revokeEmailConsent,
  updatePlayer,
  type PlayerUpdate,
} from '../../../domain/players/marketing-consent.ts';
import { refreshStores } from '../../../domain/hub/questions.ts';
import { playersOnHub } from '../../../domain/hub/sessions.ts';
import type { Player } from '../../../domain/model/player.ts';
import { playerKey } from '../../../domain/model/tables.ts';
import { issuePoints } from '../../../domain/loyalty/points.ts';
import { getPlayer } from '../../../domain/players/players.ts';
import * as z from 'zod';
import { operation } from '../../api/operation.ts';
import { milliseconds } from '../../../domain/wire/time.ts';
import {
  consentGrantSchema,
  loyaltyPointsSchema,
  playerReadSchema,
  playerUpdateSchema,
  type PlayerUpdateBody,
} from './player-schemas.ts';

const PLAYER = '/v1/players/{player_id}';
const EMAIL_CONSENT = `${PLAYER}/marketing_consent/email` as const;
const UNKNOWN = 'The game has no such player.';

export const playerOperations = [
  operation({
    id: 'get_player',
    method: 'GET',
    path: PLAYER,
    summary: 'Read a player.',
    response: { 200: playerReadSchema },
    errors: { 404: UNKNOWN },
    run: ({ app, game, params }) => playerRead(getPlayer(app.domain.store.tables, game.id, params.player_id)),
  }),
  operation({
    id: 'update_player',
    method: 'POST',
    path: PLAYER,
    summary: 'Change a player.',
    body: playerUpdateSchema,
    response: { 200: playerReadSchema },
    errors: { 404: UNKNOWN },
    run: ({ app, game, params, body, requestId }) => {
      const player = updatePlayer(app.domain, game, params.player_id, playerUpdate(body), requestId);
      return playerRead(player);
    },
  }),
  operation({
    id: 'issue_loyalty_points',
    method: 'POST',
    path: `${PLAYER}/issue_loyalty_points`,
    summary: 'Give a player loyalty points.',
    body: loyaltyPointsSchema,
    response: { 204: null },
    errors: { 404: UNKNOWN },
    run: ({ app, game, params, body }) => {
      issuePoints(app.domain, game, params.player_id, body.amount);
    },
  }),
  operation({
    id: 'grant_email_marketing_consent',
    method: 'POST',
    path: `${EMAIL_CONSENT}/grant`,
    summary: 'Record that a player agrees to marketing by e-mail.',
    body: consentGrantSchema,
    response: { 204: null },
    errors: { 404: UNKNOWN },
    run: ({ app, game, params, body, requestId }) => {
      grantEmailConsent(app.domain, game, params.player_id, body.address, requestId);
    },
  }),
  operation({
    id: 'revoke_email_marketing_consent',
    method: 'POST',
    path: `${EMAIL_CONSENT}/revoke`,
    summary: 'Record that a player no longer agrees to marketing by e-mail.',
    response: { 204: null },
    errors: { 404: UNKNOWN },
    run: ({ app, game, params, requestId }) => {
      revokeEmailConsent(app.domain, game, params.player_id, requestId);
    },
  }),
  operation({
    id: 'refresh_store_for_single_player',
    method: 'POST',
    path: `${PLAYER}/refresh_store`,
    summary: 'Refresh the store page of a player: sends store.get.',
    response: { 204: null },
    errors: { 404: UNKNOWN },
    run: ({ app, game, params, requestId }) => {
      const { playerId } = getPlayer(app.domain.store.tables, game.id, params.player_id);
      refreshStores(app.domain, game, [playerId], requestId);
    },
  }),
  operation({
    id: 'refresh_store_for_all_players',
    method: 'POST',
    path: '/v1/players/refresh_store',
    summary: 'Refresh the store page of all players who have it open: sends store.get for each.',
    query: z.object({ player_id: z.string() }),
    response: { 204: null },
    run: ({ app, game, query, requestId }) => {
      const named = app.domain.store.tables.players.get(playerKey(game.id, query.player_id));
      const players = [...(named ? [named] : []), ...playersOnHub(app.domain, game)];
      refreshStores(app.domain, game, [...new Set(players.map(({ playerId }) => playerId))], requestId);
    },
  }),
];

/** `PlayerRead` of the published specification. Its id is that of the user. */
function playerRead(player: Player) {
  const { attributes, custom_attributes } = player.info;
  return {
    id: player.userId,
    player_id: player.playerId,
    ...(attributes && { attributes }),
    ...(custom_attributes && { custom_attributes }),
    loyalty_points: player.profile.loyaltyPoints,
  };
}

/** The change that a body asks for. Fields that the emulator does not use are kept as they were sent. */
function playerUpdate(body: PlayerUpdateBody): PlayerUpdate {
  const { name, avatar_url, attributes, custom_attributes, ...others } = body;
  const { email = null, country = null, marketing_consent: consent, ...kept } = others;
  const info = { name, avatar_url, attributes, custom_attributes };
  return {
    info: Object.fromEntries(Object.entries(info).filter(([, value]) => value !== undefined)),
    email,
    country,
    kept,
    consent: consent?.email ? consentTimes(consent.email) : null,
  };
}

type ConsentTimes = NonNullable<NonNullable<PlayerUpdateBody['marketing_consent']>['email']>;

function consentTimes({ granted_at: granted, revoked_at: revoked }: ConsentTimes) {
  return {
    ...(granted !== undefined && { grantedAt: milliseconds(granted) }),
    ...(revoked !== undefined && { revokedAt: milliseconds(revoked) }),
  };
}
