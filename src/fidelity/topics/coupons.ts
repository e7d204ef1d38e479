import type { Topic } from '../rule.ts';

export const COUPONS: Topic = {
  name: 'Coupons',
  rules: [
    {
      id: 'coupons.redeemed-when-paid',
      standing: 'our reading',
      rule: 'A coupon counts as redeemed when its order is paid. A refund does not give it back.',
    },
    {
      id: 'coupons.unusable-code',
      standing: 'our reading',
      rule: 'An unknown or unusable `coupon_code` of a new order is 422 at that field.',
    },
    {
      id: 'coupons.exact-codes',
      standing: 'our reading',
      rule: 'Codes are compared exactly, upper and lower case included. Only the pages remove spaces around them.',
    },
    {
      id: 'coupons.us-cents',
      standing: 'our reading',
      rule: '`min_amount` and `discount_amount_usd` are US cents. `min_amount` is compared with the amount before the coupon.',
    },
    {
      id: 'coupons.balance',
      standing: 'our reading',
      rule: '`discount_fixed` is a balance: paid orders draw on it, and an empty balance counts as used up.',
    },
    {
      id: 'coupons.discount',
      standing: 'our reading',
      rule: 'A coupon lowers what `discount_percent` of the order has left, and only of the items it applies to. The prices of the items stay.',
    },
    {
      id: 'coupons.one-per-order',
      standing: 'our reading',
      rule: 'An order has one coupon; a new one replaces it.',
    },
    {
      id: 'coupons.stored-only',
      standing: 'our reading',
      rule: 'Stacking, percent limits, requirement expressions and categories of a coupon are stored and have no effect.',
    },
    {
      id: 'coupons.bonus',
      standing: 'our reading',
      rule: 'A bonus adds a free item for each item it applies to, percentages rounded down. Free items of a coupon join the order with exactly the given quantity.',
    },
    {
      id: 'coupons.types-on-orders',
      standing: 'our reading',
      rule: 'The types `free_item`, `vc` and `discount_reward_point` are refused on orders. `non_benefit` changes no price.',
    },
    {
      id: 'coupons.switched-off',
      standing: 'our reading',
      rule: '`coupons_enabled: false` closes the field of the page; the `coupon_code` that the game sends is still used.',
    },
    {
      id: 'coupons.limits',
      standing: 'our reading',
      rule: 'Limits are checked when a coupon is put on an order and again when a payment starts (409). "Per user" counts per player.',
    },
    {
      id: 'coupons.held-by-payments',
      standing: 'our reading',
      rule: 'A payment under way (in 3-D Secure, or held) holds its coupon and its part of a balance as if they were redeemed. A payment that ends unpaid gives both back.',
    },
    {
      id: 'coupons.empty-lists',
      standing: 'our reading',
      rule: 'Empty lists of items or players restrict nothing. The earlier of `end_at` and `expires_at` counts.',
    },
    {
      id: 'coupons.operations',
      standing: 'our reading',
      rule: 'An unknown free `item_id` is 422. A bulk PATCH moves all coupons or none (404). The code of a deleted coupon can be used again.',
    },
    {
      id: 'coupons.of-a-user',
      standing: 'our reading',
      rule: 'The coupons of a user are those it redeemed and those whose `player_ids` name its player.',
    },
    {
      id: 'coupons.redeem',
      standing: 'our reading',
      rule: 'Redeeming a code creates an unknown player. The reason in `item.add` is `Coupon redeemed CODE`.',
    },
  ],
};
