import type { Topic } from '../rule.ts';

export const HUB: Topic = {
  name: 'The hub and the answers that it uses',
  rules: [
    {
      id: 'hub.verify-answer',
      standing: 'documented',
      rule: 'An answer to `player.verify` has `player_id`, `name` and `attributes`. A 2xx answer without them is a failure that names what is missing.',
      source: 'Player Verify Webhook, "Response schema"',
    },
    {
      id: 'hub.lookup-answer',
      standing: 'documented',
      rule: 'A game answers `player.lookup` with the characters of the account, and refuses with 200, the status `error` and a code.',
      source: 'Composite Authorization, "Step 1: Handle player.lookup Webhook for Partial Identity"',
    },
    {
      id: 'hub.store-answer',
      standing: 'documented',
      rule: 'An answer to `store.get` has `items`, each with a `sku`. The fields that an item has override those of the catalogue.',
      source: 'Store Get Webhook, "Response schema"',
    },
    {
      id: 'hub.verify-refusal',
      standing: 'documented',
      rule: 'A game refuses a player with 4xx and an error body. The page shows its message, and the player is not let in.',
      source: 'Player Verify Webhook, "Requirements"',
    },
    {
      id: 'hub.no-retries',
      standing: 'our reading',
      rule: '`player.verify`, `player.lookup` and `store.get` are sent once, because the player waits for the answer. Without one in time, or with one that cannot be used, the page says so.',
      setting: '--attempt-timeout',
    },
    {
      id: 'hub.no-webhook',
      standing: 'our reading',
      rule: 'If no webhook takes `player.verify`, every player is let in. If none takes `store.get`, the store shows the catalogue.',
    },
    {
      id: 'hub.several-webhooks',
      standing: 'our reading',
      rule: 'If several webhooks take the event, the refusal or failure of one decides; else the answer of the first is used.',
    },
    {
      id: 'hub.banned',
      standing: 'our reading',
      rule: 'A player whom the game verifies as `banned` is not let in.',
    },
    {
      id: 'hub.profile',
      standing: 'our reading',
      rule: 'What a game says about a verified player is kept: name, attributes, country and email among it.',
    },
    {
      id: 'hub.redeem',
      standing: 'our reading',
      rule: 'The redeem page verifies the player before it redeems a code. The dashboard and the control API redeem without.',
    },
    {
      id: 'hub.redeem-language',
      standing: 'our reading',
      rule: 'The redeem page takes the language of the browser, else English. It has the languages of the checkout page.',
    },
    {
      id: 'hub.purchase',
      standing: 'documented',
      rule: '`store.get` is sent when a player logs in, opens the store and buys something. The name and the price that the game gives an item are those of the order.',
      source: 'Store Get Webhook (introduction)',
    },
    {
      id: 'hub.composite-ids',
      standing: 'our reading',
      rule: 'A character that `player.lookup` found has the player id that its components give, joined by colons. Its `player.verify` has the components too, as `player`, and so has `context.player`.',
    },
  ],
};
