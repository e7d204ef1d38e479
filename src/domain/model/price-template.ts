export const PLATFORMS = ['any', 'ios', 'android', 'other'] as const;
export type PricePlatform = (typeof PLATFORMS)[number];

export const PRICE_CATEGORIES = ['none', 'platform'] as const;

/** `amount` is in minor units. */
export interface Price {
  readonly amount: number;
  readonly currency: string;
}

/** A price that a game sets for one country. */
export interface CustomPrice extends Price {
  readonly country: string;
  readonly platform: PricePlatform;
}

/** A price point with its prices in all countries. */
export interface PriceTemplate {
  readonly id: string;
  readonly gameId: string;
  readonly key: string | null;
  readonly name: string;
  /** US cents. */
  readonly price: number;
  readonly category: (typeof PRICE_CATEGORIES)[number];
  readonly customs: readonly CustomPrice[];
  readonly createdAt: number;
  readonly modifiedAt: number;
}
