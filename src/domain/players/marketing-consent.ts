import { emailConsentData } from '../wire/consent.ts';
import { publish } from '../events/publish.ts';
import type { Game } from '../model/game.ts';
import type { EmailConsent, Player } from '../model/player.ts';
import { changePlayer, getPlayer, putProfile, type PlayerChange } from './players.ts';
import { inTransaction, newCause, type Tx, type DomainContext } from '../model/context.ts';

/** Which player, and the API request that asks. */
export interface ConsentRequest {
  readonly playerId: string;
  readonly requestId: string | null;
}

/**
 * Lets marketing mail go to `address`, which is the player's from then on. Tells of it unless it was so before.
 *
 * @throws NotFound
 */
export function grantEmailConsent(
  domain: DomainContext,
  game: Game,
  { playerId, requestId }: ConsentRequest,
  address: string,
): void {
  inTransaction(domain, (tx) => {
    const player = { ...getPlayer(tx.tables, game.id, playerId), email: address };
    const known = player.profile.emailConsent;
    const isSame = known?.address === address && isGranted(known);
    const consent = isSame ? known : { address, grantedAt: tx.now, revokedAt: null };
    setConsent(tx, game, player, { consent, requestId });
  });
}

/** Tells of it unless it was so before. @throws NotFound */
export function revokeEmailConsent(
  domain: DomainContext,
  game: Game,
  { playerId, requestId }: ConsentRequest,
): void {
  inTransaction(domain, (tx) => {
    const player = getPlayer(tx.tables, game.id, playerId);
    const known = player.profile.emailConsent;
    if (known && !isGranted(known)) return;
    const consent = { address: null, grantedAt: null, ...known, revokedAt: tx.now };
    setConsent(tx, game, player, { consent, requestId });
  });
}

export interface PlayerUpdate extends PlayerChange {
  /** `null` leaves the consent as it is. */
  readonly consent: Partial<Pick<EmailConsent, 'grantedAt' | 'revokedAt'>> | null;
}

/**
 * Changes a player by what is told of it, which may be its consent too.
 *
 * @throws NotFound
 */
export function updatePlayer(
  domain: DomainContext,
  game: Game,
  { playerId, requestId }: ConsentRequest,
  { consent, ...change }: PlayerUpdate,
): Player {
  return inTransaction(domain, (tx) => {
    const player = changePlayer(tx, game, playerId, change);
    if (!consent) return player;
    const known = {
      address: player.email,
      grantedAt: null,
      revokedAt: null,
      ...player.profile.emailConsent,
    };
    return setConsent(tx, game, player, { consent: { ...known, ...consent }, requestId });
  });
}

function isGranted({ grantedAt, revokedAt }: EmailConsent): boolean {
  return (grantedAt ?? -Infinity) > (revokedAt ?? -Infinity);
}

interface Change {
  readonly consent: EmailConsent;
  readonly requestId: string | null;
}

function setConsent(tx: Tx, game: Game, player: Player, { consent, requestId }: Change): Player {
  const isSame = isSameConsent(player.profile.emailConsent, consent);
  const changed = putProfile(tx, player, { emailConsent: consent });
  if (isSame) return changed;
  const data = emailConsentData(changed, consent);
  publish(
    tx,
    { game, order: null, player: changed, type: 'player.marketing_consent.updated', data },
    newCause(tx, requestId),
  );
  return changed;
}

function isSameConsent(known: EmailConsent | null, told: EmailConsent): boolean {
  return (
    known?.address === told.address &&
    known.grantedAt === told.grantedAt &&
    known.revokedAt === told.revokedAt
  );
}
