import { describe, expect, it } from 'vitest';
import { attempt, deliveries, FAILED, order, paidOrder, post, webhook } from '../support/control.ts';
import { buildHouse, type House } from '../support/house.ts';
import { ROOT, visit } from './forms.ts';

async function text(house: House, path: string): Promise<string> {
  const { text: html } = await visit(house, path).expect(200);
  return html;
}

describe('the dashboard', () => {
  it('begins in the sandbox and keeps the environments apart', async () => {
    const house = buildHouse();
    const id = await order(house, { player_id: 'only-in-sandbox' });
    await visit(house, '/dashboard').expect(302).expect('Location', ROOT);
    await visit(house, `/dashboard/orders/${id}`).expect(302).expect('Location', `${ROOT}/orders/${id}`);
    expect(await text(house, ROOT)).toContain('only-in-sandbox');
    expect(await text(house, '/dashboard/live')).not.toContain('only-in-sandbox');
    await visit(house, `/dashboard/live/orders/${id}`).expect(404);
  });

  it('tells a newcomer what to do, with a request that works as pasted', async () => {
    const house = buildHouse();
    const html = await text(house, ROOT);
    expect(html).toContain('Nothing has happened here yet');
    expect(html).toContain('Authorization: Bearer s2s_sandbox_local');
    expect(html).toContain('/s2s/v1/orders');
    expect(await text(house, '/dashboard/live')).toContain('Bearer s2s_live_local');
  });

  it('lists orders newest first and finds them by id, payment, player, email and status', async () => {
    const house = buildHouse();
    const ids = [
      await order(house, { player_id: 'luke', email: 'luke@example.com' }),
      await order(house, { player_id: 'han' }),
      await paidOrder(house),
    ];
    const payment = [...house.world.store.tables.payments.all()][0]?.id;
    const shown = async (query: string) => {
      const html = await text(house, `${ROOT}${query}`);
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
    const house = buildHouse();
    for (let index = 0; index < 26; index += 1) await order(house);
    expect(await text(house, ROOT)).toContain('1–25 of 26');
    expect(await text(house, `${ROOT}?page=2`)).toContain('26–26 of 26');
    expect(await text(house, `${ROOT}?page=99`)).toContain('26–26 of 26');
  });

  it('points at players who paid and got nothing, and says what to do', async () => {
    const house = buildHouse({ rules: { autoRefund: false } });
    webhook(house, ['item.add']);
    const id = await paidOrder(house);
    attempt(house, String(deliveries(house)[0]?.id), { verdict: 'declined' });
    expect(await text(house, ROOT)).toContain('1 player paid and got nothing');
    const page = await text(house, `${ROOT}/orders/${id}`);
    expect(page).toContain('The player paid and got nothing: the game declined the items');
    expect(page).toContain('What to do:');
  });

  it('points at deliveries that were given up, with the hint of the last attempt', async () => {
    const house = buildHouse();
    webhook(house, ['item.add']);
    const id = await paidOrder(house);
    attempt(house, String(deliveries(house)[0]?.id), FAILED);
    expect(await text(house, ROOT)).toContain('1 delivery was given up');
    for (const path of [`/orders/${id}`, '/deliveries', `/deliveries/${String(deliveries(house)[0]?.id)}`])
      expect(await text(house, `${ROOT}${path}`)).toContain('Start your game server.');
  });

  it('shows an attempt as it went over the wire: headers, binary and cut bodies, timings', async () => {
    const house = buildHouse();
    webhook(house, ['item.add']);
    await paidOrder(house);
    const id = String(deliveries(house)[0]?.id);
    const response = { status: 200, headers: { server: 'x' }, bodyBytes: 99_999, truncated: true };
    attempt(house, id, {
      verdict: 'delivered',
      response: { ...response, body: 'AP8=', encoding: 'base64' },
    });
    const html = await text(house, `${ROOT}/deliveries/${id}`);
    for (const part of ['X-Aghanim-Signature', 'AP8=', 'binary', 'cut after 64 KiB', '10 ms', '99,999 bytes'])
      expect(html).toContain(part);
  });

  it('masks the secret in the list and shows it only when asked', async () => {
    const house = buildHouse();
    const { id, secret } = webhook(house);
    for (const path of ['/webhooks', `/webhooks/${id}`, `/webhooks/${id}/delete`])
      expect(await text(house, `${ROOT}${path}`)).not.toContain(secret);
    expect(await text(house, `${ROOT}/webhooks/${id}?secret=shown`)).toContain(secret);
  });

  it('says only what it knows: no words come from the address', async () => {
    const house = buildHouse();
    expect(await text(house, `${ROOT}/webhooks?done=webhook-deleted`)).toContain('Webhook deleted.');
    const html = await text(house, `${ROOT}/webhooks?done=%3Cb%3EYou+won%3C/b%3E`);
    expect(html).not.toContain('You won');
    expect(html).not.toContain('data-testid="flash"');
    expect(await text(house, `${ROOT}/webhooks?done=constructor`)).not.toContain('data-testid="flash"');
  });

  it('says beside the filter that an order does not exist, and refuses what is no filter', async () => {
    const house = buildHouse();
    expect(await text(house, `${ROOT}/deliveries?order_id=ord_none`)).toContain('was not found');
    await visit(house, `${ROOT}/deliveries?status=lost`).expect(422);
    for (const path of ['/orders/ord_none', '/webhooks/wh_none', '/deliveries/dlv_none'])
      await visit(house, `${ROOT}${path}`).expect(404);
  });

  it('renders hostile strings as text on every page', async () => {
    const house = buildHouse();
    const evil = `"><script>alert(1)</script><img src=x onerror='alert(1)'>`;
    const id = await order(house, {
      player_id: evil,
      items: [{ sku: evil, name: evil }],
      price_decimal: 1,
      currency: 'USD',
      metadata: { [evil]: evil },
      player_info: { name: evil },
    });
    const { id: hook } = await house
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
    await post(house, `/orders/${id}/pay`, { card: '4242424242424242' }).expect(200);
    await post(house, `/orders/${id}/refund`, { reason: evil }).expect(200);
    const delivery = String(deliveries(house)[0]?.id);
    attempt(house, delivery, {
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
      const html = await text(house, `${ROOT}${path}`);
      expect(html).not.toContain('<script>alert');
      expect(html).not.toContain('<img');
    }
  });

  it('refuses other web pages and foreign host names', async () => {
    const house = buildHouse();
    await visit(house, ROOT).set('Host', 'evil.example').expect(403);
    await visit(house, ROOT).set('Origin', 'https://evil.example').expect(403);
  });

  it('serves what its pages load, and lets them run nothing else', async () => {
    const house = buildHouse();
    const { headers } = await visit(house, ROOT);
    expect(headers['content-security-policy']).not.toContain('unsafe');
    for (const path of ['/assets/dashboard.css', '/assets/dashboard.js', '/dashboard/idiomorph.js'])
      await visit(house, path).expect(200);
  });
});
