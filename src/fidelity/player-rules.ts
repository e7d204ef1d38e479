import type { Topic } from './topic.ts';

/** Coupons, players, users and payments. */
export const PLAYER_TOPICS: readonly Topic[] = [
  {
    topic: 'Coupons',
    documented: ['A redeemed code for free items sends `item.add` and `coupon.redeemed`.'],
    reading: [
      'A coupon counts as redeemed when its order is paid; a refund gives nothing back.',
      'An unknown or unusable `coupon_code` at creation is 422 at that field.',
      'Codes are compared exactly, upper and lower case apart; only the pages trim spaces.',
      "`min_amount` and `discount_amount_usd` are US cents; `min_amount` is compared with the order's amount before the coupon.",
      '`discount_fixed` is a balance: paid orders draw on it, and an empty balance counts as used up.',
      'A coupon lowers what `discount_percent` has left, and only of its applicable items; the prices of the lines stay.',
      'An order has one coupon; a new one replaces it. Stacking, percent limits, requirement expressions and categories are kept but not acted on.',
      'A bonus adds a free line for each applicable item, percentages rounded down; free items of a coupon join the order with exactly the given quantity.',
      'The types `free_item`, `vc` and `discount_reward_point` are refused on orders; `non_benefit` has no effect.',
      "`coupons_enabled: false` closes the field of the page, not the game's own `coupon_code`.",
      'Limits are checked when a coupon is put on and again when a payment starts (409); "per user" counts per player.',
      'A payment under way (3-D Secure, or held) holds its coupon and its part of a balance as if redeemed; a payment that ends unpaid gives both back.',
      'Empty lists restrict nothing; the earlier of `end_at` and `expires_at` counts.',
      "An unknown free `item_id` is 422; a bulk PATCH moves all coupons or none (404); a deleted coupon's code is free again.",
      "A user's coupons are those redeemed and those whose `player_ids` name the player.",
      'Redeeming creates unknown players; the reason in `item.add` is `Coupon redeemed CODE`.',
    ],
  },
  {
    topic: 'Players, users and payments',
    reading: [
      "Attributes of a player are merged one by one, those of an order's `player_info` too; `banned` and `segments` are only kept.",
      "`player.marketing_consent.updated` is sent only when something changed; granting sets the player's email.",
      '`refresh_store` succeeds and sends nothing: there is no store page here.',
      'The authorization link leads to the redeem page with a token that is valid once, for 5 minutes; another token is 422.',
      'Linking takes a player from its earlier user; a user who has another player already is 409; an unlinked player gets a new user.',
      'Payments are listed newest first; ranges include both ends; an unknown status finds nothing.',
    ],
  },
];
