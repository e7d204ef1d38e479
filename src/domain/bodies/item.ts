import type { OrderItem } from '../model/order.ts';
import { toMajor } from '../money.ts';

/** An item of `item.add` and `item.remove`. A free item has no price: its three price fields are null. */
export function grantedItem(item: OrderItem) {
  const free = item.price === null;
  return {
    id: item.id,
    name: item.name,
    description: item.description,
    sku: item.sku,
    quantity: item.quantity,
    price: item.price,
    price_decimal: item.price === null ? null : toMajor(item.price, item.currency),
    currency: free ? null : item.currency,
    type: 'item',
    nested_items: null,
    fallback_item: null,
  };
}

/** `OrderItemRead` of the published specification: what is unset is absent, not null. */
export function orderItemRead(item: OrderItem) {
  return {
    id: item.id,
    sku: item.sku,
    name: item.name,
    source: item.source,
    ...(item.description !== null && { description: item.description }),
    ...(item.imageUrl !== null && { image_url: item.imageUrl }),
    quantity: item.quantity,
    ...(item.selectedPlanKey !== null && { selected_plan_key: item.selectedPlanKey }),
    currency: item.currency,
    ...(item.price !== null && { price: item.price, price_decimal: toMajor(item.price, item.currency) }),
  };
}

/** `Item` of the published specification: an order's item without its price. */
export function itemRead(item: OrderItem) {
  return {
    id: item.id,
    sku: item.sku,
    name: item.name,
    source: item.source,
    ...(item.description !== null && { description: item.description }),
    ...(item.imageUrl !== null && { image_url: item.imageUrl }),
    quantity: item.quantity,
  };
}
