import type { Topic } from './topic.ts';

/** Items, categories, prices and locales. */
export const CATALOGUE_TOPICS: readonly Topic[] = [
  {
    topic: 'Catalogue',
    reading: [
      'References to nested items, fallback items, categories and price templates must exist, else 422; `rarity_id` and `item_template_id` are kept unchecked.',
      'A nested item is found by `sku`, else by `id`; a bundle or a category inside itself is 422.',
      'Fields left out of PUT, bulk PUT or PATCH stay as they are; naming a record twice in one bulk request is 409; a bulk call changes everything or nothing.',
      'An empty text takes away `image_url`, `price_template_id`, `fallback_item_id`, `rarity_id` or `parent_id`; `archived_at: 0` brings an item back.',
      "A deleted item's SKU is free again; deleting is 409 while another item holds it or falls back on it.",
      'Deleting a category takes it off its items and moves its children to the top.',
      'Lists run oldest first, categories by position; missing sort values come last; without `state`, active and archived items are both listed.',
      '`search_string` looks in name and SKU, in any case; `price` sorts by value in US dollars.',
      '`discount_percent`, `bonus_percent`, `price_point` and `reward_points_price` of an item are kept but not applied to orders.',
      "Items whose price the order overrides share it by their catalogue prices, else equally; a new item's share becomes its catalogue price.",
      "Items of several currencies in one order are converted by fixed rates to the order's currency, which is the first item's unless given.",
    ],
  },
  {
    topic: 'Bundles, prices and locales',
    reading: [
      'A nested `count` below 1, or missing, counts as 1; counts are not multiplied through levels of nesting.',
      'The quantity of a fallback item is `fallback_item_quantity`, else its own; its three price fields are null, and it is one level deep.',
      'A system item inside a bundle is left out of webhooks, and a system fallback is dropped.',
      "An archived item can't be ordered (422), but is still granted inside a bundle.",
      "A price template's price is in US cents; it wins over the item's own price, and `price_decimal` wins over both.",
      'Country prices of a template are converted by fixed rates unless custom; a custom price for the platform wins over the one for `any`.',
      'An order without a country is priced for the default country; `currency_preferred` takes the base price.',
      'A template key is unique in a game (409); when a template is deleted, its items keep its price.',
      'An unknown cursor gives an empty page; `starting_after` wins over `ending_before`; a country that is not listed has US dollars in `price_points`.',
      'The status of a locale is always `clean`; its statistics count the names and descriptions of items.',
    ],
  },
];
