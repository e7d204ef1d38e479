import type { Topic } from '../rule.ts';

export const SUBSCRIPTIONS: Topic = {
  name: 'Subscriptions',
  rules: [
    {
      id: 'subscriptions.activation',
      standing: 'documented',
      rule: '`subscription.activated` is sent when a subscription becomes active: when its order is paid. Its data is the subscription of the specification and the `player_id`.',
      source: 'Subscription Webhooks, "Webhook events"',
    },
    {
      id: 'subscriptions.renewal',
      standing: 'documented',
      rule: '`subscription.renewed` is sent when a recurring payment succeeds, with the new `effective_until`. When periods have passed while the emulator was stopped, the subscription is renewed once, from the time of the start on.',
      source: 'Subscription Webhooks, "Webhook events"',
    },
    {
      id: 'subscriptions.cancellation',
      standing: 'documented',
      rule: 'A canceled subscription runs until `effective_until` and then expires. Canceling it twice changes nothing; one that has ended is 409.',
      source: 'Subscription Webhooks, "Subscription statuses"',
    },
    {
      id: 'subscriptions.trial',
      standing: 'documented',
      rule: 'A trial begins with `subscription.activated` and the status `trial`; after its first payment Aghanim sends `subscription.updated` with the status `active`. Here its order costs nothing, and a player gets one trial for each SKU.',
      source: 'Subscription Webhooks, "Common scenarios"',
    },
    {
      id: 'subscriptions.reactivation',
      standing: 'specification',
      rule: 'Reactivating a canceled subscription is 200, one that has ended 201 with a new subscription, and any other 204. `is_reactivation_allowed` of the plan has no effect on the API.',
      source: 'reactivate_player_subscription',
    },
    {
      id: 'subscriptions.effective',
      standing: 'our reading',
      rule: 'A subscription is effective until `effective_until`, unless it has ended before. Those of a player are listed oldest first.',
    },
    {
      id: 'subscriptions.plans',
      standing: 'our reading',
      rule: 'The items API takes `subscription_settings`, which the specification has for items of a store. Without plans, a subscription has a monthly one at the price of the item. An order without `selected_plan_key` gets the first plan that is not archived; a key that the item does not have is 422.',
    },
    {
      id: 'subscriptions.price',
      standing: 'our reading',
      rule: 'A renewal costs what the catalogue says when the subscription is bought. Coupons, discounts and the price of the order lower the first payment only.',
    },
    {
      id: 'subscriptions.granting',
      standing: 'our reading',
      rule: 'Games hear of subscriptions by `subscription.*` events: an order of nothing else sends no `item.add` and counts as granted.',
    },
    {
      id: 'subscriptions.renewal-orders',
      standing: 'our reading',
      rule: 'Each renewal is an order with a payment of its own, with their events. It is charged to the card of the last payment, and to a working test card if there was none.',
    },
    {
      id: 'subscriptions.grace',
      standing: 'our reading',
      rule: 'When a renewal fails, a plan with a grace period keeps the benefits for that time, and the order of the renewal can still be paid. The subscription ends, or is locked, with the grace period, with the next failure, or at once if the plan has none.',
    },
    {
      id: 'subscriptions.lock',
      standing: 'our reading',
      rule: 'When a renewal stays unpaid, a plan with `account_lock_duration` locks the subscription for so many days instead of ending it. The benefits end with `subscription.deactivated` and the status `locked`; a payment, or the operation that reactivates, sends `subscription.activated`; otherwise it expires with `subscription.updated`. The specification has the duration and the status alone.',
    },
    {
      id: 'subscriptions.offers',
      standing: 'our reading',
      rule: 'A player gets the first offer of the plan that is open: `new_acquisition` for a first subscription of the SKU, `returning` when all earlier ones have ended, no rules for everybody, until `activation_limits` subscriptions of the game have it. `discount_percent` lowers the first payment, `trial_extension` and `grace_extension` add days, and `plan.offer` names it. The specification has these fields, and does not say how they work together.',
    },
    {
      id: 'subscriptions.pause',
      standing: 'our reading',
      rule: 'The specification has the status `paused` and `is_pause_allowed`, and no operation that pauses: here the control API and the dashboard pause and resume. A pause takes the benefits at once (`subscription.deactivated`) and keeps the rest of the period for its end (`subscription.activated`).',
    },
    {
      id: 'subscriptions.stored-only',
      standing: 'our reading',
      rule: 'The fields `grace_mode`, `change_payment_mode`, `is_downgrade_supported`, `is_reactivation_allowed`, `benefits`, `nested_items`, `price_point` and `type` of a plan are stored and returned, and have no effect.',
    },
    {
      id: 'subscriptions.no-renewal',
      standing: 'our reading',
      rule: 'The subscription of a plan with `no_renew` expires at the end of its period.',
    },
    {
      id: 'subscriptions.refund',
      standing: 'our reading',
      rule: 'A subscription ends at once when the order of its current period is refunded or charged back.',
    },
    {
      id: 'subscriptions.periods',
      standing: 'our reading',
      rule: 'A month ends on the same day of the next month, or on its last day, in UTC.',
    },
    {
      id: 'subscriptions.statuses',
      standing: 'our reading',
      rule: 'The statuses `ended` and `pending` are never used.',
    },
  ],
};
