import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { connect, createEmulator } from '../../src/index.ts';
import { parseSettings } from '../../src/settings/command-line.ts';
import { createFixture, LIVE_KEY, SANDBOX_KEY } from '../support/fixture.ts';

const PASSWORD = 'correct: horse';
const PROTECTED = [
  '/dashboard',
  '/Dashboard/sandbox',
  '/dashboard/sandbox',
  '/dashboard/changes',
  '/dashboard/idiomorph.js',
  '/_emulator/orders',
  '/_emulator/openapi.json',
  '/_emulator/nothing',
];

function givenFixture() {
  return createFixture({ config: { password: PASSWORD } });
}

function basic(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

/** The cookie of an answer as a browser sends it back. */
function cookieOf({ headers }: { headers: unknown }): string {
  const [cookie = ''] = (headers as { 'set-cookie'?: string[] })['set-cookie'] ?? [];
  return cookie.split(';')[0] ?? '';
}

describe('--password', () => {
  it.each(PROTECTED)('protects %s', async (path) => {
    const { listener } = givenFixture();
    for (const method of ['get', 'head'] as const) {
      const answer = await request(listener)[method](path);
      expect(answer.status).toBe(401);
      expect(answer.headers['www-authenticate']).toMatch(/^Basic realm="aghanim-emulator"/);
      expect(answer.headers).not.toHaveProperty('set-cookie');
    }
  });

  it.each(['/livez', '/readyz', '/redeem', '/assets/base.css'])('leaves %s open', async (path) => {
    await request(givenFixture().listener).get(path).expect(200);
  });

  it('leaves the S2S API and the checkout page open', async () => {
    const fixture = givenFixture();
    const { body } = await fixture
      .s2s()
      .post('/s2s/v1/orders')
      .send({ player_id: 'r2d2-c3po', items: [{ sku: 'CRS-82500' }] })
      .expect(201);
    const { order_id: id } = body as { order_id: string };
    await request(fixture.listener).get(`/order/${id}`).expect(200);
  });

  it('admits anyone who has it, with any user name, and starts a session that scripts cannot read', async () => {
    const { listener } = givenFixture();
    const answer = await request(listener)
      .get('/dashboard/sandbox')
      .set('Authorization', basic('me', PASSWORD));
    expect(answer.status).toBe(200);
    expect(String(answer.headers['set-cookie'])).toMatch(/^\S+; Path=\/; HttpOnly; SameSite=Strict$/);
    const cookie = cookieOf(answer);
    for (const path of ['/dashboard/sandbox', '/_emulator/orders']) {
      const later = await request(listener).get(path).set('Cookie', `other=1; ${cookie}`);
      expect(later.status).toBe(200);
      expect(later.headers).not.toHaveProperty('set-cookie');
    }
  });

  it('does not know sessions that are forged, expired, or from another process', async () => {
    const fixture = givenFixture();
    const signIn = (listener = fixture.listener) =>
      request(listener).get('/_emulator/orders').set('Authorization', basic('', PASSWORD)).expect(200);
    const cookie = cookieOf(await signIn());
    const [name, value = ''] = cookie.split('=', 2);
    const forged = [
      `${name}=`,
      `${name}=.`,
      `${name}=${value.slice(0, -2)}`,
      `${name}=9${value}`,
      cookieOf(await signIn(givenFixture().listener)),
    ];
    for (const other of forged) {
      await request(fixture.listener).get('/_emulator/orders').set('Cookie', other).expect(401);
    }
    fixture.clock.advance(24 * 3_600_000);
    await request(fixture.listener).get('/_emulator/orders').set('Cookie', cookie).expect(401);
  });

  it('refuses an address after ten wrong passwords for a minute, except its sessions', async () => {
    const { listener, clock } = givenFixture();
    const get = (password: string) =>
      request(listener).get('/_emulator/orders').set('Authorization', basic('', password));
    const cookie = cookieOf(await get(PASSWORD).expect(200));
    for (let count = 0; count < 10; count += 1) await get(`wrong ${count}`).expect(401);
    const refused = await get(PASSWORD).expect(429);
    expect(refused.headers['retry-after']).toBe('60');
    await request(listener).get('/_emulator/orders').set('Cookie', cookie).expect(200);
    await request(listener).get('/_emulator/orders').expect(401);
    clock.advance(60_000);
    await get(PASSWORD).expect(200);
  });

  it('selects the game of the control API by the user name', async () => {
    const fixture = givenFixture();
    const order = { player_id: 'r2d2-c3po', items: [{ sku: 'CRS-82500' }] };
    await fixture.s2s().post('/s2s/v1/orders').send(order).expect(201);
    const totals = [];
    for (const user of [SANDBOX_KEY, LIVE_KEY, '', 'admin']) {
      const call = request(fixture.listener).get('/_emulator/orders');
      const { body } = await call.set('Authorization', basic(user, PASSWORD)).expect(200);
      totals.push((body as { total: number }).total);
    }
    expect(totals).toEqual([1, 0, 1, 1]);
    const misspelt = await request(fixture.listener)
      .get('/_emulator/settings')
      .set('Authorization', basic('s2s_liv_local', PASSWORD));
    expect([misspelt.status, misspelt.body.detail]).toEqual([
      401,
      `No game has the key "s2s_liv_local". Did you mean ${LIVE_KEY}?`,
    ]);
  });

  it('lets a key select the game in a session', async () => {
    const { listener } = givenFixture();
    const signedIn = await request(listener)
      .get('/_emulator/orders')
      .set('Authorization', basic('', PASSWORD));
    const call = request(listener).get('/_emulator/orders').set('Cookie', cookieOf(signedIn));
    await call.set('Authorization', `Bearer ${LIVE_KEY}`).expect(200);
  });

  it('keeps the hints of the S2S API from telling a key', async () => {
    const { body } = await request(givenFixture().listener)
      .get('/s2s/v1/orders/ord_none')
      .set('Authorization', 'Bearer s2s_sandbox_loca');
    expect(JSON.stringify(body)).not.toContain(SANDBOX_KEY);
  });

  it('shows a browser a page that says what is needed', async () => {
    const { text, status } = await request(givenFixture().listener)
      .get('/dashboard/sandbox')
      .set('Accept', 'text/html');
    expect(status).toBe(401);
    expect(text).toContain('Password needed');
  });

  it('is sent by the client of an emulator, in the same process or another', async () => {
    const emulator = await createEmulator({ password: PASSWORD });
    try {
      expect(await emulator.orders.list()).toMatchObject({ total: 0 });
      const other = await connect(emulator.url, { password: PASSWORD });
      expect(await other.orders.list()).toMatchObject({ total: 0 });
      await expect(connect(emulator.url)).rejects.toThrow('401');
    } finally {
      await emulator.stop();
    }
  });

  it('comes from AGHANIM_PASSWORD, too', () => {
    expect(parseSettings([], { AGHANIM_PASSWORD: 'mine' }).password).toBe('mine');
  });
});
