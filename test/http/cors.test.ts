import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { createFixture } from '../support/fixture.ts';

const ORIGIN = 'https://game.example';
const PREFLIGHT = {
  Origin: ORIGIN,
  'Access-Control-Request-Method': 'POST',
  'Access-Control-Request-Headers': 'authorization,content-type,x-trace',
};

function givenFixture() {
  return createFixture({ config: { allowedOrigins: [ORIGIN] } });
}

describe('a page of an allowed origin', () => {
  it.each(['/s2s/v1/orders', '/v1/mor/token/create'])('may send what it asks for to %s', async (path) => {
    const answer = await request(givenFixture().listener).options(path).set(PREFLIGHT);
    expect(answer.status).toBe(204);
    expect(answer.headers).toMatchObject({
      'access-control-allow-origin': ORIGIN,
      'access-control-allow-methods': 'GET, POST, PUT, PATCH, DELETE',
      'access-control-allow-headers': 'authorization,content-type,x-trace',
      vary: 'Origin',
    });
    expect(answer.headers).not.toHaveProperty('access-control-allow-private-network');
  });

  it('may call into the private network when its browser asks', async () => {
    const answer = await request(givenFixture().listener)
      .options('/s2s/v1/orders')
      .set({ ...PREFLIGHT, 'Access-Control-Request-Private-Network': 'true' });
    expect(answer.headers['access-control-allow-private-network']).toBe('true');
  });

  it('may read every answer, errors too', async () => {
    const fixture = givenFixture();
    const calls = [
      fixture
        .s2s()
        .post('/s2s/v1/orders')
        .send({ player_id: 'p', items: [{ sku: 'CRS-82500' }] }),
      fixture.s2s().post('/s2s/v1/orders').send('{'),
      fixture.s2s().get('/s2s/v1/nothing'),
      request(fixture.listener).get('/s2s/v1/orders/ord_none'),
      request(fixture.listener).post('/v1/mor/token/create').send({}),
    ];
    for (const call of calls) {
      const { headers } = await call.set({ Origin: ORIGIN, 'Content-Type': 'application/json' });
      expect(headers).toMatchObject({ 'access-control-allow-origin': ORIGIN, vary: 'Origin' });
    }
  });
});

describe('another page', () => {
  it.each(['/s2s/v1/orders', '/v1/mor/token/create'])('may neither ask nor call: %s', async (path) => {
    const { listener } = givenFixture();
    for (const method of ['options', 'post'] as const) {
      const call = request(listener)[method](path);
      const answer = await call.set({ ...PREFLIGHT, Origin: 'https://evil.example' });
      expect(answer.status).toBe(403);
      expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
    }
  });

  it('of an allowed origin still cannot use the control API', async () => {
    const answer = await request(givenFixture().listener).options('/_emulator/orders').set(PREFLIGHT);
    expect(answer.status).toBe(403);
  });
});
