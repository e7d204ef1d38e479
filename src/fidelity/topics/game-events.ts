import type { Topic } from '../rule.ts';

export const GAME_EVENTS: Topic = {
  name: 'Events of games',
  rules: [
    {
      id: 'reports.no-campaigns',
      standing: 'our reading',
      rule: '`POST /v1/events` records the event and answers `{}`. Campaigns do not run in the emulator, so that it starts none and sends no webhook.',
    },
    {
      id: 'reports.player',
      standing: 'our reading',
      rule: 'An event concerns the player whose id is `player_id` in its `event_data`. `game_register` and `game_login` make the player known; another event of an unknown player is 404.',
    },
    {
      id: 'reports.repeated',
      standing: 'our reading',
      rule: 'The same event sent twice is two events: the specification has no key to tell a repeated request. The last 1,000 events are kept.',
    },
  ],
};
