import request from 'supertest';
import { describe, expect, it, onTestFinished } from 'vitest';
import { GameExpiry } from '../../src/app/game-expiry.ts';
import { createEmulator } from '../../src/index.ts';
import { FakeClock } from '../delivery/fake-clock.ts';
import { createFixture, SANDBOX_KEY, type Fixture } from '../support/fixture.ts';

const HOUR = 3_600_000;
const WORKER_KEY = `${SANDBOX_KEY}+worker3`;

function gamesOf({ domain }: Fixture) {
  return [...domain.store.tables.games.all()].filter(({ declared }) => declared !== null);
}

/** The game of a key over the control API, which must know it. */
async function gameOf(fixture: Fixture, key: string) {
  const answer = await request(fixture.listener).get('/_emulator/game').auth(key, { type: 'bearer' });
  expect(answer.status, answer.text).toBe(200);
  return answer.body as { game_id: string; name: string };
}

function create(fixture: Fixture, body: object = {}) {
  return request(fixture.listener).post('/_emulator/games').send(body);
}

describe('a key with a suffix', () => {
  it('makes a game at its first use with --games-on-demand', async () => {
    const fixture = createFixture({ config: { gamesOnDemand: true } });
    const order = { player_id: 'p', items: [{ sku: 'NEW', name: 'New', price: 100, currency: 'USD' }] };
    await fixture.s2s(WORKER_KEY).get('/s2s/v1/orders/none').expect(404);
    expect(gamesOf(fixture)).toMatchObject([{ key: WORKER_KEY, name: 'worker3' }]);
    await fixture.s2s(WORKER_KEY).post('/s2s/v1/orders').send(order);
    await fixture.s2s().get('/s2s/v1/orders/none').expect(404);
    expect(gamesOf(fixture)).toHaveLength(1);
    expect((await gameOf(fixture, WORKER_KEY)).game_id).toBe(gamesOf(fixture)[0]?.id);
    await gameOf(fixture, `${SANDBOX_KEY}+worker4`);
    expect(gamesOf(fixture)).toHaveLength(2);
  });

  it('makes one also when a test has a game of that name', async () => {
    const fixture = createFixture({ config: { gamesOnDemand: true } });
    await create(fixture, { name: 'worker3' }).expect(201);
    await gameOf(fixture, WORKER_KEY);
    expect(gamesOf(fixture).map(({ name }) => name)).toEqual(['worker3', WORKER_KEY]);
  });

  it('makes one also for a caller with the password', async () => {
    const fixture = createFixture({ config: { gamesOnDemand: true, password: 'secret' } });
    const answer = await request(fixture.listener).get('/_emulator/game').auth(WORKER_KEY, 'secret');
    expect(answer.body).toMatchObject({ name: 'worker3', key: WORKER_KEY });
  });

  it('is a wrong key without --games-on-demand', async () => {
    const fixture = createFixture();
    const { body } = await fixture.s2s(WORKER_KEY).get('/s2s/v1/webhooks').expect(401);
    const { detail } = body as { detail: string };
    expect(detail).toContain(`Did you mean ${SANDBOX_KEY}?`);
    expect(detail).toContain('--games-on-demand');
    expect(gamesOf(fixture)).toEqual([]);
  });

  it.each(['s2s_sandbox_locl+worker3', 's2s_sandbox_local+', 's2s_sandbox_local+a b', 's2s_sandbox_locl'])(
    'is a wrong key when it is mistyped: %s',
    async (key) => {
      const fixture = createFixture({ config: { gamesOnDemand: true } });
      const { body } = await fixture.s2s(key).get('/s2s/v1/webhooks').expect(401);
      if (key.length < 20) expect((body as { detail: string }).detail).toContain(SANDBOX_KEY);
      expect(gamesOf(fixture)).toEqual([]);
    },
  );
});

