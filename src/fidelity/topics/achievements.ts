import type { Topic } from '../rule.ts';

export const ACHIEVEMENTS: Topic = {
  name: 'Achievements',
  rules: [
    {
      id: 'achievements.type',
      standing: 'our reading',
      rule: 'The type of an achievement is unique in its game, because `unlock` names the achievement by it (409). A bulk PATCH changes all achievements or none.',
    },
    {
      id: 'achievements.unlock-twice',
      standing: 'our reading',
      rule: 'Unlocking an achievement that the player has succeeds and changes nothing. No webhook is sent: no event type is about achievements.',
    },
    {
      id: 'achievements.by-itself',
      standing: 'our reading',
      rule: 'An achievement of the type `first_purchase` is unlocked by the first paid order of a player, and one of the type `first_visit` by the first login on the hub page. All others are unlocked by calls only.',
    },
    {
      id: 'achievements.unlock-unknown',
      standing: 'our reading',
      rule: 'A player that the game has never named, and a type that no achievement has, are 404.',
    },
  ],
};
