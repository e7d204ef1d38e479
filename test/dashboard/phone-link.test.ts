import { correction, generate } from 'lean-qr';
import { toSvgPath } from 'lean-qr/extras/svg';
import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { order } from '../support/control.ts';
import { createFixture, type FixtureOptions } from '../support/fixture.ts';

async function pageOf(options: FixtureOptions, host = 'localhost:4242') {
  const fixture = createFixture(options);
  const id = await order(fixture);
  const { text } = await request(fixture.listener)
    .get(`/dashboard/sandbox/orders/${id}`)
    .set({ Host: host, Accept: 'text/html' })
    .expect(200);
  const [, href = null] = /href="([^"]*)"[^>]*data-testid="phone-link"/.exec(text) ?? [];
  const [, outline = null] = /<path d="([^"]*)"\/>\s*<\/svg>\s*<a[^>]*phone-link/.exec(text) ?? [];
  return { id, href, outline };
}

describe('the page of an order', () => {
  it.each<[string, FixtureOptions, string | undefined, string]>([
    ['on the network', { networkUrls: ['http://10.0.0.2:4242'] }, undefined, 'http://10.0.0.2:4242'],
    ['that the browser used', {}, '192.168.1.20:4242', 'http://192.168.1.20:4242'],
    ['that is public', { config: { publicUrl: 'https://shop.test' } }, undefined, 'https://shop.test'],
  ])('shows a QR code of the checkout page at the address %s', async (_which, options, host, base) => {
    const { id, href, outline } = await pageOf(options, host);
    expect(href).toBe(`${base}/order/${id}`);
    expect(outline).toBe(toSvgPath(generate(`${base}/order/${id}`, { minCorrectionLevel: correction.M })));
  });

  it.each(['localhost:99999', `${'a'.repeat(4000)}:4242`])(
    'shows none for the host name %.20s',
    async (host) => {
      expect(await pageOf({}, host)).toMatchObject({ href: null });
    },
  );

  it('shows none when only this machine can connect', async () => {
    expect(await pageOf({})).toMatchObject({ href: null, outline: null });
  });
});
