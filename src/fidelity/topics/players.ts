import type { Topic } from '../rule.ts';

export const PLAYERS: Topic = {
  name: 'Players and users',
  rules: [
    {
      id: 'players.attributes',
      standing: 'our reading',
      rule: 'Attributes of a player are merged one by one, also those in `player_info` of an order. `banned` and `segments` are stored and have no effect.',
    },
    {
      id: 'players.marketing-consent',
      standing: 'our reading',
      rule: '`player.marketing_consent.updated` is sent only when something changed. Granting consent sets the email of the player.',
    },
    {
      id: 'players.refresh-store',
      standing: 'our reading',
      rule: '`refresh_store` succeeds and sends nothing: the emulator has no store page.',
    },
    {
      id: 'players.login-link',
      standing: 'our reading',
      rule: 'The authorization link leads to the redeem page. Its token is valid once and for 5 minutes; any other token is 422.',
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
