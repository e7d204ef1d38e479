import type { EmailConsent, Player } from '../model/player.ts';
import { seconds } from './time.ts';

/**
 * `context.player`, for webhooks that have the player context switched on. `player` holds the components of a
 * composite player id, which a player has who logged in with an account id; it is null for other ids.
 */
export function playerContext(player: Player) {
  return {
    player_id: player.playerId,
    player: player.components ?? null,
    attributes: player.info.attributes ?? {},
    custom_attributes: player.info.custom_attributes ?? {},
  };
}

/** `event_data` of `player.marketing_consent.updated`. */
export function emailConsentData(player: Player, { address, grantedAt, revokedAt }: EmailConsent) {
  return {
    player_id: player.playerId,
    email: {
      address,
      granted_at: grantedAt === null ? null : seconds(grantedAt),
      revoked_at: revokedAt === null ? null : seconds(revokedAt),
    },
  };
}
