import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { deliveries, order, paidOrder, webhook } from '../support/control.ts';
import { makeCoupon } from '../support/coupons.ts';
import { createFixture } from '../support/fixture.ts';
import { getPage, ROOT, submit } from './forms.ts';

describe('the form of a new order', () => {
  it('makes an order with three items and every other field', async () => {
    const fixture = createFixture();
    makeCoupon(fixture, { code: 'TEN' });
    const { headers } = await submit(fixture, '/orders/new', {
      player_id: 'leia',
      email: 'leia@example.com',
      sku: ['CRS-82500', 'gem', 'sword', ''],
      name: ['', 'Gem', 'Sword', ''],
      quantity: ['', '5', '', ''],
      price: ['', '', '', ''],
      price_decimal: '12.5',
      currency: 'EUR',
      country: 'DE',
      country_locked: 'on',
      coupon_code: 'TEN',
      locale: 'de',
      metadata: 'campaign=spring\nnote=a=b',
      more: '{"ui_settings": {"mode": "dark"}}',
    }).expect(303);
    const [, id = ''] = /orders\/(ord_\w+)\?/.exec(String(headers['location'])) ?? [];
    expect(fixture.domain.store.tables.orders.get(id)).toMatchObject({
      playerId: 'leia',
      currency: 'EUR',
      amountBeforeDiscount: 1250,
      amount: 1125,
      country: 'DE',
      countryLocked: true,
      locale: 'de',
      metadata: { campaign: 'spring', note: 'a=b' },
      uiSettings: { mode: 'dark' },
      coupon: { code: 'TEN' },
    });
    expect(fixture.domain.store.tables.orders.get(id)?.items.map(({ sku }) => sku)).toEqual([
      'CRS-82500',
      'gem',
      'sword',
    ]);
  });

  it('says what is wrong and keeps what was filled in', async () => {
    const fixture = createFixture();
    const fields = { player_id: 'leia', sku: ['NOPE'], price_decimal: 'much', more: '[1]' };
    const { text: json } = await submit(fixture, '/orders/new', fields).expect(422);
    expect(json).toContain('Not a JSON object');
    const { text } = await submit(fixture, '/orders/new', { ...fields, more: '' }).expect(422);
    expect(text).toContain('id="price_decimal-error"');
    expect(text).toContain('value="much"');
    expect(text).toContain('value="NOPE"');
    expect(fixture.domain.store.tables.orders.size).toBe(0);
  });

  it('is filled in by its address, and by an order to copy, and shows the curl that does the same', async () => {
    const fixture = createFixture();
    const scenario = `${ROOT}/orders/new?player_id=han&sku=CRS-82500&sku=gem&name=&name=Gem&country=DE`;
    const { text } = await getPage(fixture, scenario).expect(200);
    const curl = /<code>(curl[^<]*)<\/code>/.exec(text)?.[1]?.replaceAll('&#34;', '"') ?? '';
    expect(curl).toContain(
      '"player_id":"han","country":"DE","items":[{"sku":"CRS-82500"},{"sku":"gem","name":"Gem"}]',
    );
    const id = await order(fixture, { player_id: 'padme', metadata: { a: 'b' } });
    const { text: copy } = await getPage(fixture, `${ROOT}/orders/new?from=${id}`).expect(200);
    for (const part of ['value="padme"', 'value="29.99"', 'a=b']) expect(copy).toContain(part);
  });
});

