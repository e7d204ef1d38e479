import { seconds } from '../wire/time.ts';
import { containsText, searchFor } from '../model/contains-text.ts';
import type { Order } from '../model/order.ts';
import type { Payment } from '../model/payment.ts';
import type { PaymentPlatformName } from '../model/platform.ts';
import { existing } from '../model/record.ts';
import type { ReadTables, TextSearch } from '../model/tables.ts';

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

/** The game's payments that pass the filter, newest first: `limit` of them after the first `offset`. */
export function findPayments(
  tables: SearchTables,
  gameId: string,
  filter: PaymentFilter,
  { limit, offset }: { readonly limit: number; readonly offset: number },
): readonly Payment[] {
  const { payments, orders } = tables;
  const search = filter.text === undefined ? null : searchOf(filter.text);
  const all =
    filter.orderId === undefined
      ? payments.scan('game', gameId, 'newest', search)
      : payments.scan('order', filter.orderId, 'newest');
  const isFound = filter.text === undefined ? () => true : textTest(filter.text);
  const found: Payment[] = [];
  let skipped = 0;
  for (const payment of all) {
    if (found.length >= limit) break;
    if (payment.gameId !== gameId || !isWanted(payment, filter)) continue;
    const isMatch = orders.read(
      payment.orderId,
      (order) => order.paymentPlatform === filter.platform && isFound(payment, order),
    );
    if (isMatch !== true) continue;
    if (skipped < offset) skipped += 1;
    else found.push(existing(payments, payment.id));
  }
  return found;
}

/** A number may also be in the receipt number of the order. */
function searchOf(text: string): TextSearch<Payment> | null {
  if (/^\d*$/.test(text)) return null;
  return searchFor<Payment>(text, ['email', 'userId', 'status', 'country', 'orderId', 'id']);
}

function isWanted(payment: Payment, filter: PaymentFilter): boolean {
  return (
    isInRange(payment, filter) &&
    (filter.userId === undefined || filter.userId === payment.userId) &&
    (filter.statuses === undefined || filter.statuses.includes(payment.status)) &&
    (filter.countries === undefined || filter.countries.includes(payment.country))
  );
}

function isInRange(payment: Payment, { field, startAt, endAt }: PaymentFilter): boolean {
  if (startAt === undefined && endAt === undefined) return true;
  const moment = seconds(payment[field]);
  return moment >= (startAt ?? -Infinity) && moment <= (endAt ?? Infinity);
}

/**
 * Source of the fields: the description of `search_string` in the published OpenAPI. Ids have only letters and digits and
 * receipt numbers only digits, so that most texts are looked for in few fields.
 */
function textTest(text: string): (payment: Payment, order: Order) => boolean {
  const contains = containsText(text);
  const isPartOfId = /^\w*$/.test(text);
  const isNumber = /^\d*$/.test(text);
  return (payment, order) =>
    (payment.email !== null && contains(payment.email)) ||
    contains(payment.userId) ||
    contains(payment.status) ||
    contains(payment.country) ||
    (isPartOfId && (contains(payment.orderId) || contains(payment.id))) ||
    (isNumber && (order.receiptNumber.includes(text) || payment.receiptNumber?.includes(text) === true));
}
