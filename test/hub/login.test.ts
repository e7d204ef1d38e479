import { afterEach, describe, expect, it } from 'vitest';
import { runGame, type RunningGame } from '../support/running.ts';

const openThings: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of openThings.splice(0).reverse()) await close();
});

const LEIA = { player_id: 'leia', name: 'Leia <Organa>', attributes: { level: 7 }, country: 'GB' };

async function loginLink(game: RunningGame, playerId = 'leia'): Promise<string> {
  const { body } = await game.call('POST /s2s/v1/users/authorize', { player_id: playerId, nonce: 'n1' });
  return String(body['authorization_url']);
}

async function attemptsOf(game: RunningGame): Promise<readonly Record<string, unknown>[]> {
  const { body } = await game.call('GET /_emulator/deliveries');
  return body['data'] as Record<string, unknown>[];
}

describe('a login link', () => {
  it('asks the game for the player and lets the player in [players.login-link] [hub.profile]', async () => {
    const game = await runGame(openThings);
    await game.subscribe(['player.verify']);
    game.answers.set('player.verify', { body: LEIA });
    const link = await loginLink(game);
    expect(new URL(link).pathname).toBe('/hub/sandbox/go/login');
    const { status, text } = await game.page(link);
    expect(status).toBe(200);
    expect(text).toContain('data-testid="hub-player">Leia &lt;Organa&gt;</h1>');
    expect(game.events()).toMatchObject([
      {
        event_type: 'player.verify',
        trigger: 'hub.login',
        idempotency_key: null,
        event_data: { player_id: 'leia' },
        context: { player: { player_id: 'leia', player: null } },
      },
    ]);
    expect(game.receiver.requests[0]?.headers).toHaveProperty('x-aghanim-signature');
    const { body } = await game.call('GET /s2s/v1/players/leia');
    expect(body).toMatchObject({ player_id: 'leia', attributes: { level: 7 } });
    const token = new URL(link).searchParams.get('token');
    expect((await game.call('POST /s2s/v1/users/authenticate', { token })).status).toBe(200);
    const unknown = await game.page(link);
    expect([unknown.status, unknown.text.includes('This link does not work')]).toEqual([403, true]);
  });

  it('reads long answers too', async () => {
    const game = await runGame(openThings);
    await game.subscribe(['player.verify']);
    const attributes = { level: 7, motto: 'x'.repeat(5000) };
    game.answers.set('player.verify', { body: { ...LEIA, attributes } });
    const { status, text } = await game.page(await loginLink(game));
    expect([status, text.includes('data-testid="hub-player"')]).toEqual([200, true]);
  });

  it('fails on {"status":"ok"}, and names the missing fields [hub.verify-answer] [hub.no-retries]', async () => {
    const game = await runGame(openThings);
    await game.subscribe(['player.verify']);
    const { status, text } = await game.page(await loginLink(game));
    expect(status).toBe(502);
    const missing = '"player_id" is missing, "name" is missing, "attributes" is missing';
    expect(text).toContain(missing.replaceAll('"', '&#34;'));
    const [delivery] = await attemptsOf(game);
    expect(delivery).toMatchObject({ event_type: 'player.verify', status: 'exhausted' });
    expect(JSON.stringify(delivery)).toContain('invalid_answer');
    expect(game.receiver.requests).toHaveLength(1);
    const link = /href="(\/dashboard\/sandbox\/deliveries\/[^"]+)"/.exec(text)?.[1] ?? '';
    expect((await game.page(link)).text).toContain('&#34;name&#34; is missing');
  });

  it('shows why the game refuses the player [hub.verify-refusal]', async () => {
    const game = await runGame(openThings);
    await game.subscribe(['player.verify']);
    const refusals = [
      { status: 401, body: { detail: 'Player verification failed' } },
      { status: 404, body: { status: 'error', code: 'not_found', message: 'Player verification failed' } },
    ];
    for (const refusal of refusals) {
      game.answers.set('player.verify', refusal);
      const { status, text } = await game.page(await loginLink(game));
      expect([status, text.includes('Player verification failed')]).toEqual([403, true]);
    }
    const deliveries = await attemptsOf(game);
    expect(deliveries.map(({ status }) => status)).toEqual(['declined', 'declined']);
  });

  it('says that the game did not answer in time, and asks no second time [hub.no-retries]', async () => {
    const game = await runGame(openThings, { attemptTimeoutMs: 50 });
    await game.subscribe(['player.verify']);
    game.answers.set('player.verify', 'nothing');
    const { status, text } = await game.page(await loginLink(game));
    expect(status).toBe(502);
    expect(text).toContain('data-testid="hub-problem"');
    const [delivery] = await attemptsOf(game);
    expect(delivery).toMatchObject({ status: 'exhausted', attempts: [{ error: { kind: 'timeout' } }] });
  });

  it('says so when the server of the game has failed', async () => {
    const game = await runGame(openThings);
    await game.subscribe(['player.verify']);
    game.answers.set('player.verify', { status: 500, body: 'oops' });
    const { status, text } = await game.page(await loginLink(game));
    expect([status, text.includes('HTTP 500')]).toEqual([502, true]);
  });

  it('works without a webhook that verifies players [hub.no-webhook]', async () => {
    const game = await runGame(openThings);
    const { status, text } = await game.page(await loginLink(game));
    expect(status).toBe(200);
    expect(text).toContain('data-testid="hub-player-id">leia<');
    expect(text).toContain('this is the catalogue');
    expect(text).toContain('Magic Crystals');
  });
});

