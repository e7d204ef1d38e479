import type { Locale } from './game.ts';

export const ITEM_TYPES = [
  'item',
  'currency',
  'bundle',
  'lootbox',
  'subscription',
  'virtual_currency',
] as const;

export type ItemType = (typeof ITEM_TYPES)[number];

/** One kind of thing in a bundle. */
export interface NestedItem {
  readonly itemId: string;
  /** How often the bundle holds it, as it was sent; `null` counts as once. */
  readonly count: number | null;
  /** How a store shows it, in the API's own names; kept as sent. */
  readonly appearance: Readonly<Record<string, unknown>>;
}

/** What a game sets of an item. */
export interface ItemFields {
  readonly sku: string;
  readonly name: string;
  readonly description: string | null;
  readonly imageUrl: string | null;
  readonly type: ItemType;
  /** How much of the thing one purchase grants; it does not multiply the price. */
  readonly quantity: number;
  readonly price: number | null;
  readonly currency: string | null;
  /** Its price points win over `price`. */
  readonly priceTemplateId: string | null;
  readonly pricePoint: number | null;
  readonly rewardPointsPrice: number | null;
  readonly discountPercent: number | null;
  readonly bonusPercent: number | null;
  /** Left out of webhooks. */
  readonly isSystem: boolean;
  readonly isStackable: boolean;
  readonly isCurrency: boolean;
  readonly position: number | null;
  readonly categories: readonly string[];
  readonly rarityId: string | null;
  /** What a bundle holds; `null` for what is no bundle. */
  readonly nestedItems: readonly NestedItem[] | null;
  /** What a player gets who can't be given the item itself. */
  readonly fallbackItemId: string | null;
  readonly fallbackItemQuantity: number | null;
  readonly comment: string | null;
  readonly meta: Readonly<Record<string, unknown>> | null;
  /** How a store shows it, in the API's own names; kept as sent. */
  readonly appearance: Readonly<Record<string, unknown>>;
  /** An archived item is out of sale. */
  readonly archivedAt: number | null;
}

export type Translation = Readonly<Partial<Record<Locale, string>>>;

/** An item of a game's catalogue. */
export interface CatalogueItem extends ItemFields {
  readonly id: string;
  readonly gameId: string;
  readonly translations: { readonly name: Translation; readonly description: Translation };
  readonly createdAt: number;
  readonly modifiedAt: number;
}

export type ItemSource = 'order' | 'bonus' | 'coupon' | 'free_item' | 'bundle';

/** A shelf of a game's catalogue. */
export interface ItemCategory {
  readonly id: string;
  readonly gameId: string;
  readonly name: string;
  readonly position: number;
  /** The category that this one is part of. */
  readonly parentId: string | null;
  /** What else a store shows it with, in the API's own names; kept as sent. */
  readonly appearance: Readonly<Record<string, unknown>>;
  readonly createdAt: number;
  readonly modifiedAt: number;
}
