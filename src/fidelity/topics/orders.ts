import type { Topic } from '../rule.ts';

const CREATE_ORDER = 'Checkout for web games, "Create Order"';

export const ORDERS: Topic = {
  name: 'Orders',
  rules: [
    {
      id: 'orders.create',
      standing: 'documented',
      rule: 'An order needs `player_id` and at least one item with a `sku`. The answer has its id and its checkout URL.',
      source: CREATE_ORDER,
    },
    {
      id: 'orders.new-data',
      standing: 'documented',
      rule: 'An unknown SKU is accepted with a name and with a price on the order. The player and the item exist from then on.',
      source: CREATE_ORDER,
    },
    {
      id: 'orders.known-sku',
      standing: 'documented',
      rule: 'A known SKU alone takes name, price and currency from the catalogue.',
      source: CREATE_ORDER,
    },
    {
      id: 'orders.expiry-24h',
      standing: 'documented',
      rule: 'An order can be paid for 24 hours (the specification says 3 days). `expires_at` of the request wins.',
      source: CREATE_ORDER,
      setting: '--order-ttl',
    },
    {
      id: 'orders.expires-at-itself',
      standing: 'our reading',
      rule: 'At `expires_at` itself an order has expired; it can be paid before.',
      source: 'no document says it',
    },
    {
      id: 'orders.price-decimal',
      standing: 'specification',
      rule: '`price_decimal` of an order is the price of the whole order and overrides the prices of its items.',
      source: 'OrderCreate',
    },
    {
      id: 'orders.item-price',
      standing: 'documented',
      rule: 'An item of an order may have its own `price` in minor units and its `currency`, which replace the catalogue price. (The specification has no such fields.)',
      source: 'Purchase from game client, "Create Order"',
    },
    {
      id: 'orders.item-price-or-order-price',
      standing: 'our reading',
      rule: '`price_decimal` or `price_template_id` of the order wins over the prices of its items, which then only decide how the items share it. An item price without a currency is in that of the order, else of the catalogue.',
    },
    {
      id: 'orders.order-id-in-links',
      standing: 'specification',
      rule: '`{order_id}` in the links back to game and store is replaced by the id of the order.',
      source: 'OrderCreate',
    },
    {
      id: 'orders.expire',
      standing: 'specification',
      rule: 'Expiring an order sets its `expires_at` to now; its status stays.',
      source: 'PATCH /v1/orders/{order_id}/expire',
    },
    {
      id: 'orders.expire-open-only',
      standing: 'specification',
      rule: 'Only an order that is `created` or `reattempted` can be expired.',
      source: 'PATCH /v1/orders/{order_id}/expire',
    },
    {
      id: 'orders.country',
      standing: 'specification',
      rule: 'Without `country` the address of the player decides. The emulator takes a setting in its place.',
      source: 'OrderCreate',
      setting: '--default-country',
    },
    {
      id: 'orders.update',
      standing: 'specification',
      rule: 'Only `handled_by_client` of an order can be changed.',
      source: 'PATCH /v1/orders/{order_id}',
    },
    {
      id: 'orders.no-list',
      standing: 'specification',
      rule: 'Orders cannot be listed; payments can.',
      source: 'GET /v1/payments',
    },
    {
      id: 'orders.full-refund',
      standing: 'specification',
      rule: 'A refund takes a reason and no amount: it returns the full amount.',
      source: 'OrderRefund',
    },
    {
      id: 'orders.refund-paid-only',
      standing: 'our reading',
      rule: 'Refunding an order that is not paid, or refunding it twice, is 409.',
    },
    {
      id: 'orders.expire-conflict',
      standing: 'our reading',
      rule: 'Expiring an order in another status is 409. No event tells of an expiry.',
    },
    {
      id: 'orders.unknown-sku',
      standing: 'our reading',
      rule: 'An unknown SKU without a price is 422. The answer names the SKU and what to do.',
    },
    {
      id: 'orders.link-schemes',
      standing: 'our reading',
      rule: 'Links may have any scheme, such as `mygame://` and `intent://`, except those that run script or that the browser or the system handles by itself, which are 422: javascript, vbscript, data, about, blob, file, filesystem, view-source, jar, feed, resource, chrome, edge, browser extensions, ms-*, search-ms, search, shell, hcp, res, mk, mhtml and itms-services. The scheme is read as browsers read it.',
    },
    {
      id: 'orders.country-lock',
      standing: 'our reading',
      rule: '`country_locked` without a country locks the order to the first country that is chosen.',
    },
    {
      id: 'orders.price-shares',
      standing: 'our reading',
      rule: 'The items of an order with a price of its own share it in proportion to their catalogue prices, or equally where one has none. The share of a new item becomes its catalogue price.',
    },
    {
      id: 'orders.mixed-currencies',
      standing: 'our reading',
      rule: 'Items of several currencies are converted to the currency of the order, which is that of its first item unless the order names one.',
    },
    {
      id: 'orders.seed',
      standing: 'our reading',
      rule: 'A fresh emulator has the SKUs of the guides, so that their first requests work at once.',
      setting: '--seed',
    },
    {
      id: 'orders.retention',
      standing: 'our reading',
      rule: 'The newest 100,000 orders are kept, and older ones while something is to come: a pending delivery, a payment in progress, a planned dispute, a subscription that runs, or items that a webhook has not granted. An older order answers 404, and its payments, events and deliveries are gone too. Redemptions of coupons stay.',
      setting: '--keep-orders',
    },
  ],
};
