import { describe, expect, it } from 'vitest';
import { clearGame } from '../../src/domain/games/clear.ts';
import { inTransaction } from '../../src/domain/model/context.ts';
import { createFixture, LIVE_KEY, type Fixture } from '../support/fixture.ts';

const LEADERBOARDS = '/s2s/v1/leaderboards';
const WEEKLY = { name: 'Weekly', description: 'Best of the week.' };

async function create(fixture: Fixture, fields: object = {}): Promise<string> {
  const { body } = await fixture
    .s2s()
    .post(LEADERBOARDS)
    .send({ ...WEEKLY, ...fields })
    .expect(201);
  return `${LEADERBOARDS}/${(body as { id: string }).id}`;
}

async function submit(fixture: Fixture, path: string, memberId: string, score: number, more: object = {}) {
  const sent = { member_id: memberId, score, ...more };
  await fixture.s2s().post(`${path}/submit_score`).send(sent).expect(204, '');
}

async function ranking(fixture: Fixture, path: string, query = '') {
  const { body } = await fixture.s2s().get(`${path}/members${query}`).expect(200);
  return (body as { member_id: string; score: number }[]).map(({ member_id: id, score }) => [id, score]);
}

describe('leaderboards', () => {
  it('are created, listed, changed and deleted with their members [leaderboards.members]', async () => {
    const fixture = createFixture();
    const path = await create(fixture, { start_at: 5 });
    expect(path).toMatch(/\/lb_\w{11}$/);
    const id = path.split('/').at(-1);
    const expected = { id, ...WEEKLY, visibility: 'general', start_at: 5 };
    expect((await fixture.s2s().get(LEADERBOARDS).expect(200)).body).toEqual([expected]);
    const change = { visibility: 'personal', end_at: 10 };
    const { body } = await fixture.s2s().put(path).send(change).expect(200);
    expect(body).toEqual({ ...expected, ...change });
    await fixture.s2s().put(path).send({ visibility: 'secret' }).expect(422);
    await submit(fixture, path, 'leia', 1);
    await fixture.s2s(LIVE_KEY).delete(path).expect(404);
    await fixture.s2s().delete(path).expect(204);
    await fixture.s2s().get(`${path}/members`).expect(404);
    expect(fixture.domain.store.tables.leaderboardMembers.size).toBe(0);
  });

  it('go with all data of their game', async () => {
    const fixture = createFixture();
    await submit(fixture, await create(fixture), 'leia', 1);
    inTransaction(fixture.domain, (tx) => {
      clearGame(tx, fixture.game.id);
    });
    const { leaderboards, leaderboardMembers } = fixture.domain.store.tables;
    expect([leaderboards.size, leaderboardMembers.size]).toEqual([0, 0]);
  });
});

describe('a score', () => {
  it('adds its member, who is shown by its id [leaderboards.joining]', async () => {
    const fixture = createFixture();
    const path = await create(fixture);
    await submit(fixture, path, 'leia', 7);
    await submit(fixture, path, 'rebels', 9, {
      member_data: 'The rebels',
      image_url: 'https://a.test/r.png',
    });
    const now = Math.floor(fixture.clock.now() / 1000);
    const marks = { id: expect.stringMatching(/^lbm_\w{11}$/) as string, created_at: now, modified_at: now };
    const { body } = await fixture.s2s().get(`${path}/members`).expect(200);
    expect(body).toEqual([
      {
        ...marks,
        member_id: 'rebels',
        member_data: 'The rebels',
        image_url: 'https://a.test/r.png',
        score: 9,
      },
      { ...marks, member_id: 'leia', member_data: 'leia', score: 7 },
    ]);
  });

  it('needs a member and a number [leaderboards.joining]', async () => {
    const fixture = createFixture();
    const path = `${await create(fixture)}/submit_score`;
    const { body } = await fixture.s2s().post(path).send({}).expect(422);
    expect(body).toMatchObject({
      detail: [
        { loc: ['body', 'member_id'], msg: 'Say whose score it is.' },
        { loc: ['body', 'score'], msg: 'A score is needed.' },
      ],
    });
    await fixture.s2s().post(path).send({ member_id: 'leia' }).expect(422);
    await fixture.s2s().post(path).send({ member_id: 'leia', score: 1.5 }).expect(422);
    const unknown = `${LEADERBOARDS}/lb_unknown/submit_score`;
    await fixture.s2s().post(unknown).send({ member_id: 'leia', score: 1 }).expect(404);
  });

  it('replaces the one before, higher or lower [leaderboards.last-score]', async () => {
    const fixture = createFixture();
    const path = await create(fixture);
    await submit(fixture, path, 'leia', 7);
    await submit(fixture, path, 'leia', -3);
    expect(await ranking(fixture, path)).toEqual([['leia', -3]]);
  });

  it('is taken when the leaderboard is not shown [leaderboards.dates]', async () => {
    const fixture = createFixture();
    const path = await create(fixture, { start_at: 4_000_000_000, end_at: 1 });
    await submit(fixture, path, 'leia', 7);
    expect(await ranking(fixture, path)).toEqual([['leia', 7]]);
  });

  it('ranks its member, the first to reach it before those who follow [leaderboards.ranking]', async () => {
    const fixture = createFixture();
    const path = await create(fixture);
    for (const [member, score] of [
      ['han', 5],
      ['leia', 9],
      ['luke', 1],
      ['chewie', 9],
      ['luke', 9],
      ['leia', 9],
    ] as const) {
      await submit(fixture, path, member, score);
      fixture.clock.advance(1);
    }
    const all = [
      ['leia', 9],
      ['chewie', 9],
      ['luke', 9],
      ['han', 5],
    ];
    expect(await ranking(fixture, path)).toEqual(all);
    expect(await ranking(fixture, path, '?limit=2&offset=1')).toEqual(all.slice(1, 3));
  });
});

describe('a member', () => {
  it('is changed by the id that the game chose, which stays unique [leaderboards.members]', async () => {
    const fixture = createFixture();
    const path = await create(fixture);
    await submit(fixture, path, 'leia', 7);
    await submit(fixture, path, 'han', 5);
    const member = `${path}/members/leia`;
    const change = { member_id: 'general', member_data: 'Leia', score: 8 };
    const { body } = await fixture.s2s().put(member).send(change).expect(200);
    expect(body).toMatchObject(change);
    await fixture.s2s().put(member).send({ score: 1 }).expect(404);
    const { body: taken } = await fixture
      .s2s()
      .put(`${path}/members/general`)
      .send({ member_id: 'han' })
      .expect(409);
    expect(taken).toEqual({ detail: 'The leaderboard has another member "han".' });
    expect(await ranking(fixture, path)).toEqual([
      ['general', 8],
      ['han', 5],
    ]);
  });
});
