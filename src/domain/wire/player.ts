import type { EmailConsent, Player } from '../model/player.ts';
import { seconds } from './time.ts';

/** `context.player`, for webhooks that have the player context switched on. */
export function playerContext(player: Player) {
  return {
    player_id: player.playerId,
    player: {
      player_id: player.playerId,
      name: player.info.name ?? null,
      avatar_url: player.info.avatar_url ?? null,
      email: player.email,
      country: player.country,
    },
    attributes: player.info.attributes ?? {},
    custom_attributes: player.info.custom_attributes ?? {},
  };
}

/** `event_data` of `player.marketing_consent.updated`; the field names are published, their structure is not. */
export function emailConsentData(player: Player, { address, grantedAt, revokedAt }: EmailConsent) {
  return {
    player_id: player.playerId,
    user_id: player.userId,
    marketing_consent: {
      email: {
        address,
        granted_at: grantedAt === null ? null : seconds(grantedAt),
        revoked_at: revokedAt === null ? null : seconds(revokedAt),
      },
    },
  };
}
