import type { Locale } from './game.ts';
import type { AppliedCoupon } from './coupon.ts';
import type { ItemSource } from './item.ts';
import type { PlayerInfo } from './player.ts';

/** An item as it was when the order was created. */
export interface OrderPart {
  readonly id: string;
  readonly sku: string;
  readonly name: string;
  readonly description: string | null;
  readonly imageUrl: string | null;
  /** For a part of a bundle: its count in the bundle times its own quantity. */
  readonly quantity: number;
  readonly isSystem: boolean;
  readonly type: 'item' | 'bundle';
  /** The parts of a bundle; `null` for other items. */
  readonly nestedItems: readonly OrderPart[] | null;
}

/** An item of an order, with its price. */
export interface OrderItem extends OrderPart {
  readonly price: number | null;
  readonly currency: string;
  /** The item that a player gets who can't be granted this one. */
  readonly fallbackItem: OrderPart | null;
  readonly source: ItemSource;
  readonly selectedPlanKey: string | null;
}

export const ORDER_STATUSES = [
  'created',
  'captured',
  'paid',
  'canceled',
  'refunded',
  'refund_requested',
  'reattempted',
  'disputed',
] as const;

export type OrderStatus = (typeof ORDER_STATUSES)[number];

/** Whether the game was asked to grant the items, and its answer. */
export type Granting = 'none' | 'pending' | 'granted' | 'declined' | 'failed';

export interface RedirectSettings {
  readonly mode?: 'no_redirect' | 'immediate' | 'delayed' | undefined;
  readonly delay_seconds?: number | undefined;
  readonly target?: 'game' | 'store' | undefined;
}

export interface UiSettings {
  readonly mode?: 'dark' | 'light' | 'auto' | undefined;
  readonly show_player_info?: boolean | undefined;
}

/** An `item.remove` that is published once the game is known to have granted the items. */
export interface PendingRemoval {
  readonly trigger: 'order.refunded' | 'order.canceled';
  readonly reason: string;
  readonly transactionId: string;
  readonly requestId: string | null;
}

export interface Order {
  readonly id: string;
  readonly gameId: string;
  readonly playerId: string;
  readonly userId: string;
  readonly status: OrderStatus;
  readonly granting: Granting;
  readonly items: readonly OrderItem[];
  readonly currency: string;
  readonly amount: number;
  readonly amountBeforeDiscount: number;
  readonly discountPercent: number;
  readonly receiptNumber: string;
  readonly email: string | null;
  readonly country: string | null;
  readonly countryLocked: boolean;
  readonly locale: Locale | null;
  readonly playerInfo: PlayerInfo | null;
  readonly platform: string | null;
  readonly ipAddress: string | null;
  readonly userAgent: string | null;
  readonly backToGameUrl: string | null;
  readonly backToStoreUrl: string | null;
  readonly redirectSettings: RedirectSettings | null;
  readonly uiSettings: UiSettings | null;
  readonly paymentMethodsEnabled: readonly string[] | null;
  readonly couponsEnabled: boolean | null;
  readonly coupon: AppliedCoupon | null;
  readonly eligibleForRewardPoints: number | null;
  readonly eligibleForLoyaltyPoints: number | null;
  readonly metadata: Readonly<Record<string, string>> | null;
  readonly handledByClient: boolean;
  readonly pendingRemoval: PendingRemoval | null;
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly expiresAt: number;
  readonly paidAt: number | null;
}
