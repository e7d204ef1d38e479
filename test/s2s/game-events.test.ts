import { describe, expect, it } from 'vitest';
import { clearGame } from '../../src/domain/games/clear.ts';
import { reportGameEvent } from '../../src/domain/game-events/game-events.ts';
import { inTransaction } from '../../src/domain/model/context.ts';
import { createDomainFixture } from '../support/domain-fixture.ts';
import { createFixture, LIVE_KEY, type Fixture } from '../support/fixture.ts';
import { givenOrder, givenWebhook } from '../support/orders.ts';

const EVENTS = '/s2s/v1/events';

function report(fixture: Fixture, type: string, data: object = {}) {
  return fixture.s2s().post(EVENTS).send({ event_time: 1_700_000_000, event_type: type, event_data: data });
}

function recorded({ domain, game }: Pick<Fixture, 'domain' | 'game'>) {
  return domain.store.tables.gameEvents.by('game', game.id);
}

describe('an event of a game', () => {
  it('is recorded as it was sent, and sends nothing [reports.no-campaigns]', async () => {
    const fixture = createFixture();
    givenWebhook(fixture, { events: ['campaign.custom', 'ingame.push', 'item.add'] });
    const data = { boss: 'dragon', loot: [1, { gold: 2 }] };
    const { body } = await report(fixture, 'boss_defeated', data).expect(200);
    expect(body).toEqual({});
    const happenedAt = 1_700_000_000_000;
    expect(recorded(fixture)).toMatchObject([{ type: 'boss_defeated', playerId: null, data, happenedAt }]);
    expect(fixture.eventTypes()).toEqual([]);
  });

  it('concerns the player whom its data names [reports.player]', async () => {
    const fixture = createFixture();
    givenOrder(fixture, { playerId: 'leia' });
    await report(fixture, 'level_up', { player_id: 'leia', level: 7 }).expect(200);
    expect(recorded(fixture)).toMatchObject([{ playerId: 'leia' }]);
    const { body } = await report(fixture, 'level_up', { player_id: 'nobody' }).expect(404);
    expect(body).toEqual({ detail: 'Player "nobody" was not found.' });
    expect(recorded(fixture)).toHaveLength(1);
  });

  it.each(['game_register', 'game_login'])(
    'of the type %s makes its player known [reports.player]',
    async (type) => {
      const fixture = createFixture();
      await report(fixture, type, { player_id: 'leia' }).expect(200);
      await fixture.s2s().get('/s2s/v1/players/leia').expect(200);
      await fixture.s2s(LIVE_KEY).get('/s2s/v1/players/leia').expect(404);
    },
  );

  it('counts each time it is sent [reports.repeated]', async () => {
    const fixture = createFixture();
    for (let times = 0; times < 2; times += 1) await report(fixture, 'purchase').expect(200);
    expect(recorded(fixture)).toHaveLength(2);
    inTransaction(fixture.domain, (tx) => {
      clearGame(tx, fixture.game.id);
    });
    expect(recorded(fixture)).toEqual([]);
  });

  it('needs its time, type and data', async () => {
    const { body } = await createFixture().s2s().post(EVENTS).send({ event_time: 'now' }).expect(422);
    const { detail } = body as { detail: { loc: string[] }[] };
    expect(detail.map(({ loc }) => loc[1])).toEqual(['event_time', 'event_type', 'event_data']);
  });

  it('replaces the oldest when there are very many, or very large ones [reports.repeated]', () => {
    const fixture = createDomainFixture();
    const reportOne = (size: number) =>
      reportGameEvent(fixture.domain, fixture.game, {
        type: 'purchase',
        data: { text: 'x'.repeat(size) },
        happenedAt: 0,
      });
    for (let count = 0; count < 1005; count += 1) reportOne(1);
    expect(recorded(fixture)).toHaveLength(1000);
    for (let count = 0; count < 20; count += 1) reportOne(1024 * 1024);
    expect(recorded(fixture).length).toBeLessThan(20);
  });
});
