import { emailConsentData } from './bodies/consent.ts';
import { publish } from './events.ts';
import type { Game } from './model/game.ts';
import type { EmailConsent, Player } from './model/player.ts';
import { changePlayer, getPlayer, profileOf, putProfile, type PlayerChange } from './players.ts';
import { inTransaction, newCause, type Tx, type World } from './world.ts';

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
  world: World,
  game: Game,
  { playerId, requestId }: ConsentRequest,
  address: string,
): void {
  inTransaction(world, (tx) => {
    const player = { ...getPlayer(tx.tables, game.id, playerId), email: address };
    const known = profileOf(player).emailConsent;
    const isSame = isGranted(known) && known?.address === address;
    const consent = isSame ? known : { address, grantedAt: tx.now, revokedAt: null };
    setConsent(tx, game, player, { consent, requestId });
  });
}

/** Tells of it unless it was so before. @throws NotFound */
export function revokeEmailConsent(world: World, game: Game, { playerId, requestId }: ConsentRequest): void {
  inTransaction(world, (tx) => {
    const player = getPlayer(tx.tables, game.id, playerId);
    const known = profileOf(player).emailConsent;
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
  world: World,
  game: Game,
  { playerId, requestId }: ConsentRequest,
  { consent, ...change }: PlayerUpdate,
): Player {
  return inTransaction(world, (tx) => {
    const player = changePlayer(tx, game, playerId, change);
    if (!consent) return player;
    const known = {
      address: player.email,
      grantedAt: null,
      revokedAt: null,
      ...profileOf(player).emailConsent,
    };
    return setConsent(tx, game, player, { consent: { ...known, ...consent }, requestId });
  });
}

function isGranted(consent: EmailConsent | null): boolean {
  return consent !== null && (consent.grantedAt ?? -Infinity) > (consent.revokedAt ?? -Infinity);
}

interface Change {
  readonly consent: EmailConsent | null;
  readonly requestId: string | null;
}

function setConsent(tx: Tx, game: Game, player: Player, { consent, requestId }: Change): Player {
  const isSame = isSameConsent(profileOf(player).emailConsent, consent);
  const changed = putProfile(tx, player, { emailConsent: consent });
  if (isSame) return changed;
  const data = emailConsentData(changed);
  publish(
    tx,
    { game, order: null, player: changed, type: 'player.marketing_consent.updated', data },
    newCause(tx, requestId),
  );
  return changed;
}

function isSameConsent(one: EmailConsent | null, other: EmailConsent | null): boolean {
  return (
    one?.address === other?.address &&
    one?.grantedAt === other?.grantedAt &&
    one?.revokedAt === other?.revokedAt
  );
}
