import { createOrder, expireOrder, getOrderOf, setHandledByClient } from '../../../domain/orders/orders.ts';
import type { NewOrder } from '../../../domain/orders/new-order.ts';
import { refundOrder } from '../../../domain/payments/refunds.ts';
import { checkoutUrl, orderRead } from '../../../domain/wire/order.ts';
import type { Game } from '../../../domain/model/game.ts';
import type { Order } from '../../../domain/model/order.ts';
import type { AppContext } from '../../server/app-context.ts';
import { operation } from '../../api/operation.ts';
import { milliseconds } from '../../../domain/wire/time.ts';
import { emptySchema } from '../../api/schemas.ts';
import {
  orderCreatedSchema,
  orderCreateSchema,
  orderReadSchema,
  orderRefundSchema,
  orderUpdateSchema,
  type OrderCreate,
} from './order-schemas.ts';

const ORDER = '/v1/orders/{order_id}';
const UNKNOWN = 'The game has no such order.';

export const orderOperations = [
  operation({
    id: 'create_order',
    method: 'POST',
    path: '/v1/orders',
    summary: 'Create an order; the player pays it at checkout_url.',
    body: orderCreateSchema,
    response: { 201: orderCreatedSchema },
    run: ({ app, game, body, requestId, base }) => {
      const order = createOrder(app.domain, game, newOrder(body), requestId);
      return { order_id: order.id, checkout_url: checkoutUrl(base, order.id) };
    },
  }),
  operation({
    id: 'get_order',
    method: 'GET',
    path: ORDER,
    summary: 'Read an order.',
    response: { 200: orderReadSchema },
    errors: { 404: UNKNOWN },
    run: ({ app, game, params, base }) => orderRead(ownOrder(app, game, params.order_id), base),
  }),
  operation({
    id: 'update_order',
    method: 'PATCH',
    path: ORDER,
    summary: 'Say whether the client has handled the order.',
    body: orderUpdateSchema,
    response: { 200: orderReadSchema },
    errors: { 404: UNKNOWN },
    run: ({ app, game, params: { order_id: id }, body, base }) => {
      const order = ownOrder(app, game, id);
      const { handled_by_client: handled } = body;
      return orderRead(
        handled === undefined ? order : setHandledByClient(app.domain, game, id, handled),
        base,
      );
    },
  }),
  operation({
    id: 'expire_order',
    method: 'PATCH',
    path: `${ORDER}/expire`,
    summary: 'Expire an order, so that it can no longer be paid.',
    response: { 200: emptySchema },
    errors: { 404: UNKNOWN, 409: 'The order is paid, or a payment of it is under way.' },
    run: ({ app, game, params }) => {
      expireOrder(app.domain, game, ownOrder(app, game, params.order_id).id);
      return {};
    },
  }),
  operation({
    id: 'refund_order',
    method: 'POST',
    path: `${ORDER}/refund`,
    summary: 'Refund a paid order.',
    body: orderRefundSchema,
    response: { 200: emptySchema },
    errors: { 404: UNKNOWN, 409: 'The order is not paid, or already refunded or disputed.' },
    run: ({ app, game, params, body, requestId }) => {
      refundOrder(app.domain, game, ownOrder(app, game, params.order_id).id, {
        reason: body.reason,
        requestId,
      });
      return {};
    },
  }),
];

/** Orders of other payment platforms are unknown to this API. @throws NotFound */
function ownOrder({ domain }: AppContext, game: Game, orderId: string): Order {
  return getOrderOf('aghanim', domain.store.tables, game.id, orderId);
}

/** The order that a body asks for. `return_url` is the deprecated name of `back_to_game_url`. */
export function newOrder(body: OrderCreate): NewOrder {
  return {
    playerId: body.player_id,
    items: body.items.map(newItem),
    ...priceFields(body),
    ...playerFields(body),
    ...pageFields(body),
    ...pointFields(body),
    metadata: body.metadata ?? null,
    platform: body.platform ?? null,
    expiresAt: body.expires_at == null ? null : milliseconds(body.expires_at),
  };
}

function newItem(item: OrderCreate['items'][number]): NewOrder['items'][number] {
  return {
    sku: item.sku,
    name: item.name ?? null,
    description: item.description ?? null,
    imageUrl: item.image_url == null || item.image_url === '' ? null : item.image_url,
    quantity: item.quantity ?? null,
    selectedPlanKey: item.selected_plan_key ?? null,
    price: item.price ?? null,
    currency: item.currency ?? null,
  };
}

function priceFields(body: OrderCreate) {
  return {
    priceDecimal: body.price_decimal ?? null,
    currency: body.currency ?? null,
    currencyPreferred: body.currency_preferred ?? false,
    priceTemplateId: body.price_template_id ?? null,
    discountPercent: body.discount_percent ?? 0,
    couponCode: body.coupon_code ?? null,
  };
}

function playerFields(body: OrderCreate) {
  return {
    email: body.email ?? null,
    playerInfo: body.player_info ?? null,
    country: body.country ?? null,
    countryLocked: body.country_locked ?? false,
    ipAddress: body.ip_address ?? null,
    userAgent: body.user_agent ?? null,
  };
}

function pageFields(body: OrderCreate) {
  return {
    locale: body.locale ?? null,
    backToGameUrl: body.back_to_game_url ?? body.return_url ?? null,
    backToStoreUrl: body.back_to_store_url ?? null,
    redirectSettings: body.redirect_settings ?? null,
    uiSettings: body.ui_settings ?? null,
    paymentMethodsEnabled: body.payment_methods_enabled ?? null,
    couponsEnabled: body.coupons_enabled ?? null,
  };
}

function pointFields(body: OrderCreate) {
  return {
    eligibleForRewardPoints: body.eligible_for_reward_points ?? null,
    eligibleForLoyaltyPoints: body.eligible_for_loyalty_points ?? null,
  };
}
