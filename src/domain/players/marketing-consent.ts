import { publish } from '../events/publish.ts';
import { type DomainContext, inTransaction, newCause, type Tx } from '../model/context.ts';
import type { Game } from '../model/game.ts';
import type { EmailConsent, Player } from '../model/player.ts';
import { emailConsentData } from '../wire/player.ts';
import { changePlayer, getPlayer, type PlayerChange, putProfile } from './players.ts';

/**
 * Allows marketing mail to `address`, which becomes the player's address. Publishes an event unless that was
 * allowed before.
 *
 * @param requestId the API request that asks for it, if one does.
 * @throws NotFound
 */
export function grantEmailConsent(
  domain: DomainContext,
  game: Game,
  playerId: string,
  address: string,
  requestId: string | null,
  trigger = 's2s.player.marketing_consent.grant',
): void {
  inTransaction(domain, (tx) => {
    const player = { ...getPlayer(tx.tables, game.id, playerId), email: address };
    const known = player.profile.emailConsent;
    const isSame = known?.address === address && isGranted(known);
    const consent = isSame ? known : { address, grantedAt: tx.now, revokedAt: null };
    setConsent(tx, game, player, consent, requestId, trigger);
  });
}

/**
 * Allows marketing mail to the address with which the player pays, because the player asks for it at the checkout.
 *
 * @throws NotFound
 */
export function grantConsentAtPurchase(
  domain: DomainContext,
  game: Game,
  playerId: string,
  address: string,
): void {
  grantEmailConsent(domain, game, playerId, address, null, 'hub.purchase');
}

/**
 * Publishes an event unless the consent was revoked before.
 *
 * @param requestId the API request that asks for it.
 * @throws NotFound
 */
export function revokeEmailConsent(
  domain: DomainContext,
  game: Game,
  playerId: string,
  requestId: string,
): void {
  inTransaction(domain, (tx) => {
    const player = getPlayer(tx.tables, game.id, playerId);
    const known = player.profile.emailConsent;
    if (known && !isGranted(known)) return;
    setConsent(tx, game, player, { address: null, grantedAt: null, ...known, revokedAt: tx.now }, requestId);
  });
}

export interface PlayerUpdate extends PlayerChange {
  /** `null` leaves the consent as it is. */
  readonly consent: Partial<Pick<EmailConsent, 'grantedAt' | 'revokedAt'>> | null;
}

/**
 * Changes a player, and its consent where the update has one.
 *
 * @param requestId the API request that asks for it.
 * @throws NotFound
 */
export function updatePlayer(
  domain: DomainContext,
  game: Game,
  playerId: string,
  { consent, ...change }: PlayerUpdate,
  requestId: string,
): Player {
  return inTransaction(domain, (tx) => {
    const player = changePlayer(tx, game, playerId, change);
    if (!consent) return player;
    const blank = { address: player.email, grantedAt: null, revokedAt: null };
    return setConsent(tx, game, player, { ...blank, ...player.profile.emailConsent, ...consent }, requestId);
  });
}

function isGranted({ grantedAt, revokedAt }: EmailConsent): boolean {
  return (grantedAt ?? -Infinity) > (revokedAt ?? -Infinity);
}

function setConsent(
  tx: Tx,
  game: Game,
  player: Player,
  consent: EmailConsent,
  requestId: string | null,
  trigger: string = isGranted(consent)
    ? 's2s.player.marketing_consent.grant'
    : 's2s.player.marketing_consent.revoke',
): Player {
  const isSame = isSameConsent(player.profile.emailConsent, consent);
  const changed = putProfile(tx, player, { emailConsent: consent });
  if (isSame) return changed;
  const data = emailConsentData(changed, consent);
  const type = 'player.marketing_consent.updated';
  publish(tx, { game, order: null, player: changed, type, data, trigger }, newCause(tx, requestId));
  return changed;
}

function isSameConsent(known: EmailConsent | null, given: EmailConsent): boolean {
  return (
    known?.address === given.address &&
    known.grantedAt === given.grantedAt &&
    known.revokedAt === given.revokedAt
  );
}
