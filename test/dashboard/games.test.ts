import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { PAGE_SIZE } from '../../src/http/dashboard/layout.ts';
import { createFixture, type Fixture } from '../support/fixture.ts';

interface Created {
  readonly game_id: string;
  readonly key: string;
  readonly dashboard_url: string;
}

async function create(fixture: Fixture, body: object = {}): Promise<Created> {
  const answer = await request(fixture.listener).post('/_emulator/games').send(body).expect(201);
  return answer.body as Created;
}

async function page(fixture: Fixture, path: string): Promise<string> {
  const answer = await request(fixture.listener).get(path).accept('html');
  expect(answer.status, path).toBe(200);
  return answer.text;
}

/** The links of a page that begin with a path, each once. */
function links(html: string, start: string): readonly string[] {
  const all = [...html.matchAll(/href="([^"]+)"/g)].map(([, href = '']) => href);
  return [...new Set(all)].filter((href) => href.startsWith(start));
}

function rows(html: string): readonly string[] {
  return [...html.matchAll(/data-testid="game-row">\s*<td[^>]*>\s*<a href="[^"]*"[^>]*>([^<]*)</g)].map(
    ([, name = '']) => name,
  );
}

const ITEM = { sku: 'NEW', name: 'New', price: 100, currency: 'USD' };

describe('the dashboard of a created game', () => {
  it('opens by the link of its creation, and stays on the game from page to page', async () => {
    const fixture = createFixture();
    const game = await create(fixture, { name: 'Worker <3>' });
    const root = new URL(game.dashboard_url).pathname;
    const { body } = await fixture
      .s2s(game.key)
      .post('/s2s/v1/orders')
      .send({ player_id: 'p', items: [ITEM], price_decimal: 1, currency: 'USD' })
      .expect(201);
    const { order_id: id } = body as { order_id: string };
    const html = await page(fixture, root);
    expect(html).toContain('Worker &lt;3&gt;');
    expect(html).toContain(`${root}/orders/${id}`);
    const [sections = ''] = /<nav class="sections"[^]*?<\/nav>/.exec(html) ?? [];
    for (const href of links(sections, root)) await page(fixture, href);
    expect(links(sections, root).length).toBeGreaterThanOrEqual(8);
    await page(fixture, `${root}/orders/${id}`);
    expect(await page(fixture, '/dashboard/sandbox')).not.toContain(id);
    const entry = await request(fixture.listener).get(`/dashboard/orders/${id}`).expect(302);
    expect(entry.headers['location']).toBe(`${root}/orders/${id}`);
  });

  it('acts on the game by its forms', async () => {
    const fixture = createFixture();
    const { game_id: id, dashboard_url: url } = await create(fixture);
    const root = new URL(url).pathname;
    await request(fixture.listener)
      .post(`${root}/settings`)
      .type('form')
      .send({ auto_refund: 'off', schedule: 'none' })
      .expect(303)
      .expect('Location', new RegExp(`^${root}/settings`));
    expect(fixture.domain.store.tables.games.get(id)).toMatchObject({ autoRefund: false, retrySchedule: [] });
  });

  it('shows the time of the game', async () => {
    const fixture = createFixture();
    const { key, dashboard_url: url } = await create(fixture);
    const root = new URL(url).pathname;
    expect(await page(fixture, root)).not.toContain('data-testid="clock"');
    await request(fixture.listener)
      .post('/_emulator/clock')
      .auth(key, { type: 'bearer' })
      .send({ mode: 'frozen' })
      .expect(200);
    await request(fixture.listener)
      .post('/_emulator/clock/set')
      .auth(key, { type: 'bearer' })
      .send({ to: '2030-01-02T03:04:05Z' })
      .expect(200);
    expect(await page(fixture, root)).toContain('Time of this game: 2030-01-02 03:04:05 UTC, frozen.');
    expect(await page(fixture, '/dashboard/sandbox')).not.toContain('data-testid="clock"');
  });

  it.each(['gm_unknown', 'sandbox', '..%2f'])('is not found for %s', async (id) => {
    const fixture = createFixture();
    await request(fixture.listener).get(`/dashboard/games/${id}`).expect(404);
    await request(fixture.listener).get(`/dashboard/games/${fixture.game.id}`).expect(404);
  });
});

describe('the game chooser', () => {
  it('is not there until a test creates a game', async () => {
    const fixture = createFixture();
    expect(await page(fixture, '/dashboard/sandbox')).not.toContain('game-chooser');
    await create(fixture);
    expect(await page(fixture, '/dashboard/sandbox')).toContain('game-chooser');
  });

  it('keeps the header and its list short with 500 games, and finds one by a part of its name', async () => {
    const fixture = createFixture();
    for (let n = 1; n <= 500; n += 1) await create(fixture, { name: `worker ${n}` });
    const html = await page(fixture, '/dashboard/sandbox');
    expect(links(html, '/dashboard/games')).toEqual([]);
    const list = await page(fixture, '/dashboard/sandbox/games');
    expect(rows(list)).toHaveLength(PAGE_SIZE);
    expect(rows(list)[0]).toBe('worker 500');
    expect(list).toContain('of 502');
    const found = await page(fixture, '/dashboard/sandbox/games?q=WORKER%2049');
    expect(rows(found)).toHaveLength(11);
    expect(rows(await page(fixture, '/dashboard/sandbox/games?q=worker&page=2'))[0]).toBe(
      `worker ${500 - PAGE_SIZE}`,
    );
    expect(await page(fixture, '/dashboard/sandbox/games?q=nobody')).toContain('No game matches');
  });

  it('goes to the game when it is the only one that matches, also by its id or key', async () => {
    const fixture = createFixture();
    await create(fixture, { name: 'another' });
    const game = await create(fixture, { name: 'mine' });
    for (const q of ['mine', game.game_id, game.key]) {
      const path = `/dashboard/live/games?q=${encodeURIComponent(q)}`;
      const answer = await request(fixture.listener).get(path).accept('html').expect(302);
      expect(answer.headers['location']).toBe(new URL(game.dashboard_url).pathname);
    }
  });
});

it('the redeem page of a created game is its own', async () => {
  const fixture = createFixture();
  const { key, game_id: id, dashboard_url: url } = await create(fixture);
  const path = `/redeem/games/${id}`;
  expect(links(await page(fixture, `${new URL(url).pathname}/coupons`), '/redeem')).toEqual([path]);
  const { body } = await fixture.s2s(key).post('/s2s/v1/users/authorize').send({ player_id: 'only-here' });
  const token = new URL((body as { authorization_url: string }).authorization_url).searchParams.get('token');
  expect(await page(fixture, `${path}?token=${String(token)}`)).toContain('value="only-here"');
  expect(await page(fixture, `/redeem?token=${String(token)}`)).not.toContain('only-here');
  await request(fixture.listener).get('/redeem/games/gm_unknown').expect(404);
});
