import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { accentSheet, contrast, rgbOf } from '../../src/http/pages/accent.ts';
import { order } from '../support/control.ts';
import { createFixture, type Fixture } from '../support/fixture.ts';
import { LOGO } from '../support/game-files.ts';
import { getPage, ROOT, submit } from './forms.ts';

const LOOK = { game_name: 'Star <Miner>', color: '#FFEE00', logo: LOGO };

async function checkoutOf(fixture: Fixture): Promise<string> {
  const { text } = await getPage(fixture, `/order/${await order(fixture, { player_id: 'p' })}`).expect(200);
  return text;
}

describe("a game's name, color and logo", () => {
  it('are changed by the form and shown on the checkout, the redeem page and the hub', async () => {
    const fixture = createFixture();
    await submit(fixture, '/settings/look', LOOK)
      .expect(303)
      .expect('Location', `${ROOT}/settings?done=look-saved`);
    const pages = [
      await checkoutOf(fixture),
      (await getPage(fixture, '/redeem').expect(200)).text,
      (await getPage(fixture, '/hub/sandbox').expect(200)).text,
    ];
    for (const page of pages) {
      expect(page).toContain('href="/look/ffee00.css"');
      expect(page).toMatch(/src="\/look\/gm_\w+\/logo\?v=[\da-f]{8}"/);
      expect(page).toMatch(/<title>[^<]*Star &lt;Miner&gt;<\/title>/);
    }
    const { text } = await getPage(fixture, `${ROOT}/settings`).expect(200);
    expect(text).toContain('value="Star &lt;Miner&gt;"');
    await submit(fixture, '/settings/look', { game_name: 'Plain', color: '', logo: '' }).expect(303);
    expect(await checkoutOf(fixture)).not.toContain('/look/');
  });

  it('are changed by the control API and given to a new game', async () => {
    const fixture = createFixture();
    const control = request(fixture.listener);
    const branding = { color: '#117733', logo: 'https://cdn.example.com/logo.png' };
    const { body } = await control.patch('/_emulator/game').send({ name: 'A', branding }).expect(200);
    expect(body).toEqual({ game_id: fixture.game.id, name: 'A', branding });
    expect((await control.get('/_emulator/game')).body).toMatchObject({ name: 'A', branding });
    expect(await checkoutOf(fixture)).toContain('src="https://cdn.example.com/logo.png"');
    const { body: created } = await control
      .post('/_emulator/games')
      .send({ name: 'B', branding })
      .expect(201);
    const { key } = created as { key: string };
    const own = await control.get('/_emulator/game').auth(key, { type: 'bearer' });
    expect(own.body).toMatchObject({ branding });
    await control.post('/_emulator/games').send({ name: 'C' }).expect(201);
    await control.patch('/_emulator/game').auth(key, { type: 'bearer' }).send({ name: 'C' }).expect(409);
    await control.patch('/_emulator/game').send({ branding: null }).expect(200);
    expect((await control.get('/_emulator/game')).body).toMatchObject({
      name: 'A',
      branding: { color: null, logo: null },
    });
  });

  it('serves the logo from its own origin, with a fixed type, so that nothing in it runs', async () => {
    const fixture = createFixture();
    await submit(fixture, '/settings/look', LOOK).expect(303);
    const { headers, body } = await request(fixture.listener)
      .get(`/look/${fixture.game.id}/logo`)
      .expect(200)
      .expect('Content-Type', 'image/png')
      .expect('X-Content-Type-Options', 'nosniff');
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect((body as Buffer).subarray(1, 4).toString()).toBe('PNG');
    await request(fixture.listener).get('/look/gm_none/logo').expect(404);
    await request(fixture.listener)
      .get('/look/ffee00.css')
      .expect(200)
      .expect('Content-Type', /text\/css/);
    for (const path of ['/look/red.css', '/look/ffee00;}.css', '/look/__proto__/logo']) {
      await request(fixture.listener).get(path).expect(404);
    }
  });

  const png = Buffer.from(LOGO.split(',')[1] ?? '', 'base64');
  it.each<[string, string]>([
    ['an SVG', 'data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9ImFsZXJ0KDEpIi8+'],
    ['an SVG that says it is a PNG', 'data:image/png;base64,PHN2ZyBvbmxvYWQ9ImFsZXJ0KDEpIi8+'],
    ['a page', 'data:text/html;base64,PGI+'],
    ['a script', 'javascript:alert(1)'],
    ['a plain link', 'http://example.com/logo.png'],
    [
      'a picture that is too large',
      `data:image/png;base64,${Buffer.concat([png, Buffer.alloc(70_000)]).toString('base64')}`,
    ],
    ['no base64', 'data:image/png;base64,<svg>'],
    ['a link that is no URL', 'https://'],
  ])('refuses as the logo: %s', async (_what, logo) => {
    const fixture = createFixture();
    await request(fixture.listener).patch('/_emulator/game').send({ branding: { logo } }).expect(422);
    await submit(fixture, '/settings/look', { ...LOOK, logo }).expect(422, /id="logo-error"/);
    expect(fixture.domain.store.tables.games.get(fixture.game.id)?.branding).toBeUndefined();
  });

  it.each(['red', '#fff', '#gggggg', '#12345', '#123456;}', 'url(x)'])(
    'refuses as the color: %s',
    async (color) => {
      const fixture = createFixture();
      await request(fixture.listener).patch('/_emulator/game').send({ branding: { color } }).expect(422);
      await submit(fixture, '/settings/look', { ...LOOK, color }).expect(422, /id="color-error"/);
    },
  );

  it('is refused to pages of other origins', async () => {
    const fixture = createFixture();
    const patch = () => request(fixture.listener).patch('/_emulator/game');
    await patch().set('Origin', 'https://evil.example').send({ name: 'x' }).expect(403);
    await patch().set('Host', 'evil.example').send({ name: 'x' }).expect(403);
    await submit(fixture, '/settings/look', LOOK).set('Sec-Fetch-Site', 'cross-site').expect(403);
    expect(fixture.domain.store.tables.games.get(fixture.game.id)?.name).toBe('Sandbox game');
  });
});

describe('the accent of a color', () => {
  const SURFACES = { light: ['#ffffff', '#f4f5f8', '#f0f2f6'], dark: ['#0d0f14', '#151821', '#1c202b'] };

  it.each([
    '#000000',
    '#ffffff',
    '#ffee00',
    '#777777',
    '#00ff00',
    '#0000ff',
    '#ff00ff',
    '#1b7f4d',
    '#808000',
    '#e91e63',
  ])('is readable in both themes: %s', (color) => {
    const sheet = accentSheet(color);
    const value = (name: string, index: number) =>
      rgbOf(new RegExp(`--${name}:light-dark\\((#\\w{6}),(#\\w{6})\\)`).exec(sheet)?.[index] ?? '');
    for (const [index, theme] of [
      [1, 'light'],
      [2, 'dark'],
    ] as const) {
      for (const name of ['accent', 'accent-strong']) {
        const shade = value(name, index);
        expect(contrast(shade, value('on-accent', index))).toBeGreaterThanOrEqual(4.5);
        expect(contrast(shade, value('accent-soft', index))).toBeGreaterThanOrEqual(4.5);
        for (const surface of SURFACES[theme]) {
          expect(contrast(shade, rgbOf(surface))).toBeGreaterThanOrEqual(4.5);
        }
      }
    }
  });
});
