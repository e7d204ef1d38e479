import { describe, expect, it } from 'vitest';
import { webhook } from '../support/control.ts';
import { createFixture, type Fixture } from '../support/fixture.ts';
import { getPage, ROOT, submit } from './forms.ts';

type Fields = Record<string, string | string[]>;

/** The command for the fields of a form, as the page asks for it while the form is filled in. */
async function curlFor(fixture: Fixture, path: string, fields: Fields): Promise<string> {
  const asked = `/curl/${path}${path.includes('?') ? '&' : '?'}as=json`;
  const { body } = await submit(fixture, asked, fields).set('Accept', 'application/json').expect(200);
  return (body as { curl: string }).curl;
}

const HOOK: Fields = {
  url: 'http://localhost:3000/hook',
  description: '',
  method: 'POST',
  events: ['item.add', 'order.*'],
  player_context_enabled: 'on',
};

const CASES: readonly [string, Fields, string, string][] = [
  [
    'order',
    {
      player_id: 'leia',
      sku: ['A', 'B', ''],
      name: ['', 'Bee', ''],
      quantity: ['', '', ''],
      price: ['', '5', ''],
      more: '{',
    },
    'POST',
    '"player_id":"leia","items":[{"sku":"A"},{"sku":"B","name":"Bee","price":5}]',
  ],
  [
    'catalogue',
    { sku: 'BOX', name: "Box's", type: 'bundle', more: '{"nested_items": [{"sku": "GEM"}]}' },
    'POST',
    '"nested_items":[{"sku":"GEM"}]',
  ],
  ['catalogue?id=itm_1', { sku: 'BOX', price: '5' }, 'PUT', '/s2s/v1/items/itm_1'],
  ['coupons', { code: 'TEN', type: 'discount', discount_percent: '10' }, 'POST', '"discount_percent":10'],
  ['webhook', HOOK, 'POST', '"events":["item.add","order.*"],"method":"POST"'],
  ['webhook?id=wh_1', HOOK, 'PUT', '/s2s/v1/webhooks/wh_1'],
  [
    'game-settings',
    { auto_refund: 'off', schedule: 'list', schedule_list: '1,2' },
    'PATCH',
    '"retry_schedule":"1,2"',
  ],
  [
    'look',
    { game_name: 'A', color: '#112233', logo: '' },
    'PATCH',
    '"branding":{"color":"#112233","logo":null}',
  ],
  ['process-settings', { keep_orders: '5' }, 'PATCH', '"keep_orders":"5"'],
];

describe('the curl command of a form', () => {
  it.each(CASES)(
    'follows the fields of %s, without changing anything',
    async (path, fields, method, part) => {
      const fixture = createFixture();
      const before = JSON.stringify([...fixture.domain.store.tables.games.all()]);
      const curl = await curlFor(fixture, path, fields);
      expect(curl).toContain(`curl -X ${method} `);
      expect(curl).toContain(part);
      expect(fixture.domain.store.tables.orders.size + fixture.domain.store.tables.webhooks.size).toBe(0);
      expect(JSON.stringify([...fixture.domain.store.tables.games.all()])).toBe(before);
      const page = await submit(fixture, `/curl/${path}`, fields).expect(200);
      expect(page.text).toContain('The same over the API');
    },
  );

  it.each(['/orders/new', '/catalogue/new', '/coupons/new', '/webhooks/new', '/settings'])(
    'is below the form of %s, with a button for browsers without scripts',
    async (path) => {
      const fixture = createFixture();
      const { text } = await getPage(fixture, ROOT + path).expect(200);
      for (const [, form = '', href = ''] of text.matchAll(
        /data-curl-of="([^"]+)" data-curl-from="([^"]+)"/g,
      )) {
        expect(text).toContain(`id="${form}"`);
        expect(text).toContain(`<button form="${form}" formaction="${href}" formnovalidate>`);
      }
      expect(text.match(/data-curl-of=/g)).toHaveLength(path === '/settings' ? 3 : 1);
    },
  );

  it('is below the forms that change something', async () => {
    const fixture = createFixture();
    const { id } = webhook(fixture, ['item.add']);
    const { text } = await getPage(fixture, `${ROOT}/webhooks/${id}`).expect(200);
    expect(text).toContain(`curl -X PUT`);
    expect(text).toContain(`/curl/webhook?id=${id}`);
  });

  it('is refused to pages of other origins', async () => {
    const fixture = createFixture();
    await submit(fixture, '/curl/order', {}).set('Origin', 'https://evil.example').expect(403);
    await submit(fixture, '/curl/order', {}).set('Host', 'evil.example').expect(403);
  });
});
