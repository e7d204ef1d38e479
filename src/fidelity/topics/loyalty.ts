import type { Topic } from '../rule.ts';

export const LOYALTY: Topic = {
  name: 'Loyalty',
  rules: [
    {
      id: 'loyalty.program',
      standing: 'specification',
      rule: 'A game has one loyalty program. The first `GET /v1/loyalty` creates it and answers 201, later ones answer 200.',
      source: 'GET /v1/loyalty',
    },
    {
      id: 'loyalty.new-program',
      standing: 'our reading',
      rule: 'A new program has a period of 30 days, 1 point for a US dollar and no tiers, and is not activated.',
    },
    {
      id: 'loyalty.time-window',
      standing: 'our reading',
      rule: 'A program runs from `activated_at` for `period` days, at most until `end_at`; a repeatable one begins anew each time. A period of 0 days has no end. `time_window` is the present round.',
    },
    {
      id: 'loyalty.paid-orders',
      standing: 'our reading',
      rule: 'A paid order brings its player `eligible_for_loyalty_points`. Without that number, a running program brings `points_rate` points for a US dollar of the amount, rounded down. Events show the number from the payment on.',
    },
    {
      id: 'loyalty.excluded-channels',
      standing: 'specification',
      rule: 'Paid orders of an excluded sales channel bring no points.',
      source: 'LoyaltySettings.excluded_sales_channels',
    },
    {
      id: 'loyalty.channel',
      standing: 'our reading',
      rule: 'Every order of the emulator counts as one of the channel `s2s`.',
    },
    {
      id: 'loyalty.undone-orders',
      standing: 'our reading',
      rule: 'A refund, a lost dispute and a chargeback take the points of the order back.',
    },
    {
      id: 'loyalty.issued-points',
      standing: 'our reading',
      rule: 'Each call that issues points adds them, whether or not the program runs: the specification has no key to tell a repeated request. Player id and user id lead to the same balance. A user without a player is 409.',
    },
    {
      id: 'loyalty.tiers',
      standing: 'our reading',
      rule: 'PUT replaces all tiers. A tier with an `id` keeps it; an unknown one is 404. Unknown items are 422, and items that are deleted later are left out. Tiers are listed by points.',
    },
    {
      id: 'loyalty.stored-only',
      standing: 'our reading',
      rule: 'Requirement expressions and `price_source` are stored and have no effect. Players cannot claim the items of tiers, because the store of the hub page offers no tiers.',
    },
  ],
};
