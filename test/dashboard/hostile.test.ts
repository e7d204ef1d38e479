import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { attempt, deliveries, FAILED, order, paidOrder, webhook } from '../support/control.ts';
import { createFixture } from '../support/fixture.ts';
import { getPage, ROOT, submit } from './forms.ts';

const STRINGS = [
  `"><script>alert(1)</script>`,
  `'><img src=x onerror=alert(1)>`,
  '</textarea><script>alert(1)</script>',
  '</title><svg onload=alert(1)>',
  'javascript:alert(1)',
  '{{7*7}}<%= 7*7 %>${7*7}',
  '\u202Eevil\u202C',
  '\u0000\u0001',
  '%00%0d%0aSet-Cookie: a=b',
  '../../../../etc/passwd',
  '=1+1',
  "'; DROP TABLE orders; --",
  '__proto__',
  '\uD800',
  '😀'.repeat(50),
  'a'.repeat(300),
  '-1',
  '1e999',
  'NaN',
];

const FORMS: readonly (readonly [path: string, fields: readonly string[]])[] = [
  [
    '/orders/new',
    ['player_id', 'email', 'sku', 'name', 'quantity', 'price', 'country', 'metadata', 'more', 'locale'],
  ],
  ['/catalogue/new', ['name', 'sku', 'type', 'price', 'currency', 'image_url', 'more']],
  ['/coupons/new', ['code', 'name', 'type', 'discount_percent', 'start_at', 'player_ids', 'more']],
  ['/signature', ['secret', 'timestamp', 'signature', 'body']],
];

function expectHarmless(text: string): void {
  expect(text).not.toContain('<script>alert');
  expect(text).not.toContain('<img src=x');
  expect(text).not.toContain('<svg onload');
  expect(text).not.toMatch(/href="javascript:/);
}

describe('hostile strings', () => {
  it.each(FORMS)('in each field of %s are refused or shown as text', async (path, fields) => {
    const fixture = createFixture();
    for (const field of fields) {
      for (const text of STRINGS) {
        const { status, text: page } = await submit(fixture, path, { [field]: text });
        expect([field, text, status < 500]).toEqual([field, text, true]);
        expectHarmless(page);
      }
    }
    for (const list of ['', '/catalogue', '/coupons', '/players', '/events']) {
      expectHarmless((await getPage(fixture, ROOT + list).expect(200)).text);
    }
  });

  it('in the addresses of lists, searches and players are refused or shown as text', async () => {
    const fixture = createFixture();
    await order(fixture);
    for (const text of STRINGS.filter((one) => one !== '\uD800')) {
      const value = encodeURIComponent(text);
      for (const path of [
        `?q=${value}&from=${value}&min=${value}&metadata=${value}&sort=${value}`,
        `?q=${value}&page=${value}&card=${value}&sku=${value}`,
        `/search?q=${value}`,
        `/events?q=${value}`,
        `/requests?q=${value}&operation=${value}&order_id=${value}`,
        `/players/${value}`,
        `/orders/new?sku=${value}&player_id=${value}&metadata=${value}&more=${value}`,
        `/orders/new?from=${value}`,
        `/fidelity?q=${value}`,
      ]) {
        const { status, text: page } = await getPage(fixture, ROOT + path);
        expect([path, status < 500]).toEqual([path, true]);
        expectHarmless(page);
      }
    }
  });
});

describe('each form that changes something', () => {
  it('refuses other web pages and foreign host names', async () => {
    const fixture = createFixture();
    webhook(fixture, ['item.add']);
    const id = await paidOrder(fixture);
    const delivery = String(deliveries(fixture)[0]?.id);
    attempt(fixture, delivery, FAILED);
    const before = fixture.events().length;
    for (const path of [
      '/orders/new',
      `/orders/${id}/pay`,
      `/orders/${id}/reset-granting`,
      `/deliveries/${delivery}/run`,
      `/deliveries/${delivery}/replay`,
      '/catalogue/new',
      '/coupons/new',
      '/signature',
      '/settings/reset',
    ]) {
      const post = () =>
        request(fixture.listener)
          .post(ROOT + path)
          .type('form')
          .send('sku=CRS-82500&player_id=x');
      await post().set('Origin', 'https://evil.example').expect(403);
      await post().set('Sec-Fetch-Site', 'cross-site').expect(403);
      await post().set('Host', 'evil.example').expect(403);
    }
    expect(fixture.events()).toHaveLength(before);
  });
});
