import type { Topic } from '../rule.ts';

export const LEADERBOARDS: Topic = {
  name: 'Leaderboards',
  rules: [
    {
      id: 'leaderboards.last-score',
      standing: 'our reading',
      rule: 'The score of a member is the one that was submitted last, higher or lower: a leaderboard has no field for another rule.',
    },
    {
      id: 'leaderboards.joining',
      standing: 'our reading',
      rule: '`submit_score` needs `member_id` and `score` (422), although its schema does not require them. The first score of a member adds it to the leaderboard; without `member_data`, its id is shown. A member need not be a known player: it may be a clan or a team.',
    },
    {
      id: 'leaderboards.ranking',
      standing: 'our reading',
      rule: 'Members are listed by score, highest first. Of equal scores, the one that was reached first comes first.',
    },
    {
      id: 'leaderboards.members',
      standing: 'our reading',
      rule: 'The `{member_id}` of a path is the id that the game chose. A `member_id` that another member of the leaderboard has is 409. Deleting a leaderboard deletes its members.',
    },
    {
      id: 'leaderboards.dates',
      standing: 'specification',
      rule: '`start_at` and `end_at` say when the hub shows a leaderboard; scores are taken before and after too.',
      source: 'LeaderboardCreate',
    },
  ],
};
