import { expect, it } from 'vitest';
import { startSite } from './site.ts';
import { GROUPS, HOSTILE_STRINGS } from './strings.ts';

const ROOT = '/dashboard/sandbox';
const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };

it.each(GROUPS)(
  'shows hostile texts such as %j in items, coupons, webhooks and games as text',
  async (...texts) => {
    const site = await startSite();
    const { insist, page } = site;
    for (const text of texts) {
      const item = await insist(
        '/s2s/v1/items',
        {
          name: text,
          sku: text,
          description: text,
          image_url: text,
          icon_url: text,
          type: 'item',
          price: 5,
          currency: 'USD',
          is_stackable: true,
          is_currency: false,
        },
        { name: 'Plain', sku: `plain-${HOSTILE_STRINGS.indexOf(text)}` },
      );
      const coupon = await insist(
        '/s2s/v1/coupons',
        { name: text, code: text, type: 'discount', discount_percent: 5 },
        { name: 'Plain', code: `PLAIN-${HOSTILE_STRINGS.indexOf(text)}` },
      );
      const url = `https://game.example/${encodeURIComponent(Buffer.from(text).toString())}?x=${text}`;
      const webhook = await insist(
        '/s2s/v1/webhooks',
        { events: ['item.remove'], url, description: text, method: 'POST' },
        { url: 'https://game.example/' },
      );
      await insist('/_emulator/games', { name: text }, { name: `Plain ${HOSTILE_STRINGS.indexOf(text)}` });
      const paths = [
        `/catalogue/${String(item['id'])}`,
        `/coupons/${String(coupon['id'])}`,
        `/webhooks/${String(webhook['id'])}`,
      ];
      for (const path of paths) expect([path, (await page(ROOT + path)).status]).toEqual([path, 200]);
    }
    for (const list of ['/catalogue', '/coupons', '/webhooks', '/games']) {
      expect((await page(ROOT + list)).status).toBe(200);
    }
  },
);

it('shows hostile paths, headers and bodies in the log of requests as text', async () => {
  const site = await startSite();
  const key = { Authorization: 'Bearer s2s_sandbox_local' };
  for (const text of HOSTILE_STRINGS) {
    const escaped = encodeURIComponent(Buffer.from(text).toString());
    // What Node sends raw: visible characters, and those above ASCII as Latin-1.
    const raw = text.replace(/[^\x21-\x7e]/g, '-');
    const header = text.replace(/[^\t\x20-\x7e\x80-\xff]/g, '?');
    const headers = {
      ...key,
      'User-Agent': header,
      'X-Hostile': header,
      'Content-Type': header || 'text/html',
    };
    await site.send('POST', `/s2s/v1/${raw}?${raw}=${escaped}`, text, headers);
    await site.send('POST', '/s2s/v1/orders', JSON.stringify({ player_id: text, [text]: text }), {
      ...key,
      'User-Agent': header,
      'Content-Type': 'application/json',
    });
    await site.send('GET', `/s2s/v1/orders/${escaped}`, '', key);
  }
  const requests = site.fixture.app.requestLog.all();
  expect(requests.length).toBeGreaterThan(HOSTILE_STRINGS.length * 2);
  for (const number of [1, 2, 3, 4]) await site.page(`${ROOT}/requests?page=${number}`);
  for (const { id } of requests) {
    expect([id, (await site.page(`${ROOT}/requests/${id}`)).status]).toEqual([id, 200]);
  }
});

it('shows hostile texts in the forms of the redeem page, the hub and the checkout as text', async () => {
  const site = await startSite();
  const free = {
    player_id: 'leia',
    items: [{ sku: 'CRS-82500', price: 0, currency: 'USD' }],
    coupons_enabled: true,
  };
  const { json } = await site.call('POST', '/s2s/v1/orders', free);
  const order = `/order/${(json as { order_id: string }).order_id}`;
  for (const text of HOSTILE_STRINGS) {
    await site.page('/redeem', { player_id: text, code: text });
    await site.page('/hub/sandbox/login', { player_id: text, player: text });
    await site.page('/hub/sandbox/lookup', { account_id: text });
    await site.page('/hub/sandbox/buy', { session: text, sku: text });
    await site.page(`${order}/coupon`, { coupon_code: text });
    const query = `x=${encodeURIComponent(Buffer.from(text).toString())}`;
    for (const name of ['done', 'code', 'player_id', 'token'])
      await site.page(`/redeem?${query.replace('x', name)}`);
    await site.page(`/hub/sandbox?${query.replace('x', 'player_id')}&${query.replace('x', 'session')}`);
  }
  for (const action of ['plan', '3ds', 'tester/resolve', 'tester/abandon']) {
    for (const text of HOSTILE_STRINGS) {
      const fields = { item: text, plan_key: text, answer: text, outcome: text, code: text };
      const body = new URLSearchParams(fields).toString();
      await site.send('POST', `${order}/${action}`, body, { ...FORM, Accept: 'application/json' });
    }
  }
});
