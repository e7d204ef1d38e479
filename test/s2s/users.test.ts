import { describe, expect, it } from 'vitest';
import { makeOrder } from '../support/coupons.ts';
import { createFixture, LIVE_KEY, type Fixture } from '../support/fixture.ts';

async function authorize(fixture: Fixture, body: object = { player_id: 'p1' }): Promise<string> {
  const { body: answer } = await fixture.s2s().post('/s2s/v1/users/authorize').send(body).expect(200);
  const { authorization_url: url } = answer as { authorization_url: string };
  return new URL(url).searchParams.get('token') ?? '';
}

function authenticate(fixture: Fixture, token: string, key?: string) {
  return fixture.s2s(key).post('/s2s/v1/users/authenticate').send({ token });
}

describe('a one-time token', () => {
  it('logs in the player it was made for, once [players.login-link]', async () => {
    const fixture = createFixture();
    const info = { name: 'Leia', avatar_url: 'https://example.com/leia.png' };
    const token = await authorize(fixture, { player_id: 'p1', player_info: info });
    await authenticate(fixture, token, LIVE_KEY).expect(422);
    const { body } = await authenticate(fixture, token).expect(200);
    expect(body).toEqual({ id: expect.stringMatching(/^usr_/) as string, player_id: 'p1', ...info });
    const { body: again } = await authenticate(fixture, token).expect(422);
    expect(again).toMatchObject({ detail: [{ loc: ['body', 'token'] }] });
  });

  it('comes in a link that repeats the nonce [players.login-nonce]', async () => {
    const sent = { player_id: 'p1', nonce: 'a b&c' };
    const { body } = await createFixture().s2s().post('/s2s/v1/users/authorize').send(sent).expect(200);
    const { searchParams } = new URL((body as { authorization_url: string }).authorization_url);
    expect([...searchParams.keys()]).toEqual(['token', 'nonce']);
    expect(searchParams.get('nonce')).toBe('a b&c');
  });

  it('expires after five minutes [players.login-link]', async () => {
    const fixture = createFixture();
    const token = await authorize(fixture);
    fixture.clock.advance(5 * 60_000);
    await authenticate(fixture, token).expect(422);
    await authorize(fixture);
    expect(fixture.domain.store.tables.loginTokens.size).toBe(1);
  });

  it('is not made for custom attributes that the specification does not allow', async () => {
    const body = { player_id: 'p1', player_info: { custom_attributes: { nested: { no: 1 } } } };
    await createFixture().s2s().post('/s2s/v1/users/authorize').send(body).expect(422);
  });
});

describe('a user', () => {
  it('loses a player and gets another [players.linking]', async () => {
    const fixture = createFixture();
    const { userId } = makeOrder(fixture, { playerInfo: { name: 'Leia' } });
    const user = `/s2s/v1/users/${userId}`;
    const unlink = (player: string) =>
      fixture.s2s().post(`${user}/unlink_player`).send({ player_id: player });
    const link = (player: string) => fixture.s2s().post(`${user}/link_player`).send({ player_id: player });
    await link('p2').expect(409);
    const { body: free } = await unlink('p1').expect(200);
    expect(free).toEqual({ id: userId, name: 'Leia' });
    await unlink('p1').expect(409);
    await unlink('p9').expect(404);
    const { body: linked } = await link('p2').expect(200);
    expect(linked).toEqual({ id: userId, player_id: 'p2' });
    await link('p2').expect(200);
    expect(makeOrder(fixture, { playerId: 'p2' }).userId).toBe(userId);
    expect(makeOrder(fixture, { playerId: 'p1' }).userId).not.toBe(userId);
  });

  it('stays known when its player moves to another user [players.linking]', async () => {
    const fixture = createFixture();
    const [first, second] = [makeOrder(fixture), makeOrder(fixture, { playerId: 'p2' })];
    const post = (userId: string, what: string, player: string) =>
      fixture.s2s().post(`/s2s/v1/users/${userId}/${what}`).send({ player_id: player }).expect(200);
    await post(first.userId, 'unlink_player', 'p1');
    await post(first.userId, 'link_player', 'p2');
    const { body } = await fixture.s2s().get(`/s2s/v1/users/${second.userId}`).expect(200);
    expect(body).toEqual({ id: second.userId });
  });

  it('is not known to another game', async () => {
    const fixture = createFixture();
    const { userId } = makeOrder(fixture);
    await fixture.s2s().get(`/s2s/v1/users/${userId}`).expect(200);
    await fixture.s2s(LIVE_KEY).get(`/s2s/v1/users/${userId}`).expect(404);
    await fixture.s2s().get('/s2s/v1/users/usr_none').expect(404);
  });
});
