import type { Topic } from '../rule.ts';

export const PLAYERS: Topic = {
  name: 'Players and users',
  rules: [
    {
      id: 'players.attributes',
      standing: 'our reading',
      rule: 'Attributes of a player are merged one by one, also those in `player_info` of an order. `banned` and `segments` of an update are stored and have no effect.',
    },
    {
      id: 'players.marketing-consent',
      standing: 'our reading',
      rule: '`player.marketing_consent.updated` is sent only when something changed. Granting consent sets the email of the player.',
    },
    {
      id: 'players.refresh-store',
      standing: 'our reading',
      rule: '`refresh_store` of one player sends `store.get` for that player, whether or not the hub page is open. That of all players sends it for the `player_id` of the query, which the specification requires, and for everybody who is logged in on the hub page.',
    },
    {
      id: 'players.login-link',
      standing: 'our reading',
      rule: 'The authorization link leads to the hub page and is valid for 5 minutes. Opening it does not use its token up: that does `POST /v1/users/authenticate`, where any other token is 422.',
    },
    {
      id: 'players.login-nonce',
      standing: 'specification',
      rule: 'The `nonce` of a login request is a parameter of its `authorization_url`.',
      source: 'LoginRequest',
    },
    {
      id: 'players.linking',
      standing: 'our reading',
      rule: 'Linking takes a player from its earlier user. Linking to a user that has another player is 409. An unlinked player gets a new user.',
    },
  ],
};
