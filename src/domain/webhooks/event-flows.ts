import { EVENT_TYPES, type EventType } from '../model/event.ts';

/** What makes the emulator send each event type on its own; `null` for types that it sends only as tests. */
export const EVENT_FLOWS: Readonly<Record<EventType, string | null>> = {
  'player.verify': 'A player logs in on the hub page or with a login link, or redeems a code',
  'item.add': 'An order is paid, or a free-item code is redeemed',
  'item.remove': 'An order whose items were granted is refunded or canceled',
  'analytics.checkout.payment_method.select': null,
  'analytics.checkout.submit_payment_form': null,
  'analytics.checkout.back_store': null,
  'analytics.checkout.back_game': null,
  'analytics.checkout.pageview': null,
  'analytics.checkout.pageshow': null,
  'analytics.checkout.pagehide': null,
  'analytics.checkout.pageexit': null,
  'analytics.checkout.payment_method.close': null,
  'analytics.hub.sign_up': null,
  'analytics.hub.login': null,
  'analytics.hub.buy_click': null,
  'analytics.hub.free_item_claimed': null,
  'batch.ready': null,
  'order.*': 'Each event of an order below',
  'order.created': 'An order is created',
  'order.paid': 'A payment of the order succeeds',
  'order.canceled': 'The payment is charged back, or a dispute is lost',
  'order.refunded': 'The order is refunded',
  'payment.*': 'Each event of a payment below',
  'payment.succeeded': 'A payment succeeds, or a dispute of it is won',
  'payment.abandoned': 'The player leaves the checkout',
  'payment.canceled': 'The player cancels the payment',
  'payment.chargeback': 'The payment is charged back, or a dispute is lost',
  'payment.declined': 'The card is declined, or 3-D Secure fails',
  'payment.dispute': 'A dispute is opened',
  'payment.expired': 'A payment in progress expires',
  'payment.pending': 'A payment starts',
  'payment.refunded': 'The order is refunded',
  'payment.rejected': 'The payment is rejected as risky',
  'payment.voided': 'A held payment is voided',
  'fraud.reported': 'A payment is reported as fraud',
  'subscription.activated': 'A subscription is paid, or its trial begins',
  'subscription.updated':
    'A subscription is canceled or reactivated, its trial is paid, or its grace period begins',
  'subscription.renewed': 'The next period of a subscription is paid',
  'subscription.deactivated': 'A subscription ends, or its order is refunded or charged back',
  'coupon.redeemed': 'A free-item code is redeemed',
  'ingame.push': null,
  'ingame.popup': null,
  'campaign.custom': null,
  'player.is_idle': null,
  'player.lookup': 'A player logs in with an account id',
  'player.marketing_consent.updated': 'A player grants or revokes consent to marketing mail',
  'store.get': 'A player opens the store on the hub page or buys there, or a game refreshes the store',
};

/** Those of the event types that the emulator sends only as tests. */
export function silentTypes(types: readonly EventType[]): readonly EventType[] {
  return types.filter((type) => EVENT_FLOWS[type] === null);
}

/** Every event type with its flow, in the order of the specification. */
export function eventFlows(): readonly { readonly type: EventType; readonly flow: string | null }[] {
  return EVENT_TYPES.map((type) => ({ type, flow: EVENT_FLOWS[type] }));
}
