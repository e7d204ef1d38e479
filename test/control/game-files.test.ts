import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { LIVE_KEY, createFixture, SANDBOX_KEY, type Fixture } from '../support/fixture.ts';
import { makeEverything } from '../support/game-files.ts';
import { paidOrder } from '../support/control.ts';
import type { WrittenGameFile } from '../../src/http/game-file/schema.ts';

type Detail = readonly { readonly loc: readonly unknown[]; readonly msg: string }[];

async function exported(fixture: Fixture, key = SANDBOX_KEY, query = ''): Promise<WrittenGameFile> {
  const { body } = await request(fixture.listener)
    .get(`/_emulator/export${query}`)
    .auth(key, { type: 'bearer' })
    .expect(200);
  return body as WrittenGameFile;
}

function importNew(fixture: Fixture, file: unknown, query = '') {
  return request(fixture.listener)
    .post(`/_emulator/games/import${query}`)
    .type('json')
    .send(typeof file === 'string' ? file : JSON.stringify(file));
}

function importInto(fixture: Fixture, file: unknown, key = SANDBOX_KEY) {
  return request(fixture.listener)
    .post('/_emulator/import')
    .auth(key, { type: 'bearer' })
    .send(file as object);
}

const MINIMAL = { format: 'aghanim-emulator-game', version: 1, name: 'Minimal' };

/** The paths of what was refused, and the first message. */
function refused(answer: { readonly body: unknown; readonly text: string }): string {
  const { detail } = answer.body as { detail: Detail };
  return detail.map(({ loc, msg }) => `${loc.join('.')}: ${msg}`).join('\n');
}

describe('the export of a game', () => {
  it('gives the same file after an import into a new game', async () => {
    const fixture = createFixture();
    await makeEverything(fixture);
    const file = await exported(fixture, SANDBOX_KEY, '?secrets=true');
    const { body } = await importNew(fixture, file).expect(201);
    const { key, name } = body as { key: string; name: string };
    expect(name).toBe('Sandbox game');
    expect(JSON.stringify(await exported(fixture, key, '?secrets=true'))).toBe(JSON.stringify(file));
    for (const [name, part] of Object.entries(file)) expect(part, name).not.toEqual([]);
  });

  it('gives the same file after an import into another emulator and into a game that has data', async () => {
    const [from, to] = [createFixture(), createFixture()];
    await makeEverything(from);
    await paidOrder(to);
    const file = await exported(from);
    await importInto(to, file).expect(200, { game_id: to.game.id, name: 'Sandbox game' });
    expect(await exported(to)).toEqual(file);
    const { tables } = to.domain.store;
    expect(tables.orders.count('game', to.game.id)).toBe(0);
    expect(tables.payments.count('game', to.game.id)).toBe(0);
    expect(tables.events.count('game', to.game.id)).toBe(0);
    expect(tables.games.get(to.game.id)?.resets).toBe(1);
  });

  it('names no id of the process', async () => {
    const fixture = createFixture();
    await makeEverything(fixture);
    const text = JSON.stringify(await exported(fixture));
    expect(text).not.toMatch(/"(?:gm|itm|icat|ptpl|cpn|crt|lb|loy|ltier|ach|wh)_\w+"/);
    for (const name of ['@item/GEM', '@category/1', '@template/1', '@creator/1', '@tier/1']) {
      expect(text).toContain(JSON.stringify(name));
    }
  });

  it('has neither keys nor secrets unless they are asked for', async () => {
    const fixture = createFixture();
    await makeEverything(fixture);
    const secrets = fixture.domain.store.tables.webhooks
      .by('game', fixture.game.id)
      .map(({ secret }) => secret);
    const plain = JSON.stringify(await exported(fixture));
    for (const secret of [SANDBOX_KEY, LIVE_KEY, ...secrets]) expect(plain).not.toContain(secret);
    const file = await exported(fixture, SANDBOX_KEY, '?secrets=true');
    expect(file.webhooks?.map(({ secret }) => secret)).toEqual(secrets);
    expect(JSON.stringify(file)).not.toContain(SANDBOX_KEY);
  });

  it('leaves out what refers to something that was deleted', async () => {
    const fixture = createFixture();
    await makeEverything(fixture);
    const { tables } = fixture.domain.store;
    const [creator] = tables.creators.by('game', fixture.game.id);
    await fixture
      .s2s()
      .delete(`/s2s/v1/creators/${String(creator?.id)}`)
      .expect(204);
    for (const sku of ['CHEST', 'GEM']) {
      const item = tables.items.by('game', fixture.game.id).find((one) => one.sku === sku);
      await fixture
        .s2s()
        .delete('/s2s/v1/items')
        .send([{ id: item?.id }])
        .expect(204);
    }
    const file = await exported(fixture);
    await importNew(fixture, file).expect(201);
  });
});

