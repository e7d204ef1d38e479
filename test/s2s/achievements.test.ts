import { describe, expect, it } from 'vitest';
import { unlockedBy } from '../../src/domain/achievements/achievements.ts';
import { clearGame } from '../../src/domain/games/clear.ts';
import { logIn } from '../../src/domain/hub/sessions.ts';
import { inTransaction } from '../../src/domain/model/context.ts';
import { ACHIEVEMENT } from '../support/achievements.ts';
import { createFixture, LIVE_KEY, type Fixture } from '../support/fixture.ts';
import { CARDS, givenOrder, pay } from '../support/orders.ts';

const ACHIEVEMENTS = '/s2s/v1/achievements';

async function create(fixture: Fixture, fields: object = {}): Promise<string> {
  const { body } = await fixture
    .s2s()
    .post(ACHIEVEMENTS)
    .send({ ...ACHIEVEMENT, ...fields })
    .expect(201);
  return (body as { id: string }).id;
}

function unlock(fixture: Fixture, type: string, playerId: string) {
  return fixture.s2s().post(`${ACHIEVEMENTS}/${type}/unlock`).send({ player_id: playerId });
}

function unlockedNow(fixture: Fixture, playerId: string) {
  return unlockedBy(fixture.domain.store.tables, fixture.game.id, playerId);
}

describe('achievements', () => {
  it('are created, listed by position, changed and deleted', async () => {
    const fixture = createFixture();
    const second = await create(fixture, { position: 2 });
    const first = await create(fixture, { type: 'first_visit', position: 1 });
    expect(second).toMatch(/^ach_\w{11}$/);
    const { body: listed } = await fixture.s2s().get(ACHIEVEMENTS).expect(200);
    expect(listed).toEqual([
      { ...ACHIEVEMENT, id: first, type: 'first_visit' },
      { ...ACHIEVEMENT, id: second, position: 2 },
    ]);
    const { body: page } = await fixture.s2s().get(`${ACHIEVEMENTS}?limit=1&offset=1`).expect(200);
    expect(page).toMatchObject([{ id: second }]);
    const { body: changed } = await fixture.s2s().put(`${ACHIEVEMENTS}/${first}`).send({ name: 'New' });
    expect(changed).toEqual({ ...ACHIEVEMENT, id: first, type: 'first_visit', name: 'New' });
    await fixture.s2s(LIVE_KEY).get(`${ACHIEVEMENTS}/${first}`).expect(404);
    await fixture.s2s().delete(`${ACHIEVEMENTS}/${first}`).expect(204);
    await fixture.s2s().get(`${ACHIEVEMENTS}/${first}`).expect(404);
  });

  it('have types of their own, and may exchange them in one request [achievements.type]', async () => {
    const fixture = createFixture();
    const [a, b] = [await create(fixture), await create(fixture, { type: 'tower' })];
    await fixture.s2s().post(ACHIEVEMENTS).send(ACHIEVEMENT).expect(409);
    await fixture.s2s().put(`${ACHIEVEMENTS}/${b}`).send({ type: 'dragon' }).expect(409);
    await fixture.s2s().put(`${ACHIEVEMENTS}/${a}`).send({ type: 'dragon' }).expect(200);
    await fixture.s2s(LIVE_KEY).post(ACHIEVEMENTS).send(ACHIEVEMENT).expect(201);
    const exchange = [
      { id: a, type: 'tower' },
      { id: b, type: 'dragon' },
    ];
    const { body } = await fixture.s2s().patch(ACHIEVEMENTS).send(exchange).expect(200);
    expect(body).toMatchObject(exchange);
    await fixture
      .s2s()
      .patch(ACHIEVEMENTS)
      .send([{ id: a, name: 'Lost' }, { id: 'ach_unknown' }])
      .expect(404);
    expect((await fixture.s2s().get(`${ACHIEVEMENTS}/${a}`)).body).toMatchObject({ name: 'Slayer' });
  });
});

describe('unlocking an achievement', () => {
  it('counts once, with the time of the first call [achievements.unlock-twice]', async () => {
    const fixture = createFixture();
    const id = await create(fixture);
    givenOrder(fixture, { playerId: 'leia' });
    await unlock(fixture, 'dragon', 'leia').expect(204);
    const unlocked = unlockedNow(fixture, 'leia');
    expect(unlocked).toMatchObject([{ achievementId: id, unlockedAt: fixture.clock.now() }]);
    fixture.clock.advance(5000);
    await unlock(fixture, 'dragon', 'leia').expect(204);
    expect(unlockedNow(fixture, 'leia')).toEqual(unlocked);
  });

  it('needs a known player and a known type [achievements.unlock-unknown]', async () => {
    const fixture = createFixture();
    await create(fixture);
    givenOrder(fixture, { playerId: 'leia' });
    const noPlayer = await unlock(fixture, 'dragon', 'nobody').expect(404);
    expect(noPlayer.body).toEqual({ detail: 'Player "nobody" was not found.' });
    const noType = await unlock(fixture, 'tower', 'leia').expect(404);
    expect(noType.body).toEqual({ detail: 'No achievement has the type "tower".' });
    await fixture.s2s().post(`${ACHIEVEMENTS}/dragon/unlock`).send({}).expect(422);
    expect(unlockedNow(fixture, 'leia')).toEqual([]);
  });

  it('happens by itself at the first visit and the first purchase [achievements.by-itself]', async () => {
    const fixture = createFixture();
    await create(fixture, { type: 'first_visit', name: 'Visitor' });
    const purchase = await create(fixture, { type: 'first_purchase', name: 'Buyer' });
    pay(fixture, givenOrder(fixture, { playerId: 'leia' }), CARDS.insufficientFunds);
    expect(unlockedNow(fixture, 'leia')).toEqual([]);
    for (let times = 0; times < 2; times += 1) {
      pay(fixture, givenOrder(fixture, { playerId: 'leia' }), CARDS.good);
      fixture.clock.advance(1000);
    }
    expect(unlockedNow(fixture, 'leia')).toMatchObject([{ achievementId: purchase }]);
    logIn(fixture.domain, fixture.game, 'han', null, null);
    const { achievements } = fixture.domain.store.tables;
    const names = unlockedNow(fixture, 'han').map(({ achievementId: id }) => achievements.get(id)?.name);
    expect(names).toEqual(['Visitor']);
  });

  it('ends when the achievement is deleted, or all data of the game', async () => {
    const fixture = createFixture();
    const id = await create(fixture);
    await create(fixture, { type: 'tower' });
    givenOrder(fixture, { playerId: 'leia' });
    await unlock(fixture, 'dragon', 'leia').expect(204);
    await unlock(fixture, 'tower', 'leia').expect(204);
    await fixture.s2s().delete(`${ACHIEVEMENTS}/${id}`).expect(204);
    expect(unlockedNow(fixture, 'leia')).toHaveLength(1);
    inTransaction(fixture.domain, (tx) => {
      clearGame(tx, fixture.game.id);
    });
    const { achievements, unlockedAchievements } = fixture.domain.store.tables;
    expect([achievements.size, unlockedAchievements.size]).toEqual([0, 0]);
  });
});
