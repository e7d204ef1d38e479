import * as z from 'zod';
import {
  COUPON_TYPES,
  type AppliedCoupon,
  type AttributedCreator,
  type Redemption,
} from '../../domain/model/coupon.ts';
import { LOCALES } from '../../domain/model/game.ts';
import type { ItemSource } from '../../domain/model/item.ts';
import {
  GRANT_STATUSES,
  GRANTINGS,
  ORDER_STATUSES,
  type Grant,
  type Order,
  type OrderItem,
  type OrderPart,
  type RedirectSettings,
  type Removal,
  type UiSettings,
} from '../../domain/model/order.ts';
import type { Decline, FollowUp, Payment, PaymentStatus } from '../../domain/model/payment.ts';
import { PAYMENT_PLATFORMS } from '../../domain/model/platform.ts';
import type { PlayerInfo } from '../../domain/model/player.ts';
import {
  anything,
  fields,
  flag,
  maybeFlag,
  maybeNumber,
  maybeText,
  number,
  oneOf,
  text,
  textMap,
  texts,
} from './fields.ts';
import { subscriptionLine } from './subscription-schemas.ts';

export const playerInfo = fields<PlayerInfo>({
  name: text.optional(),
  avatar_url: text.optional(),
  attributes: anything.optional(),
  custom_attributes: anything.optional(),
});

const PART = {
  id: text,
  sku: text,
  name: text,
  description: maybeText,
  imageUrl: maybeText,
  quantity: number,
  isSystem: flag,
  type: z.enum(['item', 'bundle']),
};

const part: z.ZodType<OrderPart> = z.lazy(() =>
  fields<OrderPart>({ ...PART, nestedItems: z.array(part).nullable() }),
);

const orderItem = fields<OrderItem>({
  ...PART,
  nestedItems: z.array(part).nullable(),
  price: maybeNumber,
  currency: text,
  fallbackItem: part.nullable(),
  source: oneOf<ItemSource>({ order: true, bonus: true, coupon: true, free_item: true, bundle: true }),
  selectedPlanKey: maybeText,
  subscription: subscriptionLine.optional(),
});

const appliedCoupon = fields<AppliedCoupon>({
  couponId: text,
  code: text,
  name: text,
  type: z.enum(COUPON_TYPES),
  discountPercent: maybeNumber,
  bonusPercent: maybeNumber,
  bonusFixed: maybeNumber,
  discount: number,
  spentUsd: number,
  addedItems: number,
  creator: fields<AttributedCreator>({ id: text, name: text, reward: number }).nullish(),
});

const removal = fields<Removal>({
  trigger: z.enum(['order.refunded', 'order.canceled']),
  reason: text,
  transactionId: text,
  requestId: maybeText,
  eventId: maybeText,
  sentTo: texts,
});

export const order = fields<Order>({
  id: text,
  gameId: text,
  paymentPlatform: z.enum(PAYMENT_PLATFORMS),
  platformDetails: anything.nullable(),
  playerId: text,
  userId: text,
  status: z.enum(ORDER_STATUSES),
  granting: z.enum(GRANTINGS),
  grants: z.array(fields<Grant>({ webhookId: text, status: z.enum(GRANT_STATUSES) })),
  items: z.array(orderItem),
  currency: text,
  amount: number,
  amountBeforeDiscount: number,
  discountPercent: number,
  receiptNumber: text,
  email: maybeText,
  country: maybeText,
  countryLocked: flag,
  locale: z.enum(LOCALES).nullable(),
  playerInfo: playerInfo.nullable(),
  platform: maybeText,
  ipAddress: maybeText,
  userAgent: maybeText,
  backToGameUrl: maybeText,
  backToStoreUrl: maybeText,
  redirectSettings: fields<RedirectSettings>({
    mode: z.enum(['no_redirect', 'immediate', 'delayed']).optional(),
    delay_seconds: number.optional(),
    target: z.enum(['game', 'store']).optional(),
  }).nullable(),
  uiSettings: fields<UiSettings>({
    mode: z.enum(['dark', 'light', 'auto']).optional(),
    show_player_info: flag.optional(),
  }).nullable(),
  paymentMethodsEnabled: texts.nullable(),
  couponsEnabled: maybeFlag,
  coupon: appliedCoupon.nullable(),
  eligibleForRewardPoints: maybeNumber,
  eligibleForLoyaltyPoints: maybeNumber,
  metadata: textMap.nullable(),
  handledByClient: flag,
  removal: removal.nullable(),
  createdAt: number,
  modifiedAt: number,
  expiresAt: number,
  paidAt: maybeNumber,
});

export const payment = fields<Payment>({
  id: text,
  gameId: text,
  orderId: text,
  playerId: text,
  userId: text,
  status: oneOf<PaymentStatus>({
    created: true,
    failed: true,
    expired: true,
    voided: true,
    rejected: true,
    done: true,
    refund_requested: true,
    refunded: true,
    dispute: true,
    chargeback: true,
    abandoned: true,
    canceled: true,
  }),
  amount: number,
  currency: text,
  method: z.literal('card').nullable(),
  cardScheme: maybeText,
  cardLast4: maybeText,
  cardCountry: maybeText,
  email: maybeText,
  country: text,
  postalCode: maybeText,
  saveCard: flag.optional(),
  ip: maybeText,
  decline: fields<Decline>({ code: text, message: text }).nullable(),
  threeDs: z.enum(['none', 'pending', 'authenticated', 'failed']),
  refundReason: maybeText,
  disputeReason: maybeText,
  receiptNumber: text.optional(),
  transactionId: text,
  createdAt: number,
  modifiedAt: number,
  statusUpdatedAt: number,
});

export const followUp = fields<FollowUp>({
  id: text,
  gameId: text,
  paymentId: text,
  kind: z.enum(['fraud', 'dispute', 'dispute_end']),
  reason: text,
  ends: z.enum(['won', 'lost']).nullable(),
  dueAt: number,
});

export const redemption = fields<Redemption>({
  id: text,
  gameId: text,
  couponId: text,
  code: text,
  playerId: text,
  userId: text,
  orderId: maybeText,
  spentUsd: number,
  itemNames: texts,
  createdAt: number,
});
