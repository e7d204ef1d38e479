import {
  grantEmailConsent,
  revokeEmailConsent,
  updatePlayer,
  type PlayerUpdate,
} from '../../../domain/players/marketing-consent.ts';
import type { Player } from '../../../domain/model/player.ts';
import { getPlayer, issueLoyaltyPoints } from '../../../domain/players/players.ts';
import * as z from 'zod';
import { operation } from '../../api/operation.ts';
import {
  consentGrantSchema,
  loyaltyPointsSchema,
  playerUpdateSchema,
  type PlayerUpdateBody,
} from './player-schemas.ts';

const PLAYER = '/v1/players/{player_id}';
const EMAIL_CONSENT = `${PLAYER}/marketing_consent/email`;

export const playerOperations = [
  operation({
    method: 'GET',
    path: PLAYER,
    run: ({ app, game, params }) => {
      const player = getPlayer(app.domain.store.tables, game.id, params['player_id'] ?? '');
      return { status: 200, body: playerRead(player) };
    },
  }),
  operation({
    method: 'POST',
    path: PLAYER,
    body: playerUpdateSchema,
    run: ({ app, game, params, body, requestId }) => {
      const asked = { playerId: params['player_id'] ?? '', requestId };
      return { status: 200, body: playerRead(updatePlayer(app.domain, game, asked, playerUpdate(body))) };
    },
  }),
  operation({
    method: 'POST',
    path: `${PLAYER}/issue_loyalty_points`,
    body: loyaltyPointsSchema,
    run: ({ app, game, params, body }) => {
      issueLoyaltyPoints(app.domain, game, params['player_id'] ?? '', body.amount);
      return { status: 204 };
    },
  }),
  operation({
    method: 'POST',
    path: `${EMAIL_CONSENT}/grant`,
    body: consentGrantSchema,
    run: ({ app, game, params, body, requestId }) => {
      const asked = { playerId: params['player_id'] ?? '', requestId };
      grantEmailConsent(app.domain, game, asked, body.address);
      return { status: 204 };
    },
  }),
  operation({
    method: 'POST',
    path: `${EMAIL_CONSENT}/revoke`,
    run: ({ app, game, params, requestId }) => {
      revokeEmailConsent(app.domain, game, { playerId: params['player_id'] ?? '', requestId });
      return { status: 204 };
    },
  }),
  // A refresh concerns only players who have the store page open. The emulator has no such page, so there
  // is nobody to refresh it for and no `store.get` to send.
  operation({
    method: 'POST',
    path: `${PLAYER}/refresh_store`,
    run: ({ app, game, params }) => {
      getPlayer(app.domain.store.tables, game.id, params['player_id'] ?? '');
      return { status: 204 };
    },
  }),
  operation({
    method: 'POST',
    path: '/v1/players/refresh_store',
    query: z.object({ player_id: z.string() }),
    run: () => ({ status: 204 }),
  }),
];

/** `PlayerRead` of the published specification; the id is the user's. */
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

/** Wire names to the domain's: what the emulator acts on, and the rest as it came. */
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
    ...(granted !== undefined && { grantedAt: granted * 1000 }),
    ...(revoked !== undefined && { revokedAt: revoked * 1000 }),
  };
}
