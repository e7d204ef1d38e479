import type { Locale } from './game.ts';
import type { AppliedCoupon } from './coupon.ts';
import type { ItemSource } from './item.ts';
import type { PaymentPlatformName } from './platform.ts';
import type { SubscriptionLine } from './subscription.ts';
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
  /** The plan in which a subscription is sold; `null` for other items. */
  readonly selectedPlanKey: string | null;
  /** Absent for items that are no subscription. */
  readonly subscription?: SubscriptionLine | undefined;
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

export const GRANT_STATUSES = ['pending', 'granted', 'declined', 'failed'] as const;

/** What one webhook made of the order's `item.add`. */
export interface Grant {
  readonly webhookId: string;
  readonly status: (typeof GRANT_STATUSES)[number];
}

export const GRANTINGS = ['none', ...GRANT_STATUSES, 'partly_granted'] as const;

/**
 * The order's grants in one word: `none` before the game is asked, or when no webhook takes `item.add`; `granted` when
 * all have accepted; `declined` as soon as one declines; `partly_granted` when some have accepted and others failed.
 */
export type Granting = (typeof GRANTINGS)[number];

/**
 * What is still to come of an order, `null` for nothing. `in_progress`: its payment is in progress or disputed, or a
 * webhook has not answered `item.add` yet. `not_granted`: it is paid, a webhook that was asked to grant the items has
 * not done so, and nobody is asked again unless a person resends or refunds.
 */
export function unresolved({
  status,
  granting,
}: Pick<Order, 'status' | 'granting'>): 'in_progress' | 'not_granted' | null {
  if (status === 'captured' || status === 'disputed') return 'in_progress';
  if (status !== 'paid' || granting === 'none' || granting === 'granted') return null;
  return granting === 'pending' ? 'in_progress' : 'not_granted';
}

export interface RedirectSettings {
  readonly mode?: 'no_redirect' | 'immediate' | 'delayed' | undefined;
  readonly delay_seconds?: number | undefined;
  readonly target?: 'game' | 'store' | undefined;
}

export interface UiSettings {
  readonly mode?: 'dark' | 'light' | 'auto' | undefined;
  readonly show_player_info?: boolean | undefined;
}

/** The `item.remove` of an order that was refunded or canceled. Each webhook that granted the items gets it. */
export interface Removal {
  readonly trigger: 'order.refunded' | 'order.canceled';
  readonly reason: string;
  readonly transactionId: string;
  readonly requestId: string | null;
  /** `null` until a webhook is known to have granted the items. */
  readonly eventId: string | null;
  /** The webhooks that it has been sent to. */
  readonly sentTo: readonly string[];
}

export interface Order {
  readonly id: string;
  readonly gameId: string;
  /** Whose API made the order; its events are sent in that platform's form. */
  readonly paymentPlatform: PaymentPlatformName;
  /** What that platform keeps with the order beyond what every order has. Only the platform reads it. */
  readonly platformDetails: object | null;
  readonly playerId: string;
  readonly userId: string;
  readonly status: OrderStatus;
  readonly granting: Granting;
  /** One for each webhook that was asked to grant the items. */
  readonly grants: readonly Grant[];
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
  readonly removal: Removal | null;
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly expiresAt: number;
  readonly paidAt: number | null;
}

/** No webhook granted the items of a paid order: none was asked, one declined them, or none confirmed them. */
export function isPaidWithoutItems({ status, granting, grants }: Order): boolean {
  if (status !== 'paid' || grants.some((grant) => grant.status === 'granted')) return false;
  return granting === 'none' || granting === 'declined' || granting === 'failed';
}
