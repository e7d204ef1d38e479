import { describe, expect, it } from 'vitest';
import { attempt, deliveries, FAILED, order, paidOrder, post, webhook } from '../support/control.ts';
import { createFixture, type Fixture } from '../support/fixture.ts';
import { ROOT, getPage } from './forms.ts';

async function text(fixture: Fixture, path: string): Promise<string> {
  const { text: html } = await getPage(fixture, path).expect(200);
  return html;
}

describe('the dashboard', () => {
  it('begins in the sandbox and keeps the environments apart', async () => {
    const fixture = createFixture();
    const id = await order(fixture, { player_id: 'only-in-sandbox' });
    await getPage(fixture, '/dashboard').expect(302).expect('Location', ROOT);
    await getPage(fixture, `/dashboard/orders/${id}`).expect(302).expect('Location', `${ROOT}/orders/${id}`);
    expect(await text(fixture, ROOT)).toContain('only-in-sandbox');
    expect(await text(fixture, '/dashboard/live')).not.toContain('only-in-sandbox');
    await getPage(fixture, `/dashboard/live/orders/${id}`).expect(404);
  });

  it('tells a newcomer what to do, with a request that works as pasted', async () => {
    const fixture = createFixture();
    const html = await text(fixture, ROOT);
    expect(html).toContain('Nothing has happened here yet');
    expect(html).toContain('Authorization: Bearer s2s_sandbox_local');
    expect(html).toContain('/s2s/v1/orders');
    expect(await text(fixture, '/dashboard/live')).toContain('Bearer s2s_live_local');
  });

  it('lists orders newest first and finds them by id, payment, player, email and status', async () => {
    const fixture = createFixture();
    const ids = [
      await order(fixture, { player_id: 'luke', email: 'luke@example.com' }),
      await order(fixture, { player_id: 'han' }),
      await paidOrder(fixture),
    ];
    const payment = [...fixture.domain.store.tables.payments.all()][0]?.id;
    const shown = async (query: string) => {
      const html = await text(fixture, `${ROOT}${query}`);
      return [...html.matchAll(/<tr id="(ord_\w+)"/g)].map(([, id]) => ids.indexOf(String(id)));
    };
    expect(await shown('')).toEqual([2, 1, 0]);
    expect(await shown('?q=LUKE')).toEqual([0]);
    expect(await shown('?q=luke%40example')).toEqual([0]);
    expect(await shown(`?q=${String(ids[1])}`)).toEqual([1]);
    expect(await shown(`?q=${String(payment)}`)).toEqual([2]);
    expect(await shown('?status=paid')).toEqual([2]);
    expect(await shown('?q=nobody')).toEqual([]);
  });

  it('turns pages', async () => {
    const fixture = createFixture();
    for (let index = 0; index < 51; index += 1) await order(fixture);
    expect(await text(fixture, ROOT)).toContain('1–50 of 51');
    expect(await text(fixture, `${ROOT}?page=2`)).toContain('51–51 of 51');
    expect(await text(fixture, `${ROOT}?page=99`)).toContain('51–51 of 51');
  });

  it('points at players who paid and got nothing, and says what to do [granting.declined-without-refund]', async () => {
    const fixture = createFixture({ rules: { autoRefund: false } });
    webhook(fixture, ['item.add']);
    const id = await paidOrder(fixture);
    attempt(fixture, String(deliveries(fixture)[0]?.id), { verdict: 'declined' });
    expect(await text(fixture, ROOT)).toContain('1 order was paid, nothing was granted');
    const page = await text(fixture, `${ROOT}/orders/${id}`);
    expect(page).toContain('The player paid and got nothing: the game declined the items');
    expect(page).toContain('What to do:');
  });

  it('points at deliveries that were given up, with the hint of the last attempt', async () => {
    const fixture = createFixture();
    webhook(fixture, ['item.add']);
    const id = await paidOrder(fixture);
    attempt(fixture, String(deliveries(fixture)[0]?.id), FAILED);
    expect(await text(fixture, ROOT)).toContain('1 delivery was given up');
    for (const path of [`/orders/${id}`, '/deliveries', `/deliveries/${String(deliveries(fixture)[0]?.id)}`])
      expect(await text(fixture, `${ROOT}${path}`)).toContain('Start your game server.');
  });

  it('shows an attempt as it went over the wire: headers, binary and cut bodies, timings', async () => {
    const fixture = createFixture();
    webhook(fixture, ['item.add']);
    await paidOrder(fixture);
    const id = String(deliveries(fixture)[0]?.id);
    const response = { status: 200, headers: { server: 'x' }, bodyBytes: 99_999, truncated: true };
    attempt(fixture, id, {
      verdict: 'delivered',
      response: { ...response, body: 'AP8=', encoding: 'base64' },
    });
    const html = await text(fixture, `${ROOT}/deliveries/${id}`);
    for (const part of [
      'X-Aghanim-Signature',
      'AP8=',
      'binary',
      'the rest is not kept',
      '10 ms',
      '99,999 bytes',
    ])
      expect(html).toContain(part);
  });

  it('masks the secret in the list and shows it only when asked', async () => {
    const fixture = createFixture();
    const { id, secret } = webhook(fixture);
    for (const path of ['/webhooks', `/webhooks/${id}`, `/webhooks/${id}/delete`])
      expect(await text(fixture, `${ROOT}${path}`)).not.toContain(secret);
    expect(await text(fixture, `${ROOT}/webhooks/${id}?secret=shown`)).toContain(secret);
  });

  it('says only what it knows: no words come from the address', async () => {
    const fixture = createFixture();
    expect(await text(fixture, `${ROOT}/webhooks?done=webhook-deleted`)).toContain('Webhook deleted.');
    const html = await text(fixture, `${ROOT}/webhooks?done=%3Cb%3EYou+won%3C/b%3E`);
    expect(html).not.toContain('You won');
    expect(html).not.toContain('data-testid="flash"');
    expect(await text(fixture, `${ROOT}/webhooks?done=constructor`)).not.toContain('data-testid="flash"');
  });

  it('says beside the filter that an order does not exist, and refuses what is no filter', async () => {
    const fixture = createFixture();
    expect(await text(fixture, `${ROOT}/deliveries?order_id=ord_none`)).toContain('was not found');
    await getPage(fixture, `${ROOT}/deliveries?status=lost`).expect(422);
    for (const path of ['/orders/ord_none', '/webhooks/wh_none', '/deliveries/dlv_none'])
      await getPage(fixture, `${ROOT}${path}`).expect(404);
  });

  it('renders hostile strings as text on every page', async () => {
    const fixture = createFixture();
    const evil = `"><script>alert(1)</script><img src=x onerror='alert(1)'>`;
    const id = await order(fixture, {
      player_id: evil,
      items: [{ sku: evil, name: evil }],
      price_decimal: 1,
      currency: 'USD',
      metadata: { [evil]: evil },
      player_info: { name: evil },
    });
    const { id: hook } = await fixture
      .s2s()
      .post('/s2s/v1/webhooks')
      .send({
        url: `http://x/${evil.replaceAll(/\s/g, '')}`,
        events: ['item.add'],
        method: 'POST',
        description: evil,
      })
      .expect(201)
      .then((answer) => answer.body as { id: string });
    await post(fixture, `/orders/${id}/pay`, { card: '4242424242424242' }).expect(200);
    await post(fixture, `/orders/${id}/refund`, { reason: evil }).expect(200);
    const delivery = String(deliveries(fixture)[0]?.id);
    attempt(fixture, delivery, {
      verdict: 'failed',
      response: {
        status: 500,
        headers: { 'x-evil': evil },
        body: evil,
        encoding: 'utf8',
        bodyBytes: 1,
        truncated: false,
      },
      error: { kind: 'http_status', message: evil, hint: evil },
    });
    const paths = [
      '',
      `?q=${encodeURIComponent(evil)}&status=${encodeURIComponent(evil)}`,
      `/orders/${id}`,
      '/webhooks',
      `/webhooks/${hook}`,
      `/webhooks/${hook}/delete`,
      '/deliveries',
      `/deliveries/${delivery}`,
      '/requests',
      '/catalogue',
      '/coupons',
      '/settings',
    ];
    for (const path of paths) {
      const html = await text(fixture, `${ROOT}${path}`);
      expect(html).not.toContain('<script>alert');
      expect(html).not.toContain('<img');
    }
  });

  it('refuses other web pages and foreign host names', async () => {
    const fixture = createFixture();
    await getPage(fixture, ROOT).set('Host', 'evil.example').expect(403);
    await getPage(fixture, ROOT).set('Origin', 'https://evil.example').expect(403);
  });

  it('serves what its pages load, and lets them run nothing else', async () => {
    const fixture = createFixture();
    const { headers } = await getPage(fixture, ROOT);
    expect(headers['content-security-policy']).not.toContain('unsafe');
    for (const path of [
      '/assets/dashboard.css',
      '/assets/dashboard.js',
      '/assets/dashboard-live.js',
      '/dashboard/idiomorph.js',
    ])
      await getPage(fixture, path).expect(200);
  });
});
