import type { Rules } from '../model/context.ts';
import type { Creator } from '../model/creator.ts';
import type { ReadTables } from '../model/tables.ts';
import { revenueUsd } from '../money/fees.ts';
import { toUsdCents } from '../money/money.ts';

/** What the paid orders that are attributed to a creator have brought, in US cents. */
export interface Earnings {
  readonly gross: number;
  /** After fees and taxes. */
  readonly revenue: number;
  /** The creator's share of the revenue. */
  readonly balance: number;
}

/** Orders that were refunded or canceled do not count. */
export function earningsOf(tables: Pick<ReadTables, 'orders'>, creator: Creator, rules: Rules): Earnings {
  let [gross, revenue, balance] = [0, 0, 0];
  for (const order of tables.orders.by('creator', creator.id)) {
    if (order.paidAt === null || order.status === 'refunded' || order.status === 'canceled') continue;
    const left = revenueUsd(order, rules);
    gross += toUsdCents(order.amount, order.currency);
    revenue += left;
    balance += Math.floor(Math.max(0, left) * shareOf(creator, order.coupon?.creator?.reward ?? 0));
  }
  return { gross: exact(gross), revenue: exact(revenue), balance: exact(balance) };
}

/** @param reward of the coupon, in percent */
function shareOf({ shareOverrideEnabled, shareOverrideBps }: Creator, reward: number): number {
  return shareOverrideEnabled ? shareOverrideBps / 10_000 : reward / 100;
}

/** A sum that JSON can carry exactly. */
function exact(sum: number): number {
  return Math.min(sum, Number.MAX_SAFE_INTEGER);
}
