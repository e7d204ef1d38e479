import * as z from 'zod';
import {
  isPaidWithoutItems,
  type Order,
  ORDER_STATUSES,
  type OrderStatus,
} from '../../domain/model/order.ts';
import { containsText, searchFor } from '../../domain/model/contains-text.ts';
import type { Payment } from '../../domain/model/payment.ts';
import type { ReadTables, TextSearch } from '../../domain/model/tables.ts';
import { toMajor } from '../../domain/money/money.ts';
import { TEST_CARDS } from '../../domain/payments/cards.ts';
import { type Listing, ListingKeys, SortedListing } from './sorted-listing.ts';

export const NOTHING_FOR_MONEY = 'paid, nothing granted';

/** Outcomes of cards that the list can be filtered by. */
export const CARD_OUTCOMES = ['success', 'declined', 'three_d_secure', 'dispute', 'fraud'] as const;

export const SORTS = ['created', 'player', 'amount', 'status'] as const;

const LONGEST = 200;
const filterText = z.string().max(LONGEST).optional();

export const orderFilterSchema = z.object({
  q: filterText,
  status: filterText,
  from: filterText,
  to: filterText,
  min: filterText,
  max: filterText,
  sku: filterText,
  metadata: filterText,
  card: filterText,
  sort: z.enum(SORTS).optional(),
  dir: z.enum(['up', 'down']).optional(),
});

export type OrderFilter = z.output<typeof orderFilterSchema>;

export const STATUSES: readonly string[] = [...ORDER_STATUSES, NOTHING_FOR_MONEY];

/** The game's orders that match, newest first unless another order is asked for. */
export function findOrders(tables: ReadTables, gameId: string, filter: OrderFilter): Listing<Order> {
  const { orders } = tables;
  const { sort = 'created', dir = 'down' } = filter;
  const { test, search } = orderTest(tables, gameId, filter);
  const keyOf = KEYS[sort];
  const index = filter.status === NOTHING_FOR_MONEY ? 'paidWithoutItems' : 'game';
  // Only the orders of the page that is shown are made.
  const listing = (found: Listing<ListedOrder>): Listing<Order> => ({
    length: found.length,
    slice: (start, end) => {
      const shown = found.slice(start, end);
      const places = shown.filter((at) => typeof at === 'number');
      if (places.length > 0) return orders.pick(index, gameId, places);
      return shown.flatMap((at) => orders.get(String(at)) ?? []);
    },
  });
  if (test === null && keyOf === null) return listing(placesOf(orders.count(index, gameId), dir));
  const found: ListedOrder[] = [];
  const keys = new ListingKeys();
  let place = 0;
  for (const order of orders.scan(index, gameId, 'oldest', search)) {
    if (test === null || test(order)) {
      if (test !== null) found.push(search === null ? place : order.id);
      if (keyOf !== null) keys.add(keyOf(order));
    }
    place += 1;
  }
  if (keyOf === null) return listing(dir === 'down' ? found.reverse() : found);
  const sorted = new SortedListing(keys, dir === 'down');
  if (test === null) return listing(sorted);
  return listing({
    length: found.length,
    slice: (start, end) => sorted.slice(start, end).flatMap((at) => found[at] ?? []),
  });
}

/** The place of an order in the list of all; its id where a search leaves orders out. */
type ListedOrder = number | string;

function placesOf(length: number, dir: 'up' | 'down'): Listing<number> {
  const slice = (start: number, end: number) =>
    Array.from({ length: Math.min(end, length) - start }, (_, at) =>
      dir === 'up' ? start + at : length - 1 - start - at,
    );
  return { length, slice };
}

/** `test` tells whether an order matches, `null` if every order does; `search` finds those that may. */
export function orderTest(
  tables: ReadTables,
  gameId: string,
  filter: OrderFilter,
): { readonly test: OrderTest | null; readonly search: TextSearch<Order> | null } {
  const tests = testsOf(tables, gameId, filter);
  const text = (filter.q ?? '').trim();
  const paid = text === '' ? NO_IDS : paidWith(tables, gameId, text);
  if (text !== '') tests.push(textTest(text, paid));
  const search = text === '' || paid.size > MAX_SEARCHED_IDS ? null : withIds(text, paid);
  if (tests.length < 2) return { test: tests[0] ?? null, search };
  return { test: (order) => tests.every((test) => test(order)), search };
}

/** Finds the orders that have the text or one of the ids. */
function withIds(text: string, ids: ReadonlySet<string>): TextSearch<Order> | null {
  const search = searchFor<Order>(text, TEXT_FIELDS);
  if (search === null || ids.size === 0) return search;
  const contains = (one: string) => search.contains(one) || [...ids].some((id) => one.includes(id));
  return { ...search, contains };
}

const MAX_SEARCHED_IDS = 50;
const NO_IDS: ReadonlySet<string> = new Set();
const TEXT_FIELDS = ['id', 'playerId', 'email', 'receiptNumber'] as const;

