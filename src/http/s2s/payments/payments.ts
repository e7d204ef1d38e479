import * as z from 'zod';
import { paymentRead } from '../../../domain/wire/payment.ts';
import type { Payment } from '../../../domain/model/payment.ts';
import { findPayments, type PaymentFilter } from '../../../domain/payments/payment-search.ts';
import { playerKey } from '../../../domain/model/store.ts';
import type { DomainContext } from '../../../domain/model/context.ts';
import { operation } from '../../api/operation.ts';
import { listParameter, pageIn, pageOf, pageParameters } from '../../api/pagination.ts';
import { intParameter } from '../../api/parameters.ts';

const FIELDS = {
  created_at: 'createdAt',
  modified_at: 'modifiedAt',
  status_updated_at: 'statusUpdatedAt',
} as const;

/** The query of `get_payments`. */
const paymentQuerySchema = z
  .object({
    ...pageParameters,
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

export const paymentOperations = [
  operation({
    method: 'GET',
    path: '/v1/payments',
    query: paymentQuerySchema,
    run: ({ app, game, query }) => {
      const found = findPayments(app.domain.store.tables, game.id, paymentFilter(query));
      const page = pageOf(found, pageIn(query));
      return { status: 200, body: page.flatMap((payment) => paymentOf(app.domain, payment)) };
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
  };
}

/** An empty parameter filters nothing. */
function given(words: readonly string[] | undefined): readonly string[] | undefined {
  return words?.some((word) => word !== '') ? words : undefined;
}

function paymentOf({ store, rules }: DomainContext, payment: Payment) {
  const order = store.tables.orders.get(payment.orderId);
  if (!order) return [];
  const player = store.tables.players.get(playerKey(payment.gameId, payment.playerId));
  return [paymentRead({ payment, order, player }, rules)];
}
