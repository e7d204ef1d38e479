import type { Topic } from '../rule.ts';

const EVENT_SCHEMA = 'Webhook Overview, "Schema"';

export const EVENTS: Topic = {
  name: 'Events',
  rules: [
    {
      id: 'events.envelope',
      standing: 'documented',
      rule: 'All events have the same envelope.',
      source: EVENT_SCHEMA,
    },
    {
      id: 'events.transaction-id',
      standing: 'documented',
      rule: 'Events of one transaction share `transaction_id`.',
      source: EVENT_SCHEMA,
    },
    {
      id: 'events.idempotency-key',
      standing: 'documented',
      rule: 'The `idempotency_key` of an event is the same for all its attempts.',
      source: EVENT_SCHEMA,
    },
    {
      id: 'events.player-verify-key',
      standing: 'documented',
      rule: 'The `idempotency_key` of `player.verify` is null.',
      source: `${EVENT_SCHEMA} (sample)`,
    },
    {
      id: 'events.player-context',
      standing: 'documented',
      rule: '`context.player` is sent only to webhooks with `player_context_enabled`.',
      source: 'Webhook Overview, context of an event',
    },
    {
      id: 'events.items',
      standing: 'documented',
      rule: '`item.add` and `item.remove` have their items in `items`. The deprecated `item_id` and `sku` are sent too.',
      source: 'Item Add Webhook, "The Event Data schema"',
    },
    {
      id: 'events.coupon-redeemed',
      standing: 'documented',
      rule: 'Redeeming a code for free items sends `item.add` and `coupon.redeemed`.',
      source: 'Item Add Webhook (introduction); Coupon Redeemed Webhook (introduction)',
    },
    {
      id: 'events.test-trigger',
      standing: 'documented',
      rule: 'Test events have the trigger `test`.',
      source: 'Dashboard guide, test events of a webhook',
    },
    {
      id: 'events.api-request',
      standing: 'documented',
      rule: 'An event that an API request caused has its id as `request_id`; every other event has null.',
      source: 'Webhook Overview, "The Event schema"',
    },
    {
      id: 'events.store-data',
      standing: 'documented',
      rule: 'The data of `store.get` are `player_id`, `is_anonymous`, `placement_keys`, `category_slugs`, `current_page_path` and `locale`.',
      source: 'Store Get Webhook, "Request schema"',
    },
    {
      id: 'events.push-data',
      standing: 'documented',
      rule: 'The data of `ingame.push` and `ingame.popup` are `player_id`, `title`, `body`, `icon` and `url`. The emulator sends both only as test events.',
      source: 'Webhook guides of ingame.push and ingame.popup (samples)',
    },
    {
      id: 'events.analytics-data',
      standing: 'documented',
      rule: 'The data of an analytics event have `name`, `action` and `label`. The emulator sends them only as test events.',
      source: 'Webhook guides of the analytics events (samples)',
    },
    {
      id: 'events.free-item-price',
      standing: 'documented',
      rule: 'A free item has null `price`, `price_decimal` and `currency` in `item.*` and `order.*`. `coupon.redeemed` shows the catalogue price of the item.',
      source: 'Item Add Webhook, "The Item schema"; Coupon Redeemed Webhook, "Request schema"',
    },
    {
      id: 'events.composite-player',
      standing: 'documented',
      rule: '`context.player.player` holds the components of a composite player id. Without composite ids it is null.',
      source: 'Webhook Overview, context of an event',
    },
    {
      id: 'events.redemption-context',
      standing: 'documented',
      rule: 'The `context` of `coupon.redeemed` is null, or has the player for a webhook with `player_context_enabled`. The `item.add` of a redemption has `context` with a null `order`.',
      source: 'Webhook Overview, context of an event',
    },
    {
      id: 'events.context-country',
      standing: 'documented',
      rule: '`context.order.country` is the country of the payment method: that of the test card, where one is published. The `country` of a payment is the billing country of the checkout.',
      source: 'Webhook Overview, context of an event',
    },
    {
      id: 'events.order-data',
      standing: 'documented',
      rule: 'Items of `order.*` have `id`, `name`, `description`, `sku`, `quantity`, `price`, `price_decimal`, `currency`, `type` and `nested_items`. `payment_currency` is sent once a payment exists.',
      source: 'Order Created Webhook, "Request schema"; Order Paid Webhook, "Request schema"',
    },
    {
      id: 'events.order-created-at-creation',
      standing: 'our reading',
      rule: '`order.created` is sent when the order is created, not when its checkout page is opened: the sources disagree.',
    },
    {
      id: 'events.order-country',
      standing: 'our reading',
      rule: 'The `country` of `order.*` is that of the order, else that of the player, else the default country. It is never null.',
      setting: '--default-country',
    },
    {
      id: 'events.marketing-consent',
      standing: 'documented',
      rule: 'The data of `player.marketing_consent.updated` are `player_id` and `email` with `address`, `granted_at` and `revoked_at`. The trigger says whether consent was granted or revoked, and the `idempotency_key` is null.',
      source: 'Marketing Consent Webhooks, "Trigger values" and "Request schema"',
    },
    {
      id: 'events.fraud-data',
      standing: 'documented',
      rule: 'A fraud report of a card payment has the `payment_method` `cards` and the `fraud_type` `card_stolen`.',
      source: 'Fraud Reported Webhook, "Request schema"',
    },
    {
      id: 'events.event-id',
      standing: 'our reading',
      rule: 'One event keeps its `event_id` and its `idempotency_key` for all webhooks, attempts and resends.',
    },
    {
      id: 'events.deprecated-item-keys',
      standing: 'our reading',
      rule: '`item_id` and `sku` are those of the first item.',
    },
    {
      id: 'events.per-change',
      standing: 'our reading',
      rule: 'Which events a change sends follows from their published names. A chargeback may come without a dispute before it.',
    },
    {
      id: 'events.transactions',
      standing: 'our reading',
      rule: 'Each payment, each refund and each step of a dispute is a transaction of its own.',
    },
    {
      id: 'events.payment-data',
      standing: 'our reading',
      rule: 'The `event_data` of `payment.*` has the fields of a payment as the API reads it, and the id of the payment as `id` (as in the guides) beside `payment_id` (as in the specification).',
    },
    {
      id: 'events.triggers',
      standing: 'our reading',
      rule: 'The trigger of `order.*`, `payment.*` and `fraud.reported` is null. Only item and coupon events name one.',
    },
    {
      id: 'events.request-id',
      standing: 'our reading',
      rule: 'Events of a refund by API request carry its `request_id`. Events of a refund on a page carry none.',
    },
    {
      id: 'events.test-events',
      standing: 'our reading',
      rule: 'A test event goes to any enabled webhook, subscribed or not, once and without retries. Bodies of event types whose fields are not published are plausible guesses.',
    },
    {
      id: 'events.retention',
      standing: 'our reading',
      rule: 'The newest 10,000 events are kept with their deliveries, and older ones while a delivery is pending, or while the player of a paid order has not got the items that one asked for.',
      setting: '--keep-events',
    },
  ],
};
