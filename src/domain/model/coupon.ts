/** Source: `CouponType` of the published OpenAPI. */
export const COUPON_TYPES = [
  'bonus',
  'discount',
  'free_item',
  'vc',
  'non_benefit',
  'discount_fixed',
  'discount_reward_point',
] as const;

export type CouponType = (typeof COUPON_TYPES)[number];

export interface CouponFreeItem {
  readonly itemId: string;
  /** How much of the item is granted, independent of the quantity in the catalogue. */
  readonly quantity: number;
}

/** Stored and returned with the API's field names. Source: `CreatorProgramBase` of the published OpenAPI. */
export interface CreatorProgram {
  readonly creator_id: string;
  readonly reward: number;
  readonly verbal_terms: string;
  readonly message: string;
  readonly inherits_from_tier: boolean;
}

/** A code that players enter. Times in Unix milliseconds, amounts in US cents. */
export interface Coupon {
  readonly id: string;
  readonly gameId: string;
  readonly code: string;
  readonly name: string;
  readonly type: CouponType;
  readonly discountPercent: number | null;
  readonly discountAmountUsd: number | null;
  readonly bonusPercent: number | null;
  readonly bonusFixed: number | null;
  readonly freeItems: readonly CouponFreeItem[] | null;
  /** `null` and an empty list both mean every item; the same for players. */
  readonly applicableItemIds: readonly string[] | null;
  readonly playerIds: readonly string[] | null;
  readonly excludePlayerIds: readonly string[] | null;
  readonly minAmount: number | null;
  readonly maxRedemptions: number | null;
  readonly maxRedemptionsPerUser: number | null;
  readonly startAt: number | null;
  readonly endAt: number | null;
  readonly expiresAt: number | null;
  readonly categoryId: string | null;
  readonly creatorProgram: CreatorProgram | null;
  /** Fields that the emulator only stores and returns, with the API's names. */
  readonly kept: Readonly<Record<string, unknown>>;
  readonly createdAt: number;
  readonly modifiedAt: number;
}

/** The creator whom an order is attributed to, as they were when the coupon was applied. */
export interface AttributedCreator {
  readonly id: string;
  readonly name: string;
  /** Their share of the revenue, in percent. */
  readonly reward: number;
}

/** A coupon on an order, as it was when it was applied. */
export interface AppliedCoupon {
  readonly couponId: string;
  readonly code: string;
  readonly name: string;
  readonly type: CouponType;
  readonly discountPercent: number | null;
  readonly bonusPercent: number | null;
  readonly bonusFixed: number | null;
  /** By how much it lowers the order's amount, in the order's minor units. */
  readonly discount: number;
  /** By how much the balance of a `discount_fixed` coupon is lowered, in US cents. */
  readonly spentUsd: number;
  /** How many items at the end of the order's items the coupon added. */
  readonly addedItems: number;
  /** Records of version 0.1 lack it. */
  readonly creator?: AttributedCreator | null | undefined;
}

/** One use of a coupon, with the payment of an order or, for a free-item code, without one. */
export interface Redemption {
  readonly id: string;
  readonly gameId: string;
  readonly couponId: string;
  readonly code: string;
  readonly playerId: string;
  readonly userId: string;
  readonly orderId: string | null;
  readonly spentUsd: number;
  /** The names of the items that a free-item code gave. */
  readonly itemNames: readonly string[];
  readonly createdAt: number;
}