type OrderTest = (order: Order) => boolean;

function testsOf(tables: ReadTables, gameId: string, filter: OrderFilter): OrderTest[] {
  const { status, sku, metadata, card } = filter;
  const [from, to] = [dayOf(filter.from, 0), dayOf(filter.to, 1)];
  const [min, max] = [amountOf(filter.min), amountOf(filter.max)];
  const tests: OrderTest[] = [];
  if (status === NOTHING_FOR_MONEY) tests.push(isPaidWithoutItems);
  else if (status !== undefined) tests.push((order) => order.status === (status as OrderStatus));
  if (from !== null || to !== null) tests.push(timeTest(from ?? -Infinity, to ?? Infinity));
  if (min !== null || max !== null) tests.push(amountTest(min ?? -Infinity, max ?? Infinity));
  if (sku !== undefined) tests.push((order) => order.items.some((item) => item.sku === sku));
  if (metadata !== undefined) tests.push(metadataTest(metadata));
  if (card !== undefined) tests.push(cardTest(tables, gameId, card));
  return tests;
}

/** The start of a day in the time zone of this machine, `after` days later; `null` for what is no date. */
function dayOf(text: string | undefined, after: number): number | null {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text ?? '') ?? [];
  if (year === undefined) return null;
  return new Date(Number(year), Number(month) - 1, Number(day) + after).getTime();
}

function amountOf(text: string | undefined): number | null {
  const amount = Number.parseFloat(text ?? '');
  return Number.isNaN(amount) ? null : amount;
}

function timeTest(from: number, to: number): OrderTest {
  return ({ createdAt }) => createdAt >= from && createdAt < to;
}

function amountTest(min: number, max: number): OrderTest {
  return ({ amount, currency }) => {
    const major = toMajor(amount, currency);
    return major >= min && major <= max;
  };
}

/** `key=value` finds exactly that, any other text what contains it. */
function metadataTest(text: string): OrderTest {
  const [, key, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (key !== undefined) {
    return ({ metadata }) => metadata !== null && Object.hasOwn(metadata, key) && metadata[key] === value;
  }
  return ({ metadata }) =>
    Object.entries(metadata ?? {}).some((entry) => entry.some((one) => one.includes(text)));
}

/** Brand and last four digits tell the test cards apart. */
function cardTest(tables: ReadTables, gameId: string, kind: string): OrderTest {
  const cards = TEST_CARDS.filter(({ outcome }) => outcome.kind === kind);
  const schemes = new Map(cards.map(({ number }) => [number.slice(-4), new Set<string | null>()]));
  for (const { number, scheme } of cards) schemes.get(number.slice(-4))?.add(scheme);
  const ids = new Set<string>();
  // Each field is read when it is needed, because a scan makes it then.
  for (const payment of tables.payments.scan('game', gameId)) {
    const { cardLast4 } = payment;
    if (cardLast4 === null || schemes.get(cardLast4)?.has(payment.cardScheme) !== true) continue;
    ids.add(payment.orderId);
  }
  // An order that nobody tried to pay is created, and one that somebody did never is again.
  return (order) => order.status !== 'created' && ids.has(order.id);
}

/**
 * Finds order, receipt number, player and email, and the ids and receipt numbers of payments. Ids have only letters and
 * digits and receipt numbers only digits, so that most texts are looked for in two fields.
 */
function textTest(text: string, paid: ReadonlySet<string>): OrderTest {
  const has = containsText(text);
  const isNumber = /^\d+$/.test(text);
  const isPartOfId = /^\w+$/.test(text);
  return (order) =>
    has(order.playerId) ||
    hasOrNull(has, order.email) ||
    (isPartOfId && has(order.id)) ||
    (isNumber && order.receiptNumber.includes(text)) ||
    (paid.size > 0 && paid.has(order.id));
}

function hasOrNull(has: (text: string) => boolean, text: string | null): boolean {
  return text !== null && has(text);
}

/** The orders of the payments whose id or receipt number contains the text. */
function paidWith(tables: ReadTables, gameId: string, text: string): ReadonlySet<string> {
  if (!/^(?:pmt_\w+|\d{3,})$/i.test(text)) return NO_IDS;
  const paid = new Set<string>();
  const has = containsText(text);
  const search = searchFor<Payment>(text, ['id', 'receiptNumber']);
  for (const payment of tables.payments.scan('game', gameId, 'oldest', search)) {
    if (has(payment.id) || hasOrNull(has, payment.receiptNumber ?? null)) paid.add(payment.orderId);
  }
  return paid;
}

const KEYS: Readonly<Record<(typeof SORTS)[number], ((order: Order) => string | number) | null>> = {
  // Orders are stored in the order of their creation.
  created: null,
  player: ({ playerId }) => playerId,
  amount: ({ amount, currency }) => toMajor(amount, currency),
  status: ({ status }) => status,
};