describe('the login page', () => {
  it('verifies the player id that is filled in, and lets no banned player in [hub.banned]', async () => {
    const game = await runGame(openThings);
    await game.subscribe(['player.verify']);
    const form = await game.page('/hub');
    expect(form.text).toContain('data-testid="hub-login"');
    game.answers.set('player.verify', { body: { ...LEIA, banned: true } });
    const refused = await game.page('/hub/sandbox/login', { player_id: 'leia' });
    expect([refused.status, refused.text.includes('This player is banned')]).toEqual([403, true]);
    game.answers.set('player.verify', { body: LEIA });
    const { status, text } = await game.page('/hub/sandbox/login', { player_id: 'leia' });
    expect([status, text.includes('data-testid="hub-player"')]).toEqual([200, true]);
    expect((await game.page('/hub/sandbox/login', { player_id: ' ' })).status).toBe(422);
    expect((await game.page('/hub/sandbox?session=tok_none')).status).toBe(403);
    expect((await game.page('/hub/none')).status).toBe(404);
  });

  it('lets one webhook refuse for all [hub.several-webhooks]', async () => {
    const game = await runGame(openThings);
    for (const _hook of [1, 2]) await game.subscribe(['player.verify']);
    game.answers.set('player.verify', { body: LEIA });
    game.receiver.answer({ status: 403, body: { detail: 'Not on this server' } });
    const { status, text } = await game.page('/hub/sandbox/login', { player_id: 'leia' });
    expect([status, text.includes('Not on this server')]).toEqual([403, true]);
    expect(game.receiver.requests).toHaveLength(2);
  });

  it('escapes what the game answers and what is filled in', async () => {
    const game = await runGame(openThings);
    await game.subscribe(['player.verify']);
    const evil = '"><script>alert(1)</script>';
    game.answers.set('player.verify', { status: 400, body: { message: evil } });
    const { text } = await game.page('/hub/sandbox/login', { player_id: evil });
    expect(text).not.toContain('<script>');
    expect(text).toContain('&lt;script&gt;');
  });

  it('finds the characters of an account, and logs one of them in [hub.lookup-answer] [hub.composite-ids]', async () => {
    const game = await runGame(openThings);
    await game.subscribe(['player.lookup', 'player.verify']);
    const player = { account_id: '42', server: { id: 's-1', name: 'Server 1' }, character_id: 'c-9' };
    game.answers.set('player.lookup', { body: { status: 'ok', data: [{ name: 'One', player }] } });
    game.answers.set('player.verify', { body: { ...LEIA, player_id: '42:s-1:c-9' } });
    const { text } = await game.page('/hub/sandbox/lookup', { account_id: '42' });
    expect(text).toContain('account_id 42, server Server 1, character_id c-9');
    const form = { player: JSON.stringify(player) };
    expect((await game.page('/hub/sandbox/login', form)).text).toContain('>42:s-1:c-9<');
    const again = await game.page('/hub/sandbox/login', form);
    expect(again.status).toBe(200);
    expect(game.events()).toMatchObject([
      { event_type: 'player.lookup', event_data: { account_id: '42' } },
      { event_type: 'player.verify', event_data: { player_id: '42:s-1:c-9', player } },
      { context: { player: { player_id: '42:s-1:c-9', player } } },
    ]);
  });

  it('shows why the game finds no account, and what is wrong with its answer [hub.lookup-answer]', async () => {
    const game = await runGame(openThings);
    const lookup = () => game.page('/hub/sandbox/lookup', { account_id: '42' });
    expect((await lookup()).text).toContain('No enabled webhook takes player.lookup');
    await game.subscribe(['player.lookup']);
    const refusal = { status: 'error', code: 'not_found', message: 'Account not found' };
    game.answers.set('player.lookup', { body: refusal });
    const refused = await lookup();
    expect([refused.status, refused.text.includes('Account not found')]).toEqual([403, true]);
    game.answers.set('player.lookup', { body: { status: 'ok', data: [{ name: 'One' }] } });
    const unusable = await lookup();
    expect(unusable.status).toBe(502);
    expect(unusable.text).toContain('data[0].player&#34; is missing');
  });
});

