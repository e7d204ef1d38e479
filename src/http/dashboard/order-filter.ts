import * as z from 'zod';
import {
  isPaidWithoutItems,
  type Order,
  ORDER_STATUSES,
  type OrderStatus,
} from '../../domain/model/order.ts';
import type { ReadTables } from '../../domain/model/tables.ts';
import { toMajor } from '../../domain/money/money.ts';
import { cardOf } from '../../domain/payments/cards.ts';

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
export function findOrders(tables: ReadTables, gameId: string, filter: OrderFilter): readonly Order[] {
  const tests = testsOf(tables, gameId, filter);
  const all =
    filter.status === NOTHING_FOR_MONEY
      ? tables.orders.by('paidWithoutItems', gameId)
      : tables.orders.by('game', gameId);
  const found = tests.length === 0 ? all : all.filter((order) => tests.every((test) => test(order)));
  return sorted(found, filter);
}

type OrderTest = (order: Order) => boolean;

function testsOf(tables: ReadTables, gameId: string, filter: OrderFilter): readonly OrderTest[] {
  const { status, sku, metadata, card } = filter;
  const [from, to] = [dayOf(filter.from, 0), dayOf(filter.to, 1)];
  const [min, max] = [amountOf(filter.min), amountOf(filter.max)];
  const tests: OrderTest[] = [];
  if (status === NOTHING_FOR_MONEY) tests.push(isPaidWithoutItems);
  else if (status !== undefined) tests.push((order) => order.status === (status as OrderStatus));
  if (from !== null) tests.push((order) => order.createdAt >= from);
  if (to !== null) tests.push((order) => order.createdAt < to);
  if (min !== null) tests.push((order) => toMajor(order.amount, order.currency) >= min);
  if (max !== null) tests.push((order) => toMajor(order.amount, order.currency) <= max);
  if (sku !== undefined) tests.push((order) => order.items.some((item) => item.sku === sku));
  if (metadata !== undefined) tests.push(metadataTest(metadata));
  if (card !== undefined) tests.push(cardTest(tables, gameId, card));
  const text = (filter.q ?? '').trim().toLowerCase();
  if (text !== '') tests.push(textTest(tables, gameId, text));
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

/** `key=value` finds exactly that, any other text what contains it. */
function metadataTest(text: string): OrderTest {
  const [, key, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (key !== undefined) {
    return ({ metadata }) => metadata !== null && Object.hasOwn(metadata, key) && metadata[key] === value;
  }
  return ({ metadata }) =>
    Object.entries(metadata ?? {}).some((entry) => entry.some((one) => one.includes(text)));
}

function cardTest(tables: ReadTables, gameId: string, kind: string): OrderTest {
  const ids = new Set<string>();
  for (const payment of tables.payments.by('game', gameId)) {
    if (cardOf(payment)?.outcome.kind === kind) ids.add(payment.orderId);
  }
  return ({ id }) => ids.has(id);
}

/** Finds order, receipt number, player and email, and the ids and receipt numbers of payments. */
function textTest(tables: ReadTables, gameId: string, text: string): OrderTest {
  const paid = new Set<string>();
  if (/^(?:pm?t?|pmt_\w+|\d{3,})$/i.test(text)) {
    for (const payment of tables.payments.by('game', gameId)) {
      const texts = [payment.id, payment.receiptNumber ?? ''];
      if (texts.some((one) => one.toLowerCase().includes(text))) paid.add(payment.orderId);
    }
  }
  const pattern = new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'i');
  return ({ id, receiptNumber, playerId, email }) =>
    paid.has(id) ||
    pattern.test(id) ||
    receiptNumber.includes(text) ||
    pattern.test(playerId) ||
    (email !== null && pattern.test(email));
}

const KEYS: Readonly<Record<(typeof SORTS)[number], ((order: Order) => string | number) | null>> = {
  // Orders are stored in the order of their creation.
  created: null,
  player: ({ playerId }) => playerId,
  amount: ({ amount, currency }) => toMajor(amount, currency),
  status: ({ status }) => status,
};

/** Makes each key once, because a sort of many orders compares them millions of times. */
function sorted(orders: readonly Order[], { sort = 'created', dir = 'down' }: OrderFilter): readonly Order[] {
  const keyOf = KEYS[sort];
  const ordered = keyOf
    ? orders
        .map((order) => ({ order, key: keyOf(order) }))
        .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
        .map(({ order }) => order)
    : orders;
  return dir === 'down' ? ordered.toReversed() : ordered;
}
