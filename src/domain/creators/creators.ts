import { addCoupon } from '../coupons/coupons.ts';
import { findCoupon } from '../coupons/rules.ts';
import { inTransaction, type DomainContext, type Tx } from '../model/context.ts';
import type { Creator } from '../model/creator.ts';
import { invalidField, NotFound } from '../model/errors.ts';
import type { Game } from '../model/game.ts';
import { newId } from '../model/ids.ts';
import { applyChange, type ChangeOf } from '../model/record.ts';
import type { ReadTables } from '../model/tables.ts';
import { platformOf } from './social-media.ts';

type CreatorProfile = Pick<
  Creator,
  'name' | 'email' | 'avatarUrl' | 'extraTermsUrl' | 'extraTermsText' | 'socialMedias' | 'tierGroupId'
>;

/** `couponCode` is `null` for one that is made of the name. */
export type NewCreator = CreatorProfile & { readonly couponCode: string | null };

export type CreatorChange = ChangeOf<
  CreatorProfile & Pick<Creator, 'shareOverrideEnabled' | 'shareOverrideBps'>
>;

/** @throws NotFound when the game has no such creator. */
export function getCreator(tables: Pick<ReadTables, 'creators'>, gameId: string, id: string): Creator {
  const creator = tables.creators.get(id);
  if (creator?.gameId !== gameId) throw new NotFound(`Creator ${JSON.stringify(id)} was not found.`);
  return creator;
}

export interface CreatorFilter {
  /** Part of the name or the email, in any case. */
  readonly text?: string | undefined;
  readonly platform?: string | undefined;
  readonly tierGroupId?: string | undefined;
  /** Creators accept terms in Aghanim's portal, so no creator here has accepted them. */
  readonly termsAccepted?: boolean | undefined;
  /** The country that a creator names with the terms. */
  readonly country?: string | undefined;
}

/** The game's creators that pass the filter, oldest first. */
export function findCreators(
  tables: Pick<ReadTables, 'creators'>,
  gameId: string,
  { text = '', platform, tierGroupId, termsAccepted, country }: CreatorFilter,
): readonly Creator[] {
  if (termsAccepted === true || country !== undefined) return [];
  const wanted = text.toLowerCase();
  return tables.creators
    .by('game', gameId)
    .filter(
      (creator) =>
        [creator.name, creator.email].some((value) => value.toLowerCase().includes(wanted)) &&
        (tierGroupId ?? creator.tierGroupId) === creator.tierGroupId &&
        (platform === undefined || creator.socialMedias.some((media) => platformOf(media) === platform)),
    );
}

/**
 * Creates a creator with a coupon that attributes orders to them.
 *
 * @throws Conflict when the game has a coupon with the given code.
 */
export function createCreator(domain: DomainContext, game: Game, asked: NewCreator): Creator {
  return inTransaction(domain, (tx) => {
    const { couponCode, ...profile } = asked;
    const share = { shareOverrideEnabled: false, shareOverrideBps: 0 };
    const creator = addCreator(tx, game, { ...profile, ...share });
    const { id } = creator;
    const code = couponCode ?? freeCode(tx, game.id, asked.name);
    const program = { creator_id: id, reward: 0, verbal_terms: '', message: '', inherits_from_tier: true };
    const coupon = { name: asked.name, code, type: 'non_benefit' as const, creatorProgram: program };
    addCoupon(tx, game, coupon, creator.couponId);
    return creator;
  });
}

/** Stores a new creator, who then needs a coupon with the id `couponId`. */
export function addCreator(
  tx: Tx,
  game: Game,
  asked: Omit<Creator, 'id' | 'gameId' | 'couponId' | 'createdAt' | 'modifiedAt'>,
): Creator {
  const id = newId(tx.ids, 'creator');
  const couponId = newId(tx.ids, 'coupon');
  const creator = { ...asked, id, gameId: game.id, couponId, createdAt: tx.now, modifiedAt: tx.now };
  tx.tables.creators.put(creator);
  return creator;
}

/** A code of at most 20 letters and digits that the game does not have yet, made of the creator's name. */
function freeCode(tx: Tx, gameId: string, name: string): string {
  const letters = name
    .normalize('NFKD')
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]/g, '');
  const base = letters === '' ? 'CREATOR' : letters.slice(0, 14);
  let code = base;
  while (findCoupon(tx, gameId, code)) code = base + tx.ids.digits(6);
  return code;
}

/**
 * Fields that the change leaves out keep their values.
 *
 * @throws NotFound
 * @throws Invalid when the change enables the override of the share without saying what it is.
 */
export function updateCreator(domain: DomainContext, game: Game, id: string, change: CreatorChange): Creator {
  return inTransaction(domain, (tx) => {
    const creator = getCreator(tx.tables, game.id, id);
    const isEnabled = change.shareOverrideEnabled === true && !creator.shareOverrideEnabled;
    if (isEnabled && change.shareOverrideBps === undefined) {
      const message = 'A share is needed where the override is enabled.';
      throw invalidField(['revenue_share_override_bps'], 'share_missing', message);
    }
    const changed = applyChange<Creator>(creator, { ...change, modifiedAt: tx.now });
    tx.tables.creators.put(changed);
    return changed;
  });
}

/**
 * Deletes a creator with the coupon that was made with them. Other coupons of theirs attribute no more orders.
 *
 * @throws NotFound
 */
export function deleteCreator(domain: DomainContext, game: Game, id: string): void {
  inTransaction(domain, (tx) => {
    const { couponId } = getCreator(tx.tables, game.id, id);
    tx.tables.creators.delete(id);
    tx.tables.coupons.delete(couponId);
  });
}