describe('the store of the hub page', () => {
  it('shows what the game offers the player [hub.store-answer]', async () => {
    const game = await runGame(openThings);
    await game.subscribe(['store.get']);
    const items = [
      { sku: 'CRS-82500', price: 999 },
      { sku: 'DYNAMIC', name: 'Dragon', price: 500 },
      { sku: 'UNKNOWN' },
      { sku: 'crystals', end_at: 1_000_000 },
    ];
    game.answers.set('store.get', { body: { items } });
    const { text } = await game.page(await loginLink(game));
    expect(text).toContain('$9.99');
    expect(text).toContain('Dragon');
    expect(text).toContain('left out: the catalogue has no such SKU');
    expect(text).toContain('left out: its end_at has passed');
    expect(game.events()).toMatchObject([
      {
        event_type: 'store.get',
        trigger: 'hub.store.open',
        event_data: {
          player_id: 'leia',
          is_anonymous: false,
          placement_keys: [],
          category_slugs: [],
          current_page_path: '/store',
          locale: 'en',
        },
      },
    ]);
  });

  it('sells what the game offers at that moment, at the price of the game [hub.purchase]', async () => {
    const game = await runGame(openThings);
    await game.subscribe(['store.get']);
    const items = [
      { sku: 'CRS-82500', price: 999 },
      { sku: 'DYNAMIC', name: 'Dragon', price: 500 },
    ];
    game.answers.set('store.get', { body: { items } });
    const { url, text } = await game.page(await loginLink(game));
    expect(text).toContain('Buy Dragon');
    const session = new URL(url).searchParams.get('session') ?? '';
    const form = { session, sku: 'DYNAMIC' };
    const checkout = await game.page('/hub/sandbox/buy', form);
    expect(checkout.status).toBe(200);
    const id = new URL(checkout.url).pathname.replace('/order/', '');
    expect((await game.call(`GET /s2s/v1/orders/${id}`)).body).toMatchObject({
      player_id: 'leia',
      amount: 500,
      currency: 'USD',
      items: [{ sku: 'DYNAMIC', name: 'Dragon' }],
    });
    expect(checkout.text).toContain('data-testid="back-to-store"');
    expect(game.events().map((event) => event['event_type'])).toEqual(['store.get', 'store.get']);
    game.answers.set('store.get', { body: { items: [] } });
    const gone = await game.page('/hub/sandbox/buy', form);
    expect([gone.status, gone.text.includes('Not for sale')]).toEqual([403, true]);
    expect((await game.page('/hub/sandbox/buy', { ...form, session: 'tok_none' })).status).toBe(403);
    game.answers.set('store.get', { body: { items: [{ ...items[1], currency: 'GOLD' }] } });
    expect((await game.page('/hub/sandbox/buy', form)).status).toBe(422);
  });

  it.each([
    ['an item that the game no longer offers', { body: { items: [] } }, 403, 'Not for sale'],
    [
      'an item that the game offers in an unknown currency',
      { body: { items: [{ sku: 'DYNAMIC', name: 'Dragon', price: 500, currency: 'GOLD' }] } },
      422,
      'This item cannot be sold',
    ],
    ['a game that fails', { status: 500, body: 'oops' }, 502, 'HTTP 500'],
    ['a game that answers as it pleases', { status: 403, body: 'declined' }, 502, 'items&#34;:[{'],
  ])('keeps the player logged in after %s [hub.purchase]', async (_what, answer, status, text) => {
    const game = await runGame(openThings);
    await game.subscribe(['store.get']);
    game.answers.set('store.get', { body: { items: [{ sku: 'DYNAMIC', name: 'Dragon', price: 500 }] } });
    const { url } = await game.page(await loginLink(game));
    const session = new URL(url).searchParams.get('session') ?? '';
    game.answers.set('store.get', answer);
    const shown = await game.page('/hub/sandbox/buy', { session, sku: 'DYNAMIC' });
    expect([shown.status, shown.text.includes('data-testid="hub-login"')]).toEqual([status, false]);
    expect(shown.text).toContain('data-testid="hub-player-id">leia<');
    expect(shown.text).toContain('data-testid="hub-problem"');
    expect(shown.text).toContain(text);
    expect(game.receiver.requests).toHaveLength(2);
  });

  it('sells at a price without a currency in the currency that the page shows [hub.purchase]', async () => {
    const game = await runGame(openThings);
    const item = { sku: 'potion', name: 'Potion', type: 'item', currency: 'EUR', price: 500 };
    await game.call('POST /s2s/v1/items', { ...item, is_stackable: true, is_currency: false });
    await game.subscribe(['store.get']);
    game.answers.set('store.get', { body: { items: [{ sku: 'potion', price: 100 }] } });
    const { url, text } = await game.page(await loginLink(game));
    expect(text).toContain('€1.00');
    const session = new URL(url).searchParams.get('session') ?? '';
    const checkout = await game.page('/hub/sandbox/buy', { session, sku: 'potion' });
    const id = new URL(checkout.url).pathname.replace('/order/', '');
    const { body } = await game.call(`GET /s2s/v1/orders/${id}`);
    expect(body).toMatchObject({ amount: 100, currency: 'EUR' });
  });

  it('says what is wrong with the answer, and asks again when it is refreshed [hub.store-answer]', async () => {
    const game = await runGame(openThings);
    await game.subscribe(['store.get']);
    const { status, text } = await game.page(await loginLink(game));
    expect(status).toBe(200);
    expect(text).toContain('&#34;items&#34; is missing');
    const all = await game.call('POST /s2s/v1/players/refresh_store?player_id=nobody');
    expect(all.status).toBe(204);
    await game.receiver.received(2);
    expect(game.events()[1]).toMatchObject({ event_type: 'store.get', event_data: { player_id: 'leia' } });
  });
});