describe('a game that a request created', () => {
  /** Lets time pass for everything at once. */
  function setUp(ttlMs: number | null) {
    const fixture = createFixture();
    const clock = new FakeClock();
    const expiry = new GameExpiry(fixture.app, clock, ttlMs);
    expiry.start();
    const pass = async (milliseconds: number) => {
      fixture.clock.advance(milliseconds);
      await clock.advance(milliseconds);
    };
    return { fixture, clock, expiry, pass };
  }

  it('is removed sooner when the setting is changed while the emulator runs', async () => {
    const { fixture, expiry, pass } = setUp(24 * HOUR);
    const { body } = await create(fixture, { name: 'short' }).expect(201);
    const { game_id: id } = body as { game_id: string };
    await pass(2 * HOUR);
    expect(fixture.domain.store.tables.games.get(id)).toBeDefined();
    expiry.changeTtl(HOUR);
    await pass(60_000);
    expect(fixture.domain.store.tables.games.get(id)).toBeUndefined();
  });

  it('is removed with all its data after --game-ttl without a call', async () => {
    const { fixture, pass } = setUp(24 * HOUR);
    const { body } = await create(fixture, { name: 'short' }).expect(201);
    const { key, game_id: id } = body as { key: string; game_id: string };
    await fixture
      .s2s(key)
      .post('/s2s/v1/webhooks')
      .send({ url: 'http://127.0.0.1:9/', events: ['order.*'] });
    await pass(24 * HOUR - 1);
    expect(fixture.domain.store.tables.games.get(id)).toBeDefined();
    await pass(1 + 60_000);
    expect(fixture.domain.store.tables.games.get(id)).toBeUndefined();
    expect(fixture.domain.store.tables.webhooks.by('game', id)).toEqual([]);
    await fixture.s2s(key).get('/s2s/v1/webhooks').expect(401);
    await create(fixture, { name: 'short' }).expect(201);
  });

  it('is kept while somebody calls it', async () => {
    const { fixture, pass } = setUp(24 * HOUR);
    const { body } = await create(fixture).expect(201);
    const { key } = body as { key: string };
    for (let day = 0; day < 3; day += 1) {
      await pass(23 * HOUR);
      await gameOf(fixture, key);
    }
    expect(gamesOf(fixture)).toHaveLength(1);
  });

  it('is kept for ever with --game-ttl off, as those of the command line always are', async () => {
    const kept = setUp(null);
    await create(kept.fixture).expect(201);
    await kept.pass(10_000 * HOUR);
    expect(gamesOf(kept.fixture)).toHaveLength(1);
    const { fixture, pass } = setUp(HOUR);
    await pass(10_000 * HOUR);
    expect(fixture.domain.store.tables.games.size).toBe(2);
  });

  it('counts as called at the start of the process', async () => {
    const { fixture, clock, expiry, pass } = setUp(24 * HOUR);
    await create(fixture).expect(201);
    await pass(23 * HOUR);
    expiry.stop();
    const again = new GameExpiry(fixture.app, clock, 24 * HOUR);
    again.start();
    await pass(23 * HOUR);
    expect(gamesOf(fixture)).toHaveLength(1);
    await pass(2 * HOUR);
    expect(gamesOf(fixture)).toEqual([]);
  });
});

it('the rate of a game is limited by itself, and a reset begins anew', async () => {
  const fixture = createFixture({ config: { rateLimit: 2 } });
  const { body } = await create(fixture).expect(201);
  const { key } = body as { key: string };
  const statuses = async (game: string) => {
    const answers = [];
    for (let time = 0; time < 3; time += 1) {
      answers.push((await fixture.s2s(game).get('/s2s/v1/webhooks')).status);
    }
    return answers;
  };
  expect(await statuses(key)).toEqual([200, 200, 429]);
  expect(await statuses(SANDBOX_KEY)).toEqual([200, 200, 429]);
  fixture.app.rateLimiter.clear(gamesOf(fixture)[0]?.id ?? '');
  expect(await statuses(key)).toEqual([200, 200, 429]);
});

it('POST /_emulator/reset resets the rate of its game', async () => {
  const emulator = await createEmulator({ logLevel: 'silent', rateLimit: 1 });
  onTestFinished(() => emulator.stop());
  const { url } = await emulator.start();
  const headers = { Authorization: `Bearer ${SANDBOX_KEY}` };
  const call = async () => (await fetch(`${url}/s2s/v1/webhooks`, { headers })).status;
  // A minute may end in between, and then the count begins anew.
  const exhaust = async () => {
    while ((await call()) !== 429);
  };
  await exhaust();
  await fetch(`${url}/_emulator/reset`, { method: 'POST', headers });
  expect(await call()).toBe(200);
});
