import type { ItemSource } from '../model/item.ts';
import type { OrderItem, OrderPart } from '../model/order.ts';
import { toMajor } from '../money.ts';

/** An item of `item.add` and `item.remove`. A free item has no price: its three price fields are null. */
export function grantedItem(item: OrderItem) {
  return {
    ...grantedPart(item),
    price: item.price,
    price_decimal: item.price === null ? null : toMajor(item.price, item.currency),
    currency: item.price === null ? null : item.currency,
    fallback_item: item.fallbackItem && grantedFallback(item.fallbackItem),
  };
}

export interface GrantedPart extends Pick<
  OrderPart,
  'id' | 'name' | 'description' | 'sku' | 'quantity' | 'type'
> {
  readonly nested_items: readonly GrantedPart[] | null;
}

/** What a bundle holds; the platform's own items are left out of webhooks here too. */
function grantedPart(part: OrderPart): GrantedPart {
  return {
    id: part.id,
    name: part.name,
    description: part.description,
    sku: part.sku,
    quantity: part.quantity,
    type: part.type,
    nested_items: part.nestedItems?.filter(({ isSystem }) => !isSystem).map(grantedPart) ?? null,
  };
}

/** Nobody pays for a fallback item, so it is told like a free one. */
function grantedFallback(part: OrderPart) {
  return { ...grantedPart(part), price: null, price_decimal: null, currency: null, fallback_item: null };
}

/** `OrderItemRead` of the published specification: what is unset is absent, not null. */
export function orderItemRead(item: OrderItem) {
  return {
    ...itemRead(item),
    ...(item.selectedPlanKey !== null && { selected_plan_key: item.selectedPlanKey }),
    currency: item.currency,
    ...(item.price !== null && { price: item.price, price_decimal: toMajor(item.price, item.currency) }),
  };
}

/** `Item` of the published specification: an order's item without its price. */
export function itemRead(item: OrderItem): object {
  return partRead(item, item.source);
}

function partRead(part: OrderPart, source: ItemSource): object {
  return {
    id: part.id,
    sku: part.sku,
    name: part.name,
    source,
    ...(part.description !== null && { description: part.description }),
    ...(part.imageUrl !== null && { image_url: part.imageUrl }),
    quantity: part.quantity,
    ...(part.nestedItems && { nested_items: part.nestedItems.map((nested) => partRead(nested, 'bundle')) }),
  };
}