describe('the redeem page', () => {
  it('redeems only for a player whom the game verifies [hub.redeem]', async () => {
    const game = await runGame(openThings);
    await game.subscribe(['player.verify', 'coupon.redeemed']);
    const items = await game.call('GET /s2s/v1/items');
    const [item] = items.body as unknown as { id: string }[];
    const coupon = {
      name: 'Gift',
      code: 'GIFT',
      type: 'free_item',
      free_items: { items: [{ item_id: item?.id, quantity: 1 }] },
    };
    expect((await game.call('POST /s2s/v1/coupons', coupon)).body).toMatchObject({ code: 'GIFT' });
    const form = { player_id: 'leia', code: 'GIFT' };
    game.answers.set('player.verify', { status: 401, body: { detail: 'Unknown player' } });
    const refused = await game.page('/redeem', form);
    expect([refused.status, refused.text.includes('Unknown player')]).toEqual([403, true]);
    expect(refused.text).toContain('value="GIFT"');
    game.answers.set('player.verify', { body: LEIA });
    expect((await game.page('/redeem', form)).text).toContain('Code redeemed');
    await game.receiver.received(3);
    expect(game.events().map((event) => event['event_type'])).toEqual([
      'player.verify',
      'player.verify',
      'coupon.redeemed',
    ]);
  });
});
