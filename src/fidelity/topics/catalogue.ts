import type { Topic } from '../rule.ts';

export const CATALOGUE: Topic = {
  name: 'Catalogue',
  rules: [
    {
      id: 'catalogue.references',
      standing: 'our reading',
      rule: 'References to nested items, fallback items, categories and price templates must exist, else 422. `rarity_id` and `item_template_id` are stored unchecked.',
    },
    {
      id: 'catalogue.nested-items',
      standing: 'our reading',
      rule: 'A nested item is found by `sku`, else by `id`. A bundle or a category inside itself is 422.',
    },
    {
      id: 'catalogue.updates',
      standing: 'our reading',
      rule: 'Fields left out of PUT, bulk PUT or PATCH stay as they are. Naming a record twice in one bulk request is 409. A bulk request changes everything or nothing.',
    },
    {
      id: 'catalogue.empty-text',
      standing: 'our reading',
      rule: 'An empty text removes `image_url`, `price_template_id`, `fallback_item_id`, `rarity_id` or `parent_id`. `archived_at: 0` restores an archived item.',
    },
    {
      id: 'catalogue.delete-item',
      standing: 'our reading',
      rule: 'The SKU of a deleted item can be used again. Deleting an item is 409 while another item contains it or falls back on it.',
    },
    {
      id: 'catalogue.delete-category',
      standing: 'our reading',
      rule: 'Deleting a category removes it from its items and moves its children to the top.',
    },
    {
      id: 'catalogue.lists',
      standing: 'our reading',
      rule: 'Lists run oldest first, categories by position. Records without the value that is sorted by come last. Without `state`, active and archived items are both listed.',
    },
    {
      id: 'catalogue.search',
      standing: 'our reading',
      rule: '`search_string` looks in name and SKU and ignores case. `price` sorts by the value in US dollars.',
    },
    {
      id: 'catalogue.stored-only',
      standing: 'our reading',
      rule: '`discount_percent`, `bonus_percent`, `price_point` and `reward_points_price` of an item are stored and have no effect on orders.',
    },
  ],
};

export const BUNDLES: Topic = {
  name: 'Bundles and fallback items',
  rules: [
    {
      id: 'bundles.nested-count',
      standing: 'our reading',
      rule: 'A nested `count` that is missing or below 1 counts as 1.',
    },
    {
      id: 'bundles.nested-quantity',
      standing: 'our reading',
      rule: 'The quantity of a nested item is its count in the bundle times its own quantity. Counts are not multiplied through levels of nesting.',
    },
    {
      id: 'bundles.fallback-item',
      standing: 'our reading',
      rule: 'The quantity of a fallback item is `fallback_item_quantity`, else its own. Its three price fields are null, and it has no fallback item itself.',
    },
    {
      id: 'bundles.system-items',
      standing: 'our reading',
      rule: 'A system item inside a bundle is left out of webhooks, and so is a system item to fall back on.',
    },
    {
      id: 'bundles.archived-items',
      standing: 'our reading',
      rule: 'An archived item cannot be ordered (422), but is still granted as part of a bundle.',
    },
  ],
};

export const PRICES: Topic = {
  name: 'Price templates and locales',
  rules: [
    {
      id: 'prices.templates',
      standing: 'our reading',
      rule: 'The price of a template is in US cents. It wins over the price of the item, and `price_decimal` of an order wins over both.',
    },
    {
      id: 'prices.countries',
      standing: 'our reading',
      rule: 'A template has a converted price for each country, unless it has a custom one. A custom price for the platform wins over the one for `any`.',
    },
    {
      id: 'prices.default-country',
      standing: 'our reading',
      rule: 'An order without a country is priced for the default country. With `currency_preferred` it has the base price.',
      setting: '--default-country',
    },
    {
      id: 'prices.template-keys',
      standing: 'our reading',
      rule: 'The key of a template is unique in a game (409). When a template is deleted, its items keep its price.',
    },
    {
      id: 'prices.cursors',
      standing: 'our reading',
      rule: 'An unknown cursor gives an empty page. `starting_after` wins over `ending_before`.',
    },
    {
      id: 'prices.unlisted-country',
      standing: 'our reading',
      rule: 'A country without prices of its own has US dollars in `price_points`.',
    },
    {
      id: 'locales.statistics',
      standing: 'our reading',
      rule: 'The status of a locale is always `clean`. Its statistics count the names and descriptions of items.',
    },
  ],
};