describe('a scenario', () => {
  const fields = {
    player_id: 'leia',
    sku: ['gem', 'sword'],
    name: ['Gem', ''],
    more: '{"ui_settings": {"mode": "dark"}}',
  };

  it('keeps the fields of an order under a name, fills in the form, and is in the export', async () => {
    const fixture = createFixture();
    const named = { ...fields, scenario_name: 'Two & more' };
    await submit(fixture, '/orders/scenarios', named)
      .expect(303)
      .expect('Location', `${ROOT}/orders/new?scenario=Two%20%26%20more&done=scenario-kept`);
    await submit(fixture, '/orders/scenarios', { ...named, player_id: 'han' }).expect(303);
    const { text } = await getPage(fixture, `${ROOT}/orders/new?scenario=Two%20%26%20more`).expect(200);
    for (const part of ['value="han"', 'value="gem"', 'value="sword"', 'ui_settings', 'Two &amp; more']) {
      expect(text).toContain(part);
    }
    const { body } = await getPage(fixture, `${ROOT}/settings/export`).set('Accept', 'application/json');
    expect(body).toMatchObject({
      scenarios: [
        {
          name: 'Two & more',
          order: { player_id: 'han', items: [{ sku: 'gem', name: 'Gem' }, { sku: 'sword' }] },
        },
      ],
    });
    expect(fixture.domain.store.tables.orders.size).toBe(0);
    await submit(fixture, '/orders/scenarios/delete', { scenario_name: 'Two & more' }).expect(303);
    expect(fixture.domain.store.tables.games.get(fixture.game.id)?.scenarios).toEqual([]);
    await submit(fixture, '/orders/scenarios/delete', { scenario_name: 'Two & more' }).expect(404);
  });

  it('needs a name and further fields that are JSON', async () => {
    const fixture = createFixture();
    await submit(fixture, '/orders/scenarios', { ...fields, scenario_name: '' }).expect(
      422,
      /id="scenario_name-error"/,
    );
    await submit(fixture, '/orders/scenarios', { ...fields, more: '{', scenario_name: 'x' }).expect(
      422,
      /id="more-error"/,
    );
    await submit(fixture, '/orders/scenarios', { ...fields, scenario_name: 'x' })
      .set('Origin', 'https://evil.example')
      .expect(403);
    expect(fixture.domain.store.tables.games.get(fixture.game.id)?.scenarios).toBeUndefined();
  });

  it('may come from a file with any JSON', async () => {
    const fixture = createFixture();
    const order = {
      items: [null, 5, { sku: { a: 1 }, name: 'x' }],
      metadata: 5,
      currency: ['USD'],
      constructor: 1,
    };
    const file = {
      format: 'aghanim-emulator-game',
      version: 1,
      name: 'n',
      scenarios: [{ name: 'odd', order }],
    };
    await submit(fixture, '/settings/import', { file: JSON.stringify(file), as: 'this', name: '' }).expect(
      303,
    );
    await getPage(fixture, `${ROOT}/orders/new?scenario=odd`).expect(200);
  });
});

describe('the forms of items and coupons', () => {
  it('make and change an item', async () => {
    const fixture = createFixture();
    const fields = {
      name: 'Sword',
      sku: 'SWORD',
      type: 'item',
      price: '499',
      currency: 'USD',
      quantity: '2',
    };
    await submit(fixture, '/catalogue/new', fields)
      .expect(303)
      .expect('Location', /done=item-created/);
    const item = fixture.domain.store.tables.items
      .by('game', fixture.game.id)
      .find(({ sku }) => sku === 'SWORD');
    expect(item).toMatchObject({ price: 499, quantity: 2 });
    const path = `/catalogue/${String(item?.id)}`;
    const { text } = await getPage(fixture, ROOT + path).expect(200);
    for (const part of ['value="SWORD"', 'value="499"', `curl -X PUT`]) expect(text).toContain(part);
    await submit(fixture, path, { ...fields, name: 'Long sword' }).expect(303);
    expect(fixture.domain.store.tables.items.get(String(item?.id))?.name).toBe('Long sword');
    await submit(fixture, '/catalogue/new', fields).expect(409);
    await submit(fixture, '/catalogue/new', { ...fields, sku: 'X', price: 'much' }).expect(
      422,
      /price-error/,
    );
    await getPage(fixture, `${ROOT}/catalogue/itm_none`).expect(404);
  });

  it('make and change a coupon', async () => {
    const fixture = createFixture();
    const fields = { code: 'FIVE', type: 'discount', name: 'Five', discount_percent: '5' };
    await submit(fixture, '/coupons/new', fields)
      .expect(303)
      .expect('Location', /done=coupon-created/);
    const [coupon] = fixture.domain.store.tables.coupons.by('game', fixture.game.id);
    const path = `/coupons/${String(coupon?.id)}`;
    await getPage(fixture, ROOT + path).expect(200, /value="5"/);
    await submit(fixture, path, { name: 'Six', discount_percent: '6' }).expect(303);
    expect(fixture.domain.store.tables.coupons.get(String(coupon?.id))).toMatchObject({ discountPercent: 6 });
    await submit(fixture, '/coupons/new', { ...fields, code: 'X', discount_percent: '101' }).expect(422);
  });
});

