import { itemPrice, localPrice, type Market } from '../catalogue/prices.ts';
import type { CatalogueItem } from '../model/item.ts';
import type { Price } from '../model/price-template.ts';
import type { SubscriptionPlan } from '../model/subscription.ts';
import { playerKey, type ReadTables } from '../model/tables.ts';

/** The plan of a subscription that has none: a month at the price of the item. */
export const DEFAULT_PLAN: SubscriptionPlan = {
  key: 'monthly',
  name: 'Monthly',
  billingCycle: { periodType: 'month', periodValue: 1 },
  renewalType: 'auto',
  price: null,
  currency: 'USD',
  priceTemplateId: null,
  trialDays: 0,
  graceDays: 0,
  archivedAt: null,
  kept: {},
};

/** The plans in which a subscription can be bought; never empty. Other items have none. */
export function plansOf({ type, plans }: Pick<CatalogueItem, 'type' | 'plans'>): readonly SubscriptionPlan[] {
  if (type !== 'subscription') return [];
  const offered = (plans ?? []).filter(({ archivedAt }) => archivedAt === null);
  return offered.length > 0 ? offered : [DEFAULT_PLAN];
}

/** What a period of the plan costs in a market; `null` if nothing says so. */
export function planPrice(
  tables: ReadTables,
  item: CatalogueItem,
  { price, currency, priceTemplateId }: SubscriptionPlan,
  market: Market,
): Price | null {
  const template = priceTemplateId === null ? undefined : tables.priceTemplates.get(priceTemplateId);
  if (template?.gameId === item.gameId) return localPrice(template, market);
  return price === null ? itemPrice(tables, item, market) : { amount: Math.max(0, price), currency };
}

/** Whether the plan begins with a trial for this player: only the player's first subscription of the SKU does. */
export function beginsWithTrial(
  tables: Pick<ReadTables, 'subscriptions'>,
  gameId: string,
  playerId: string,
  sku: string,
  { trialDays }: SubscriptionPlan,
): boolean {
  if (trialDays === 0) return false;
  return !tables.subscriptions.by('player', playerKey(gameId, playerId)).some((one) => one.sku === sku);
}

/** For how many days a subscription is locked whose renewal stays unpaid; 0 if it ends instead. */
export function lockDays({ kept }: SubscriptionPlan): number {
  const days = kept['account_lock_duration'];
  return typeof days === 'number' && days > 0 ? days : 0;
}

export function allowsPause({ kept }: SubscriptionPlan): boolean {
  return kept['is_pause_allowed'] === true;
}
