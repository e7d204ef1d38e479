import type { Locale } from './game.ts';
import type { SubscriptionPlan } from './subscription.ts';

export const ITEM_TYPES = [
  'item',
  'currency',
  'bundle',
  'lootbox',
  'subscription',
  'virtual_currency',
] as const;

export type ItemType = (typeof ITEM_TYPES)[number];

/** One part of a bundle. */
export interface NestedItem {
  readonly itemId: string;
  /** How many of the item the bundle contains, as sent; `null` counts as one. */
  readonly count: number | null;
  /** Fields for display, with the API's names; stored as sent. */
  readonly appearance: Readonly<Record<string, unknown>>;
}

/** The fields of an item that a game sets. */
export interface ItemFields {
  readonly sku: string;
  readonly name: string;
  readonly description: string | null;
  readonly imageUrl: string | null;
  readonly type: ItemType;
  /** How much of the item one purchase grants; it does not multiply the price. */
  readonly quantity: number;
  readonly price: number | null;
  readonly currency: string | null;
  /** Its prices override `price`. */
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
  /** The parts of a bundle; `null` for other items. */
  readonly nestedItems: readonly NestedItem[] | null;
  /** The item that a player gets who can't be granted this one. */
  readonly fallbackItemId: string | null;
  readonly fallbackItemQuantity: number | null;
  /** The ways in which a subscription can be bought; `null` for other items. */
  readonly plans: readonly SubscriptionPlan[] | null;
  readonly comment: string | null;
  readonly meta: Readonly<Record<string, unknown>> | null;
  /** Fields for display, with the API's names; stored as sent. */
  readonly appearance: Readonly<Record<string, unknown>>;
  /** An archived item can't be ordered. */
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

/** A category of a game's catalogue. */
export interface ItemCategory {
  readonly id: string;
  readonly gameId: string;
  readonly name: string;
  readonly position: number;
  /** The category that this one is part of. */
  readonly parentId: string | null;
  /** Fields for display, with the API's names; stored as sent. */
  readonly appearance: Readonly<Record<string, unknown>>;
  readonly createdAt: number;
  readonly modifiedAt: number;
}
