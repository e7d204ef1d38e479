import type { EmailConsent, Player } from '../model/player.ts';
import { seconds } from './time.ts';

/** `event_data` of `player.marketing_consent.updated`; its shape is not published, its field names are. */
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
