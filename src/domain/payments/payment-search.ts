import { seconds } from '../wire/time.ts';
import type { Payment } from '../model/payment.ts';
import type { PaymentPlatformName } from '../model/platform.ts';
import type { ReadTables } from '../model/tables.ts';

/** Which payments to list; an absent field does not filter. Times are Unix seconds, both ends included. */
export interface PaymentFilter {
  readonly startAt?: number | undefined;
  readonly endAt?: number | undefined;
  readonly field: 'createdAt' | 'modifiedAt' | 'statusUpdatedAt';
  /** Part of one of the searched fields, in any case. */
  readonly text?: string | undefined;
  readonly userId?: string | undefined;
  readonly orderId?: string | undefined;
  readonly statuses?: readonly string[] | undefined;
  readonly countries?: readonly string[] | undefined;
  /** The platform that the order was made by. */
  readonly platform: PaymentPlatformName;
}

type SearchTables = Pick<ReadTables, 'payments' | 'orders'>;

/** The game's payments that pass the filter, newest first. */
export function findPayments(
  tables: SearchTables,
  gameId: string,
  filter: PaymentFilter,
): readonly Payment[] {
  return tables.payments
    .by('game', gameId)
    .filter(
      (payment) =>
        isWanted(payment, filter) &&
        tables.orders.get(payment.orderId)?.paymentPlatform === filter.platform &&
        isFound(tables, payment, filter.text),
    )
    .reverse();
}

function isWanted(payment: Payment, filter: PaymentFilter): boolean {
  return (
    isInRange(seconds(payment[filter.field]), filter) &&
    (filter.userId ?? payment.userId) === payment.userId &&
    (filter.orderId ?? payment.orderId) === payment.orderId &&
    isAmong(payment.status, filter.statuses) &&
    isAmong(payment.country, filter.countries)
  );
}

function isInRange(moment: number, { startAt = -Infinity, endAt = Infinity }: PaymentFilter): boolean {
  return moment >= startAt && moment <= endAt;
}

function isAmong(value: string, wanted: readonly string[] | undefined): boolean {
  return wanted === undefined || wanted.includes(value);
}

/** Source of the fields: the description of `search_string` in the published OpenAPI. */
function isFound(tables: SearchTables, payment: Payment, text: string | undefined): boolean {
  if (text === undefined) return true;
  const { orderId, email, id, status, country, userId, receiptNumber } = payment;
  const ofOrder = tables.orders.get(orderId)?.receiptNumber;
  const wanted = text.toLowerCase();
  return [orderId, email, ofOrder, receiptNumber, id, status, country, userId].some(
    (value) => value?.toLowerCase().includes(wanted) ?? false,
  );
}
