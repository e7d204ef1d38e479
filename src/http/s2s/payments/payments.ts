import * as z from 'zod';
import { paymentRead } from '../../../domain/wire/payment.ts';
import type { Payment, PaymentStatus } from '../../../domain/model/payment.ts';
import { findPayments, type PaymentFilter } from '../../../domain/payments/payment-search.ts';
import { playerKey } from '../../../domain/model/tables.ts';
import type { DomainContext } from '../../../domain/model/context.ts';
import { operation } from '../../api/operation.ts';
import { pageParameters } from '../../api/pagination.ts';
import { intParameter, listParameter } from '../../api/parameters.ts';
import { appliedCouponSchema, itemReadSchema } from '../orders/order-schemas.ts';

const FIELDS = {
  created_at: 'createdAt',
  modified_at: 'modifiedAt',
  status_updated_at: 'statusUpdatedAt',
} as const;

/** The query of `get_payments`. */
const paymentQuerySchema = z
  .object({
    ...pageParameters(),
    start_at: intParameter.optional(),
    end_at: intParameter.optional(),
    field: z.enum(['created_at', 'modified_at', 'status_updated_at']).default('created_at'),
    search_string: z.string().optional(),
    user_id: z.string().optional(),
    order_id: z.string().optional(),
    status: listParameter.optional(),
    countries: listParameter.optional(),
  })
  .refine(({ start_at: start, end_at: end }) => start === undefined || end !== undefined, {
    path: ['end_at'],
    message: 'end_at is mandatory when start_at is given',
  });

/** `PaymentRead` of the published specification. */
export const paymentReadSchema = z.lazy(() =>
  z
    .object({
      payment_id: z.string(),
      order_id: z.string(),
      user_id: z.string(),
      player_id: z.string(),
      player_name: z.string().optional(),
      status: z.enum(PAYMENT_STATUSES),
      payment_method_name: z.string(),
      sales_channel: z.string(),
      currency: z.string(),
      currency_minor_unit: z.int(),
      total: z.int(),
      total_usd: z.number(),
      total_usd_revenue: z.number(),
      user_local_price: z.int(),
      fees: z.array(z.object({ name: z.string(), amount_usd: z.number() })),
      taxes: z.array(z.object({ name: z.string(), amount_usd: z.number() })),
      country: z.string(),
      payment_number: z.string(),
      receipt_number: z.string(),
      item_id: z.string().optional(),
      item_name: z.string().optional(),
      items: z.array(itemReadSchema),
      card_last_4_digits: z.string().optional(),
      card_scheme: z.string().optional(),
      three_d_secure_flow: z.enum(['none', 'challenge']).optional(),
      three_d_secure_result: z.enum(['authenticated', 'failed', 'not_attempted']).optional(),
      fail_reason: z.string().optional(),
      fail_reason_code: z.string().optional(),
      refund_reason: z.string().optional(),
      ip: z.string().optional(),
      platform: z.string().optional(),
      coupons: z.array(appliedCouponSchema).optional(),
      metadata: z.record(z.string(), z.string()),
      created_at: z.int(),
      modified_at: z.int(),
      status_updated_at: z.int(),
    })
    .meta({ id: 'PaymentRead' }),
);

export const PAYMENT_STATUSES = [
  'created',
  'failed',
  'expired',
  'voided',
  'rejected',
  'done',
  'refund_requested',
  'refunded',
  'dispute',
  'chargeback',
  'abandoned',
  'canceled',
] as const satisfies readonly PaymentStatus[];

export const paymentOperations = [
  operation({
    id: 'get_payments',
    method: 'GET',
    path: '/v1/payments',
    summary: 'List payments, newest first.',
    query: paymentQuerySchema,
    response: { 200: z.array(paymentReadSchema) },
    run: ({ app, game, query }) => {
      const found = findPayments(app.domain.store.tables, game.id, paymentFilter(query), query);
      return found.flatMap((payment) => paymentOf(app.domain, payment));
    },
  }),
];

function paymentFilter(query: z.output<typeof paymentQuerySchema>): PaymentFilter {
  return {
    startAt: query.start_at,
    endAt: query.end_at,
    field: FIELDS[query.field],
    text: query.search_string,
    userId: query.user_id,
    orderId: query.order_id,
    statuses: given(query.status),
    countries: given(query.countries),
    platform: 'aghanim',
  };
}

/** An empty parameter does not filter. */
function given(words: readonly string[] | undefined): readonly string[] | undefined {
  return words?.some((word) => word !== '') ? words : undefined;
}

function paymentOf({ store, rules }: DomainContext, payment: Payment) {
  const order = store.tables.orders.get(payment.orderId);
  if (!order) return [];
  const player = store.tables.players.get(playerKey(payment.gameId, payment.playerId));
  return [paymentRead(payment, order, player, rules)];
}
