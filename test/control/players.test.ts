import { describe, expect, it } from 'vitest';
import { ACHIEVEMENT } from '../support/achievements.ts';
import { addItem } from '../support/catalogue.ts';
import { get, order, post, VISA } from '../support/control.ts';
import { createFixture } from '../support/fixture.ts';

describe('GET /_emulator/players/{player_id}', () => {
  it('shows what the calls of a game server have made of a player', async () => {
    const fixture = createFixture();
    const send = async (path: string, body: object) => {
      const { body: answer } = await fixture.s2s().post(`/s2s/v1${path}`).send(body);
      return answer as { id: string };
    };
    const arrival = { event_time: 5, event_type: 'game_login', event_data: { player_id: 'leia' } };
    await send('/events', arrival);
    const achievement = await send('/achievements', ACHIEVEMENT);
    await send('/achievements/dragon/unlock', { player_id: 'leia' });
    const board = await send('/leaderboards', { name: 'Weekly', description: '' });
    for (const [member, score] of [
      ['han', 9],
      ['leia', 7],
    ] as const) {
      await send(`/leaderboards/${board.id}/submit_score`, { member_id: member, score });
    }
    const { body: program } = await fixture.s2s().get('/s2s/v1/loyalty').expect(201);
    const tiers = [10, 500].map((points) => ({ name: `From ${points}`, points, image_url: '', items: [] }));
    const items = [{ id: await addItem(fixture, {}) }];
    await fixture
      .s2s()
      .put(`/s2s/v1/loyalty/${(program as { id: string }).id}/tiers`)
      .send(tiers.map((tier) => ({ ...tier, items })))
      .expect(200);
    await send('/players/leia/issue_loyalty_points', { amount: 5 });
    const id = await order(fixture, { player_id: 'leia', eligible_for_loyalty_points: 40 });
    await post(fixture, `/orders/${id}/pay`, { card: VISA }).expect(200);

    const { body } = await get(fixture, '/players/leia').expect(200);

    const at = Math.floor(fixture.clock.now() / 1000);
    expect(body).toMatchObject({
      player_id: 'leia',
      name: null,
      loyalty_points: 45,
      loyalty_tier: { name: 'From 10', points: 10 },
      loyalty_entries: [
        { amount: 5, reason: 'issued', order_id: null, at },
        { amount: 40, reason: 'order_paid', order_id: id, at },
      ],
      achievements: [{ id: achievement.id, type: 'dragon', name: 'Slayer', unlocked_at: at }],
      scores: [{ leaderboard_id: board.id, name: 'Weekly', score: 7, rank: 2 }],
      game_events: [arrival],
    });
  });

  it('is 404 for a player that the game has never named', async () => {
    await get(createFixture(), '/players/nobody').expect(404);
  });
});
