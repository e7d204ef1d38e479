import type { Topic } from '../rule.ts';

export const GDPR_REQUESTS: Topic = {
  name: 'GDPR requests',
  rules: [
    {
      id: 'gdpr.person',
      standing: 'our reading',
      rule: 'A request names a person by `email`, `user_id` or `player_id`: at least one (422), and all that are given must hold (404). An address fits every player that has it, in any case.',
    },
    {
      id: 'gdpr.at-once',
      standing: 'our reading',
      rule: 'The data is removed before the answer, and no webhook tells of it. A second request is 404, because the person is not known any more.',
    },
    {
      id: 'gdpr.removed',
      standing: 'our reading',
      rule: 'The player and the user go (404), with loyalty points, achievements, scores under the player id, reported events and sessions. The same player id makes a new player later.',
    },
    {
      id: 'gdpr.kept',
      standing: 'our reading',
      rule: 'Orders, payments and redemptions stay with the player id and the country, without email, name, attributes, IP address, user agent, postal code and the last digits of the card. Running subscriptions are canceled, which `subscription.updated` tells. The logs of requests and deliveries keep what was sent before.',
    },
  ],
};
