import type { Player } from '../model/player.ts';
import { seconds } from './time.ts';

/** `event_data` of `player.marketing_consent.updated`; its shape is not published, its field names are. */
export function emailConsentData({ playerId, userId, profile }: Player) {
  const { address = null, grantedAt = null, revokedAt = null } = profile?.emailConsent ?? {};
  return {
    player_id: playerId,
    user_id: userId,
    marketing_consent: {
      email: {
        address,
        granted_at: grantedAt === null ? null : seconds(grantedAt),
        revoked_at: revokedAt === null ? null : seconds(revokedAt),
      },
    },
  };
}
