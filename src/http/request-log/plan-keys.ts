import { findItem } from '../../domain/catalogue/items.ts';
import type { Game } from '../../domain/model/game.ts';
import type { ReadTables } from '../../domain/model/tables.ts';

/** Finds the fields of an order that select a plan of an item that is no subscription: they have no effect. */
export type IgnoredPlanKeys = (order: unknown) => readonly string[];

export function ignoredPlanKeys(tables: ReadTables, game: Game): IgnoredPlanKeys {
  return (order) => {
    const items = fieldOf(order, 'items');
    if (!Array.isArray(items)) return [];
    return items.flatMap((item: unknown, index) => {
      const [sku, key] = [fieldOf(item, 'sku'), fieldOf(item, 'selected_plan_key')];
      if (typeof sku !== 'string' || typeof key !== 'string') return [];
      const isSubscription = findItem({ tables }, game.id, sku)?.type === 'subscription';
      return isSubscription ? [] : [`items[${index}].selected_plan_key`];
    });
  };
}

function fieldOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Readonly<Record<string, unknown>>)[name];
}