describe('the import of a game', () => {
  it('makes a game of a file that says only its name', async () => {
    const fixture = createFixture();
    const { body } = await importNew(fixture, MINIMAL).expect(201);
    const { key } = body as { key: string };
    expect(await exported(fixture, key)).toMatchObject({ ...MINIMAL, items: [], webhooks: [] });
  });

  it('lets items, bundles and categories refer to each other in any order', async () => {
    const fixture = createFixture();
    const { body } = await importNew(fixture, {
      ...MINIMAL,
      item_categories: [
        { id: '@swords', name: 'Swords', position: 1, parent_id: '@weapons' },
        { id: '@weapons', name: 'Weapons', position: 2 },
      ],
      items: [
        { sku: 'BOX', name: 'Box', type: 'bundle', nested_items: [{ sku: 'GEM' }] },
        { sku: 'GEM', name: '@weapons', categories: ['@swords'], fallback_item_id: '@item/BOX' },
      ],
    }).expect(201);
    const { game_id: id } = body as { game_id: string };
    const { tables } = fixture.domain.store;
    const [box, gem] = tables.items.by('game', id);
    const [swords, weapons] = tables.itemCategories.by('game', id);
    expect(box?.nestedItems?.[0]?.itemId).toBe(gem?.id);
    expect(gem).toMatchObject({ categories: [swords?.id], fallbackItemId: box?.id, name: '@weapons' });
    expect(swords?.parentId).toBe(weapons?.id);
  });

  it('gives a name that is taken a number, and refuses one that the query gives', async () => {
    const fixture = createFixture();
    await importNew(fixture, MINIMAL).expect(201);
    expect((await importNew(fixture, MINIMAL)).body).toMatchObject({ name: 'Minimal (2)' });
    expect((await importNew(fixture, MINIMAL, '?name=Other')).body).toMatchObject({ name: 'Other' });
    await importNew(fixture, MINIMAL, '?name=Other').expect(409);
  });

  it.each<[string, object, RegExp]>([
    ['another format', { format: 'x' }, /^body\.format: /],
    ['a newer version', { version: 2 }, /^body\.version: /],
    ['no name', { name: '' }, /^body\.name: /],
    ['an unknown part', { orders: [] }, /^body\.orders: Extra inputs/],
    ['a wrong type', { items: { sku: 'A' } }, /^body\.items: /],
    ['an item without a SKU', { items: [{ name: 'A' }] }, /^body\.items\.0\.sku: /],
    ['a misspelt field', { items: [{ sku: 'A', name: 'A', prize: 1 }] }, /^body\.items\.0\.prize: Extra/],
    [
      'two items with one SKU',
      {
        items: [
          { sku: 'A', name: 'A' },
          { sku: 'A', name: 'B' },
        ],
      },
      /^body\.items\.1\.sku: The file has "@item\/A" twice/,
    ],
    [
      'an unknown part of a bundle',
      { items: [{ sku: 'A', name: 'A', nested_items: [{ sku: 'B' }] }] },
      /^body\.items\.0\.nested_items\.0\.sku: Unknown SKU "B"/,
    ],
    [
      'a bundle that contains itself',
      { items: [{ sku: 'A', name: 'A', nested_items: [{ sku: 'A' }] }] },
      /^body\.items\.0\.nested_items: A bundle must not contain itself/,
    ],
    [
      'a chain of bundles that is too deep to read',
      {
        items: Array.from({ length: 3000 }, (_, n) => ({
          sku: `S${n}`,
          name: 'A',
          nested_items: n === 2999 ? [] : [{ sku: `S${n + 1}` }],
        })),
      },
      /^body\.items\.0\.nested_items: A bundle must not have more than 100 levels/,
    ],
    [
      'an unknown category',
      { items: [{ sku: 'A', name: 'A', categories: ['@swords'] }] },
      /^body\.items\.0\.categories\.0: Unknown item category "@swords"/,
    ],
    [
      'two coupons with one code',
      { coupons: [coupon('A'), coupon('A')] },
      /^body\.coupons\.1: A coupon with the code "A" already exists/,
    ],
    [
      'a coupon for an unknown item',
      { coupons: [{ ...coupon('A'), applicable_item_ids: ['@item/A'] }] },
      /^body\.coupons\.0\.applicable_item_ids\.0: The file has no item "@item\/A"/,
    ],
    [
      'a creator without their coupon',
      { creators: [{ name: 'A', email: 'a@b.c', coupon_code: 'A' }] },
      /^body\.creators\.0\.coupon_code: The file has no coupon "A"/,
    ],
    [
      'a secret that is too long',
      { webhooks: [{ url: 'http://127.0.0.1:9/', secret: 's'.repeat(257) }] },
      /^body\.webhooks\.0\.secret: String should have at most 256 characters/,
    ],
    ['a wrong URL', { webhooks: [{ url: 'ftp://x' }] }, /^body\.webhooks\.0\.url: Not a valid webhook URL/],
    [
      'a wrong schedule',
      { settings: { retry_schedule: 'often' } },
      /^body\.settings\.retry_schedule: The retry schedule must be/,
    ],
    [
      'an SVG as the logo',
      { branding: { logo: 'data:image/svg+xml;base64,PHN2Zz4=' } },
      /^body\.branding\.logo: /,
    ],
    [
      'two records with one name',
      { leaderboards: [board('@a'), board('@a')] },
      /^body\.leaderboards\.1\.id: The file has "@a" twice/,
    ],
    [
      'two resources with one key',
      { resources: [resource('a'), resource('a')] },
      /^body\.resources\.1: "a" is already in/,
    ],
    ['two equal locales', { locales: [{ locale: 'de' }, { locale: 'de' }] }, /^body\.locales\.1: /],
    ['inherited names', { constructor: 1 }, /^body\.constructor: Extra/],
    ['an inherited name as a kind', { clock: { mode: 'constructor' } }, /^body\.clock\.mode: /],
  ])('refuses %s, and changes nothing', async (_what, part, expected) => {
    const fixture = createFixture();
    const before = await exported(fixture);
    const games = fixture.domain.store.tables.games.size;
    expect(refused(await importNew(fixture, { ...MINIMAL, ...part }).expect(422))).toMatch(expected);
    expect(refused(await importInto(fixture, { ...MINIMAL, ...part }).expect(422))).toMatch(expected);
    expect(await exported(fixture)).toEqual(before);
    expect(fixture.domain.store.tables.games.size).toBe(games);
  });

  it.each([
    ['10 MB', `{"name":"${'x'.repeat(10_000_000)}"}`, 413],
    ['more than 4 MiB', `{"name":"${'x'.repeat(4_200_000)}"}`, 413],
    ['depth', '['.repeat(100_000), 400],
    [
      'depth inside',
      `{"format":"aghanim-emulator-game","version":1,"name":"x","resources":${'['.repeat(600)}${']'.repeat(600)}}`,
      400,
    ],
    [
      'too many values',
      JSON.stringify({
        ...MINIMAL,
        scenarios: Array.from({ length: 9000 }, () => Array.from({ length: 30 }, () => 1)),
      }),
      422,
    ],
    ['a list', '[]', 422],
    ['a text', '"x"', 422],
    ['no JSON', '{', 422],
    ['__proto__', '{"__proto__":{"name":"x"},"format":"aghanim-emulator-game","version":1}', 422],
  ])('refuses hostile files: %s', async (_what, text, status) => {
    const fixture = createFixture();
    const before = fixture.domain.store.tables.games.size;
    const answer = await importNew(fixture, text).catch((error: unknown) => error as Error);
    // A client may notice that the connection is closed before it reads the answer.
    if (!(answer instanceof Error)) expect(answer.status).toBe(status);
    expect(fixture.domain.store.tables.games.size).toBe(before);
    expect(({} as { name?: string }).name).toBeUndefined();
  });

  it.each(['/games/import', '/import'])('refuses pages of other origins: %s', async (path) => {
    const fixture = createFixture();
    const send = () => request(fixture.listener).post(`/_emulator${path}`).type('text/plain');
    await send().set('Origin', 'https://evil.example').send(JSON.stringify(MINIMAL)).expect(403);
    await send().set('Sec-Fetch-Site', 'cross-site').send(JSON.stringify(MINIMAL)).expect(403);
    await send().set('Host', 'evil.example').send(JSON.stringify(MINIMAL)).expect(403);
    await request(fixture.listener).get('/_emulator/export').set('Host', 'evil.example').expect(403);
    await request(fixture.listener)
      .get('/_emulator/export')
      .set('Origin', 'https://evil.example')
      .expect(403);
  });
});

function coupon(code: string) {
  return { code, name: code, type: 'discount', discount_percent: 5 };
}

function board(id: string) {
  return { id, name: 'A', description: '' };
}

function resource(key: string) {
  return { kind: '/v1/news', key, data: {} };
}
