import { findCoupon } from './coupon-rules.ts';
import { Conflict, Invalid, NotFound, type Fault } from './errors.ts';
import { newId } from './ids.ts';
import type { Coupon, CouponFreeItem, CouponType } from './model/coupon.ts';
import type { Game } from './model/game.ts';
import type { ReadTables } from './tables.ts';
import { inTransaction, type Tx, type World } from './world.ts';

export type NewCoupon = Omit<Coupon, 'id' | 'gameId' | 'createdAt' | 'modifiedAt'>;
type Editable = Exclude<keyof NewCoupon, 'code' | 'type'>;
export type CouponChange = { readonly [Key in Editable]?: Coupon[Key] | undefined };

/**
 * @throws Conflict when the game has a coupon with this code.
 * @throws Invalid when a free item is not in the catalogue.
 */
export function createCoupon(world: World, game: Game, asked: NewCoupon): Coupon {
  return inTransaction(world, (tx) => {
    refuseUnknownItems(tx, game.id, asked.freeItems);
    if (findCoupon(tx, game.id, asked.code)) {
      throw new Conflict(`A coupon with the code ${JSON.stringify(asked.code)} exists already.`);
    }
    const id = newId(tx.ids, 'coupon');
    const coupon = { ...asked, id, gameId: game.id, createdAt: tx.now, modifiedAt: tx.now };
    tx.tables.coupons.put(coupon);
    return coupon;
  });
}

function refuseUnknownItems(tx: Tx, gameId: string, items: readonly CouponFreeItem[] | null): void {
  const faults = (items ?? []).flatMap(({ itemId }, index): Fault[] => {
    if (tx.tables.items.get(itemId)?.gameId === gameId) return [];
    const msg = `Item ${JSON.stringify(itemId)} was not found: give the id of an item of the catalogue.`;
    return [{ loc: ['body', 'free_items', 'items', index, 'item_id'], msg, type: 'value_error' }];
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
  /** Found anywhere in the name or the code, in either case. */
  readonly text?: string | undefined;
  readonly type?: CouponType | undefined;
  readonly categoryId?: string | undefined;
}

/** The game's coupons that pass the filter, oldest first. */
export function findCoupons(
  tables: Pick<ReadTables, 'coupons'>,
  gameId: string,
  { text = '', type, categoryId }: CouponFilter,
): readonly Coupon[] {
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
 * Changes what is given and leaves the rest; what is kept unread is merged.
 *
 * @throws NotFound
 * @throws Invalid when a free item is not in the catalogue.
 */
export function updateCoupon(world: World, game: Game, id: string, change: CouponChange): Coupon {
  return inTransaction(world, (tx) => {
    refuseUnknownItems(tx, game.id, change.freeItems ?? null);
    return changeCoupon(tx, game, id, change);
  });
}

function changeCoupon(tx: Tx, game: Game, id: string, change: CouponChange): Coupon {
  const coupon = getCoupon(tx.tables, game.id, id);
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  const kept = { ...coupon.kept, ...change.kept };
  const changed: Coupon = { ...coupon, ...given, kept, modifiedAt: tx.now };
  tx.tables.coupons.put(changed);
  return changed;
}

/**
 * Moves coupons to categories: all of them or, when one does not exist, none.
 *
 * @throws NotFound
 */
export function categorizeCoupons(
  world: World,
  game: Game,
  moves: readonly { readonly id: string; readonly categoryId: string }[],
): readonly Coupon[] {
  return inTransaction(world, (tx) =>
    moves.map(({ id, categoryId }) => changeCoupon(tx, game, id, { categoryId })),
  );
}

/**
 * Its code is free again; orders that carry it keep what it gave them.
 *
 * @throws NotFound
 */
export function deleteCoupon(world: World, game: Game, id: string): void {
  inTransaction(world, (tx) => {
    getCoupon(tx.tables, game.id, id);
    tx.tables.coupons.delete(id);
  });
}
