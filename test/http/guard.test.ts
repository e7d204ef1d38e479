import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { createFixture } from '../support/fixture.ts';

const PATHS = ['/dashboard', '/_emulator/deliveries'];
const OPEN_PATHS = ['/livez', '/readyz', '/s2s/v1/webhooks'];
const config = { publicUrl: 'https://pay.example.com', allowedHosts: ['dev.example.com'] };

async function refused(path: string, headers: Record<string, string>, method: 'get' | 'post' = 'get') {
  const { status } = await request(createFixture({ config }).listener)[method](path).set(headers);
  return status === 403;
}

describe('the dashboard and the control API', () => {
  it.each([
    ['localhost:4242', false],
    ['127.0.0.1:4242', false],
    ['[::1]:4242', false],
    ['192.168.1.20:4242', false],
    ['emulator:4242', false],
    ['app.localhost', false],
    ['host.docker.internal:4242', false],
    ['pay.example.com', false],
    ['DEV.example.com', false],
    ['evil.example', true],
    ['127.0.0.1.evil.example', true],
    ['localhost.evil.example:4242', true],
    ['a b', true],
  ])('called by the host name %s are refused: %s', async (host, expected) => {
    for (const path of PATHS) expect(await refused(path, { Host: host })).toBe(expected);
  });

  it.each([
    [{ Origin: 'http://localhost:4242' }, false],
    [{ Origin: 'http://localhost:3000' }, true],
    [{ Origin: 'null' }, true],
    [{ Origin: 'https://evil.example' }, true],
    [{ 'Sec-Fetch-Site': 'cross-site' }, true],
    [{ 'Sec-Fetch-Site': 'same-site' }, true],
    [{ 'Sec-Fetch-Site': 'same-origin', Origin: 'http://localhost:4242' }, false],
    [{}, false],
  ])('changed with the headers %j are refused: %s', async (headers, expected) => {
    for (const path of PATHS) {
      expect(await refused(path, { Host: 'localhost:4242', ...headers }, 'post')).toBe(expected);
    }
  });
});

describe('health and the S2S API', () => {
  it.each(OPEN_PATHS)('answer to any host name: %s', async (path) => {
    expect(await refused(path, { Host: 'whatever.example' })).toBe(false);
  });
});
