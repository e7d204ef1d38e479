import type { EmailConsent, Player } from '../model/player.ts';
import { seconds } from './time.ts';

/**
 * `context.player`, for webhooks that have the player context switched on. `player` holds the components of a
 * composite player id; the emulator has no composite ids, so it is null.
 */
export function playerContext(player: Player) {
  return {
    player_id: player.playerId,
    player: null,
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