describe('the signature lab', () => {
  const body = '{"a":1}';
  const signature = (secret: string, text: string) => createHmac('sha256', secret).update(text).digest('hex');

  it('says what is right, and which mistake explains a wrong signature', async () => {
    const fixture = createFixture();
    const check = async (given: string) => {
      const fields = { secret: 'whsec_x', timestamp: '1700000000', signature: given, body };
      const { text } = await submit(fixture, '/signature', fields).expect(200);
      return /data-testid="verdict"><p>([^<]*)/.exec(text)?.[1]?.replaceAll('&#34;', '"') ?? '';
    };
    expect(await check(signature('whsec_x', `1700000000.${body}`))).toMatch(/^The signature is right/);
    expect(await check(signature('s2s_sandbox_local', `1700000000.${body}`))).toContain(
      'the S2S key as the secret',
    );
    expect(await check(signature('whsec_x', body))).toContain('the body alone');
    expect(await check('a'.repeat(64))).toContain('No usual mistake');
  });

  it.each([
    [
      'lines of HTTP',
      (time: string, code: string) =>
        `Host: x\r\nX-Aghanim-Signature: ${code}\r\nx-aghanim-signature-timestamp: ${time}`,
    ],
    [
      'options of curl',
      (time: string, code: string) =>
        `-H 'X-Aghanim-Signature-Timestamp: ${time}' -H 'X-Aghanim-Signature: ${code}'`,
    ],
    [
      'JSON',
      (time: string, code: string) =>
        `{"x-aghanim-signature-timestamp":["${time}"],"x-aghanim-signature":["${code}"]}`,
    ],
  ])('takes timestamp and signature from headers that are pasted as %s', async (_, headersOf) => {
    const headers = headersOf('1700000000', signature('whsec_x', `1700000000.${body}`));
    const { text } = await submit(createFixture(), '/signature', { secret: 'whsec_x', headers, body });
    expect(text).toContain('The signature is right');
  });

  it('signs a body as of now', async () => {
    const fixture = createFixture();
    const { text } = await submit(fixture, '/signature', { secret: 'whsec_x', body }).expect(200);
    const seconds = Math.floor(fixture.clock.now() / 1000);
    expect(text).toContain(signature('whsec_x', `${String(seconds)}.${body}`));
  });
});

describe('the game', () => {
  it('is exported as a file that makes such a game', async () => {
    const fixture = createFixture();
    const hook = webhook(fixture, ['item.add']);
    const { body } = await getPage(fixture, `${ROOT}/settings/export`)
      .set('Accept', 'application/json')
      .expect(200);
    expect(body).toMatchObject({
      format: 'aghanim-emulator-game',
      webhooks: [{ url: hook.url }],
      items: [{ sku: 'CRS-82500' }],
    });
    expect(JSON.stringify(body)).not.toContain(hook.secret);
    await getPage(fixture, `${ROOT}/settings/export?secrets=true`)
      .set('Accept', 'application/json')
      .expect(200, new RegExp(hook.secret));
    await getPage(fixture, `${ROOT}/settings`).expect(200, /data-testid="reset-game"/);
    await submit(fixture, '/settings/reset')
      .expect(303)
      .expect('Location', /done=game-reset/);
  });
});

