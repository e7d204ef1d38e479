import type { PaymentPlatformName } from './platform.ts';

/** What a webhook may subscribe to; `order.*` and `payment.*` are literal values that stand for all events of that name. Source: the published OpenAPI. */
export const EVENT_TYPES = [
  'player.verify',
  'item.add',
  'item.remove',
  'analytics.checkout.payment_method.select',
  'analytics.checkout.submit_payment_form',
  'analytics.checkout.back_store',
  'analytics.checkout.back_game',
  'analytics.checkout.pageview',
  'analytics.checkout.pageshow',
  'analytics.checkout.pagehide',
  'analytics.checkout.pageexit',
  'analytics.checkout.payment_method.close',
  'analytics.hub.sign_up',
  'analytics.hub.login',
  'analytics.hub.buy_click',
  'analytics.hub.free_item_claimed',
  'batch.ready',
  'order.*',
  'order.created',
  'order.paid',
  'order.canceled',
  'order.refunded',
  'payment.*',
  'payment.succeeded',
  'payment.abandoned',
  'payment.canceled',
  'payment.chargeback',
  'payment.declined',
  'payment.dispute',
  'payment.expired',
  'payment.pending',
  'payment.refunded',
  'payment.rejected',
  'payment.voided',
  'fraud.reported',
  'subscription.activated',
  'subscription.updated',
  'subscription.renewed',
  'subscription.deactivated',
  'coupon.redeemed',
  'ingame.push',
  'ingame.popup',
  'campaign.custom',
  'player.is_idle',
  'player.lookup',
  'player.marketing_consent.updated',
  'store.get',
] as const;

export type EventType = (typeof EVENT_TYPES)[number];

/** What MidasPay notifies a game of. Source: the enumeration of its `HandleWebhook`, whose `Unknown` is never sent. */
export const NOTIFICATION_TYPES = ['OrderPaid', 'OrderCancelled'] as const;

export type NotificationType = (typeof NOTIFICATION_TYPES)[number];

/** Every type that an event can have, whichever platform it belongs to. */
export const ALL_EVENT_TYPES = [...EVENT_TYPES, ...NOTIFICATION_TYPES] as const;

/** Something that happened, with the bodies of its webhooks. They never change. */
export interface Event {
  readonly id: string;
  readonly gameId: string;
  readonly platform: PaymentPlatformName;
  readonly type: (typeof ALL_EVENT_TYPES)[number];
  /** `null` for test events, and for events that concern no order. */
  readonly orderId: string | null;
  readonly transactionId: string;
  readonly trigger: string | null;
  /** The JSON envelope. */
  readonly body: string;
  /** The envelope with `context.player`; `null` when no webhook has that switched on. */
  readonly bodyWithPlayer: string | null;
  readonly createdAt: number;
}
