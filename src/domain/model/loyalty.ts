/** Source: `LoyaltyPointsPriceSource` of the published OpenAPI. */
export const POINTS_PRICE_SOURCES = ['local_price', 'base_price'] as const;

/** Where an order was made. Source: `OrderSourceType` of the published OpenAPI. */
export const SALES_CHANNELS = ['s2s', 'hub', 'sdk', 'checkout_link'] as const;

export type SalesChannel = (typeof SALES_CHANNELS)[number];

/** An item that players of a tier can claim. */
export interface LoyaltyTierItem {
  readonly itemId: string;
  /** `null` for the quantity of the catalogue. */
  readonly count: number | null;
}

export interface LoyaltyTier {
  readonly id: string;
  readonly name: string;
  /** How many points a player needs to be in the tier. */
  readonly points: number;
  readonly imageUrl: string;
  readonly items: readonly LoyaltyTierItem[];
}

/** The loyalty program of a game, which has one. */
export interface LoyaltyProgram {
  readonly id: string;
  readonly gameId: string;
  readonly name: string;
  readonly key: string | null;
  readonly description: string | null;
  readonly imageUrl: string | null;
  readonly customIconUrl: string | null;
  readonly activatedAt: number | null;
  readonly endAt: number | null;
  /** In days; 0 for a program that runs without an end. */
  readonly period: number;
  readonly repeatable: boolean;
  /** Stored and returned, never evaluated. */
  readonly requirementsExpression: unknown;
  /** Points for one US dollar of a paid order. */
  readonly pointsRate: number;
  readonly priceSource: (typeof POINTS_PRICE_SOURCES)[number] | null;
  /** Paid orders of these channels bring no points. */
  readonly excludedSalesChannels: readonly SalesChannel[] | null;
  readonly showStoreButton: boolean;
  readonly tiers: readonly LoyaltyTier[];
  readonly createdAt: number;
  readonly modifiedAt: number;
}

/** Why the points of a player changed: the game issued them, an order was paid, or a paid order was undone. */
export type PointsReason = 'issued' | 'order_paid' | 'order_undone';

/** One change of a player's loyalty points. */
export interface PointsEntry {
  readonly id: string;
  readonly gameId: string;
  readonly playerId: string;
  /** Negative for points that are taken back. */
  readonly amount: number;
  readonly reason: PointsReason;
  readonly orderId: string | null;
  readonly createdAt: number;
}
