import { applyChange, type ChangeOf } from '../model/record.ts';
import { findCoupon } from './rules.ts';
import { Conflict, Invalid, invalidField, NotFound, type Fault } from '../model/errors.ts';
import { newId } from '../model/ids.ts';
import type { Coupon, CouponFreeItem, CouponType, CreatorProgram } from '../model/coupon.ts';
import type { Game } from '../model/game.ts';
import type { ReadTables } from '../model/tables.ts';
import { inTransaction, type Tx, type DomainContext } from '../model/context.ts';

type CouponTerms = Omit<Coupon, 'id' | 'gameId' | 'code' | 'type' | 'createdAt' | 'modifiedAt'>;
/** A field of the creator program that the change leaves out keeps its value. */
export type CouponChange = Omit<ChangeOf<CouponTerms>, 'creatorProgram'> & {
  readonly creatorProgram?: ChangeOf<CreatorProgram> | undefined;
};
export type NewCoupon = ChangeOf<CouponTerms> & Pick<Coupon, 'code' | 'type' | 'name'>;

const NO_TERMS = {
  discountPercent: null,
  discountAmountUsd: null,
  bonusPercent: null,
  bonusFixed: null,
  freeItems: null,
  applicableItemIds: null,
  playerIds: null,
  excludePlayerIds: null,
  minAmount: null,
  maxRedemptions: null,
  maxRedemptionsPerUser: null,
  startAt: null,
  endAt: null,
  expiresAt: null,
  categoryId: null,
  creatorProgram: null,
  kept: {},
};

/**
 * @throws Conflict when the game has a coupon with this code.
 * @throws Invalid when a free item is not in the catalogue, or the creator is not known.
 */
export function createCoupon(domain: DomainContext, game: Game, asked: NewCoupon): Coupon {
  return inTransaction(domain, (tx) => addCoupon(tx, game, asked, newId(tx.ids, 'coupon')));
}

/** @throws what `createCoupon` throws */
export function addCoupon(tx: Tx, game: Game, asked: NewCoupon, id: string): Coupon {
  refuseUnknownItems(tx, game.id, asked.freeItems ?? null);
  refuseUnknownCreator(tx, game.id, asked.creatorProgram);
  if (findCoupon(tx, game.id, asked.code)) {
    throw new Conflict(`A coupon with the code ${JSON.stringify(asked.code)} already exists.`);
  }
  const { name, code, type } = asked;
  const marks = { id, gameId: game.id, createdAt: tx.now, modifiedAt: tx.now };
  const coupon = applyChange<Coupon>({ ...NO_TERMS, ...marks, name, code, type }, asked);
  tx.tables.coupons.put(coupon);
  return coupon;
}

function refuseUnknownCreator(tx: Tx, gameId: string, program: NewCoupon['creatorProgram']): void {
  if (!program || tx.tables.creators.get(program.creator_id)?.gameId === gameId) return;
  const message = `Creator ${JSON.stringify(program.creator_id)} was not found: give the id of a creator.`;
  throw invalidField(['creator_program', 'creator_id'], 'unknown_creator', message);
}

function refuseUnknownItems(tx: Tx, gameId: string, items: readonly CouponFreeItem[] | null): void {
  const faults = (items ?? []).flatMap(({ itemId }, index): Fault[] => {
    if (tx.tables.items.get(itemId)?.gameId === gameId) return [];
    const message = `Item ${JSON.stringify(itemId)} was not found: give the id of an item of the catalogue.`;
    return [{ path: ['free_items', 'items', index, 'item_id'], code: 'unknown_item', message }];
  });
  if (faults.length > 0) throw new Invalid(faults);
}

/** @throws NotFound when the game has no such coupon. */
export function getCoupon(tables: Pick<ReadTables, 'coupons'>, gameId: string, id: string): Coupon {
  const coupon = tables.coupons.get(id);
  if (coupon?.gameId !== gameId) throw new NotFound(`Coupon ${JSON.stringify(id)} was not found.`);
  return coupon;
}

export interface CouponFilter {
  /** Part of the name or the code, in any case. */
  readonly text?: string | undefined;
  readonly type?: CouponType | undefined;
  readonly categoryId?: string | undefined;
  /** What generated the coupon. Campaigns and receipts generate coupons on the real platform, but not here. */
  readonly generatedType?: string | undefined;
}

/** The game's coupons that pass the filter, oldest first. */
export function findCoupons(
  tables: Pick<ReadTables, 'coupons'>,
  gameId: string,
  { text = '', type, categoryId, generatedType }: CouponFilter,
): readonly Coupon[] {
  if (generatedType !== undefined) return [];
  const wanted = text.toLowerCase();
  return tables.coupons
    .by('game', gameId)
    .filter(
      (coupon) =>
        (type ?? coupon.type) === coupon.type &&
        (categoryId ?? coupon.categoryId) === coupon.categoryId &&
        [coupon.name, coupon.code].some((value) => value.toLowerCase().includes(wanted)),
    );
}

/**
 * Fields that the change leaves out keep their values.
 *
 * @throws NotFound
 * @throws Conflict when the change concerns the creator program and the coupon has none.
 * @throws Invalid when a free item is not in the catalogue.
 */
export function updateCoupon(domain: DomainContext, game: Game, id: string, change: CouponChange): Coupon {
  return inTransaction(domain, (tx) => {
    refuseUnknownItems(tx, game.id, change.freeItems ?? null);
    return changeCoupon(tx, game, id, change);
  });
}

function changeCoupon(tx: Tx, game: Game, id: string, change: CouponChange): Coupon {
  const coupon = getCoupon(tx.tables, game.id, id);
  const changed = applyChange<Coupon>(coupon, {
    ...change,
    creatorProgram: change.creatorProgram && changedProgram(coupon, change.creatorProgram),
    kept: { ...coupon.kept, ...change.kept },
    modifiedAt: tx.now,
  });
  tx.tables.coupons.put(changed);
  return changed;
}

function changedProgram(coupon: Coupon, change: ChangeOf<CreatorProgram>): CreatorProgram {
  if (coupon.creatorProgram) return applyChange(coupon.creatorProgram, change);
  throw new Conflict(`Coupon ${coupon.id} has no creator program to change.`);
}

/**
 * Moves coupons to categories, all or none.
 *
 * @throws NotFound
 */
export function categorizeCoupons(
  domain: DomainContext,
  game: Game,
  moves: readonly { readonly id: string; readonly categoryId: string }[],
): readonly Coupon[] {
  return inTransaction(domain, (tx) =>
    moves.map(({ id, categoryId }) => changeCoupon(tx, game, id, { categoryId })),
  );
}

/**
 * Deletes a coupon, so that its code can be used for another. Orders keep the effects that it had on them.
 *
 * @throws NotFound
 */
export function deleteCoupon(domain: DomainContext, game: Game, id: string): void {
  inTransaction(domain, (tx) => {
    getCoupon(tx.tables, game.id, id);
    tx.tables.coupons.delete(id);
  });
}
