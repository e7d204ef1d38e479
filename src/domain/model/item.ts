/** An item of a game's catalogue. */
export interface CatalogueItem {
  readonly id: string;
  readonly gameId: string;
  readonly sku: string;
  readonly name: string;
  readonly description: string | null;
  readonly imageUrl: string | null;
  /** How much of the thing one purchase grants; it does not multiply the price. */
  readonly quantity: number;
  readonly price: number | null;
  readonly currency: string | null;
  /** Left out of webhooks. */
  readonly isSystem: boolean;
  readonly createdAt: number;
  readonly modifiedAt: number;
}

export type ItemSource = 'order' | 'bonus' | 'coupon' | 'free_item';