describe('the form that imports a game', () => {
  const file = JSON.stringify({
    format: 'aghanim-emulator-game',
    version: 1,
    name: 'Star Miner',
    items: [{ sku: 'GEM', name: 'Gem' }],
    // The form may be larger than others.
    scenarios: [{ name: 'long', order: { comment: 'x'.repeat(90_000) } }],
  });

  it('makes a new game of the file and leads to it', async () => {
    const fixture = createFixture();
    const { headers } = await submit(fixture, '/settings/import', { file, as: 'new', name: 'Mine' }).expect(
      303,
    );
    const [, id = ''] = /games\/(gm_\w+)\/settings\?done=game-made/.exec(String(headers['location'])) ?? [];
    const { tables } = fixture.domain.store;
    expect(tables.games.get(id)?.name).toBe('Mine');
    expect(tables.items.by('game', id).map(({ sku }) => sku)).toEqual(['GEM']);
  });

  it('puts the game of the file in the place of this one', async () => {
    const fixture = createFixture();
    await paidOrder(fixture);
    await submit(fixture, '/settings/import', { file, as: 'this', name: '' })
      .expect(303)
      .expect('Location', `${ROOT}/settings?done=game-imported`);
    const { tables } = fixture.domain.store;
    expect(tables.orders.count('game', fixture.game.id)).toBe(0);
    expect(tables.items.by('game', fixture.game.id).map(({ sku }) => sku)).toEqual(['GEM']);
  });

  it('names the places that are wrong, keeps what was pasted and changes nothing', async () => {
    const fixture = createFixture();
    const wrong = file.replace('"sku":"GEM"', '"sku":7');
    const games = fixture.domain.store.tables.games.size;
    const { text } = await submit(fixture, '/settings/import', { file: wrong, as: 'new', name: '' }).expect(
      422,
    );
    expect(text).toContain('file.items.0.sku: Input should be a valid string');
    expect(text).toContain('Star Miner');
    await submit(fixture, '/settings/import', { file: '{', as: 'new', name: '' }).expect(
      422,
      /JSON decode error/,
    );
    await submit(fixture, '/settings/import', { file: '['.repeat(9000), as: 'new', name: '' }).expect(
      422,
      /nested/,
    );
    const taken = { file, as: 'new', name: 'Taken' };
    await submit(fixture, '/settings/import', taken).expect(303);
    await submit(fixture, '/settings/import', taken).expect(422, /already has the name/);
    expect(fixture.domain.store.tables.games.size).toBe(games + 1);
  });

  it('is refused to pages of other origins', async () => {
    const fixture = createFixture();
    await submit(fixture, '/settings/import', { file, as: 'this', name: '' })
      .set('Origin', 'https://evil.example')
      .expect(403);
    await submit(fixture, '/settings/import', { file, as: 'this', name: '' })
      .set('Host', 'evil.example')
      .expect(403);
  });
});

describe('what does not exist', () => {
  it('keeps the navigation of the dashboard', async () => {
    const fixture = createFixture();
    for (const path of ['/nope', '/orders/ord_none', '/webhooks/none/more']) {
      const { text } = await getPage(fixture, ROOT + path).expect(404);
      expect(text).toContain('aria-label="Sections"');
    }
    await getPage(fixture, `${ROOT}/nope`)
      .set('Accept', 'application/json')
      .expect(404)
      .expect('Content-Type', /json/);
  });
});

describe('the fidelity page', () => {
  it('is searched by any text of a rule', async () => {
    const fixture = createFixture();
    await paidOrder(fixture);
    const { text } = await getPage(fixture, `${ROOT}/fidelity?q=granting.none`).expect(200);
    expect([...text.matchAll(/data-testid="rule"/g)]).toHaveLength(1);
    await getPage(fixture, `${ROOT}/fidelity?q=nothing-like-it`).expect(200, /No rule matches/);
    expect(deliveries(fixture)).toEqual([]);
  });
});
