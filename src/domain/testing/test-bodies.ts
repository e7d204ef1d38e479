import { emailConsentData } from '../wire/player.ts';
import { orderData } from '../wire/order.ts';
import { fraudData, paymentData } from '../wire/payment.ts';
import { couponData } from '../wire/coupon.ts';
import { subscriptionData } from '../wire/subscription.ts';
import { milliseconds, seconds } from '../wire/time.ts';
import type { EventType } from '../model/event.ts';
import { newId } from '../model/ids.ts';
import { statesAfter } from '../orders/states.ts';
import { itemsData } from '../wire/item.ts';
import type { Subscription } from '../model/subscription.ts';
import { DEFAULT_PLAN } from '../subscriptions/plans.ts';
import type { Game } from '../model/game.ts';
import type { Sample, SampleStates } from './test-samples.ts';
import type { Tx } from '../model/context.ts';

/** The events that a test can send. For a wildcard subscription it sends one event of that name. */
export type ConcreteType = Exclude<EventType, 'order.*' | 'payment.*'>;

export function concreteType(type: EventType): ConcreteType {
  if (type === 'order.*') return 'order.paid';
  return type === 'payment.*' ? 'payment.succeeded' : type;
}

/** For published events that no transition of the emulator publishes. */
const OTHER_STATES: Partial<Record<ConcreteType, SampleStates>> = {
  'order.created': { order: 'created', payment: 'created' },
};

/** The statuses of order and payment when such an event is sent. */
export function statesAt(type: ConcreteType): SampleStates {
  return OTHER_STATES[type] ?? statesAfter(type) ?? { order: 'paid', payment: 'done' };
}

/** Whether events of this type have an order as their context. */
export function concernsOrder(type: ConcreteType): boolean {
  return /^(?:item|order|payment|fraud)\./.test(type);
}

/** `event_data` of a test event of any published type. */
export function testData(tx: Tx, game: Game, type: ConcreteType, sample: Sample) {
  const { order, payment, player } = sample;
  if (type === 'item.add') return itemsData(order.playerId, order.items, `Order paid ${order.id}`);
  if (type === 'item.remove') return itemsData(order.playerId, order.items, `Order refunded ${order.id}`);
  if (type === 'fraud.reported') return fraudData(newId(tx.ids, 'fraud'), order, payment, tx.now);
  if (type.startsWith('order.')) return orderData(order, game, player, payment, tx.rules);
  if (type.startsWith('payment.')) return paymentData(payment, order, player, tx.rules);
  return otherData(tx, type, sample);
}

type OtherFamily = 'analytics' | 'subscription' | 'player' | 'coupon' | 'store' | 'ingame' | 'campaign';

/**
 * The documents show no data for most of these events. The data is plausible, and has the player. Only a batch has
 * events of many players, and an account is looked up before its player is known.
 */
function otherData(tx: Tx, type: ConcreteType, sample: Sample): object {
  if (type === 'batch.ready') return batchData(tx);
  if (type === 'player.lookup') return { account_id: 'test-account' };
  const family = type.slice(0, type.indexOf('.')) as OtherFamily;
  return { player_id: sample.order.playerId, ...MORE[family](sample, seconds(tx.now), type) };
}

type More = (sample: Sample, now: number, type: ConcreteType) => object;

const MORE: Record<OtherFamily, More> = {
  analytics: ({ order }, now, type) => ({
    name: type.replace(/^analytics\.|(?<=payment_method)\.\w+$/g, ''),
    action: 'click',
    label: type.includes('payment_method') ? 'cards' : null,
    order_id: order.id,
    amount: order.amount,
    currency: order.currency,
    country: order.country,
    occurred_at: now,
  }),
  subscription: (sample, now, type) => subscriptionData(sampleSubscription(sample, now, type)),
  player: ({ player, order }, now, type) => ({
    ...(type === 'player.marketing_consent.updated' &&
      emailConsentData(player, { address: player.email, grantedAt: milliseconds(now), revokedAt: null })),
    ...(type === 'player.is_idle' && { last_seen_at: now - MONTH, country: order.country }),
  }),
  coupon: ({ order, player }) => {
    const redemption = { playerId: player.playerId, code: 'TEST-COUPON', createdAt: order.modifiedAt };
    return couponData(redemption, order.items);
  },
  store: () => ({
    is_anonymous: false,
    placement_keys: [],
    category_slugs: [],
    current_page_path: '/',
    locale: 'en',
  }),
  ingame: () => ({ title: 'Test message', body: 'This is a test.', icon: null, url: null }),
  campaign: (_sample, now) => ({
    campaign_id: 'test-campaign',
    name: 'Test campaign',
    data: { reward: 'test' },
    sent_at: now,
  }),
};

/** An address with a reserved name: the file of a test does not exist. A real one lives for 24 hours. */
function batchData(tx: Tx): object {
  const now = seconds(tx.now);
  return {
    batch_id: 'test-batch',
    url: 'https://batches.example/test-batch.jsonl',
    expires_at: now + 86_400,
    events_count: 2,
    created_at: now,
  };
}

/** The status of the subscription when such an event is sent. */
const SUBSCRIPTION_STATUS: Readonly<Partial<Record<ConcreteType, Subscription['status']>>> = {
  'subscription.updated': 'canceled',
  'subscription.deactivated': 'expired',
};

/** The subscription that the sample order has activated. */
function sampleSubscription({ order }: Sample, now: number, type: ConcreteType): Subscription {
  const at = milliseconds(now);
  const [item] = order.items;
  return {
    id: 'sub_test',
    gameId: order.gameId,
    playerId: order.playerId,
    userId: order.userId,
    itemId: item?.id ?? '',
    sku: item?.sku ?? 'TEST-SUBSCRIPTION',
    name: item?.name ?? 'Test subscription',
    orderId: order.id,
    lastOrderId: order.id,
    status: SUBSCRIPTION_STATUS[type] ?? 'active',
    plan: DEFAULT_PLAN,
    price: order.amount,
    currency: order.currency,
    payer: {
      cardScheme: null,
      cardLast4: null,
      email: order.email,
      country: order.country,
      postalCode: null,
    },
    metadata: null,
    trialUntil: null,
    effectiveUntil: type === 'subscription.deactivated' ? at : milliseconds(now + MONTH),
    createdAt: at,
    updatedAt: type === 'subscription.activated' ? null : at,
  };
}

const MONTH = 30 * 86_400;
