import type { Locale } from '../model/game.ts';
import type { RedirectSettings, UiSettings } from '../model/order.ts';
import type { PlayerInfo } from '../model/player.ts';

export interface NewOrderItem {
  readonly sku: string;
  readonly name: string | null;
  readonly description: string | null;
  readonly imageUrl: string | null;
  readonly quantity: number | null;
  readonly selectedPlanKey: string | null;
  /** The item's own price in this order, in minor units of `currency`; `null` for the catalogue's. */
  readonly price: number | null;
  /** The currency of `price`; `null` for that of the order, else of the catalogue. */
  readonly currency: string | null;
}

/** An order as a request gives it. `expiresAt` is Unix milliseconds, `priceDecimal` major units. */
export interface NewOrder {
  readonly playerId: string;
  readonly items: readonly NewOrderItem[];
  readonly priceDecimal: number | null;
  readonly currency: string | null;
  /** Convert the price of no country into `currency`, rather than the price of the order's country. */
  readonly currencyPreferred: boolean;
  readonly priceTemplateId: string | null;
  readonly discountPercent: number;
  readonly email: string | null;
  readonly playerInfo: PlayerInfo | null;
  readonly country: string | null;
  readonly countryLocked: boolean;
  readonly locale: Locale | null;
  readonly platform: string | null;
  readonly ipAddress: string | null;
  readonly userAgent: string | null;
  readonly backToGameUrl: string | null;
  readonly backToStoreUrl: string | null;
  readonly redirectSettings: RedirectSettings | null;
  readonly uiSettings: UiSettings | null;
  readonly paymentMethodsEnabled: readonly string[] | null;
  readonly couponsEnabled: boolean | null;
  readonly couponCode: string | null;
  readonly eligibleForRewardPoints: number | null;
  readonly eligibleForLoyaltyPoints: number | null;
  readonly metadata: Readonly<Record<string, string>> | null;
  readonly expiresAt: number | null;
}
