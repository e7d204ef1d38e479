import { afterEach, describe, expect, it } from 'vitest';
import { createEmulator } from '../../src/index.ts';
import { startReceiver } from '../support/rough-receiver.ts';

const SANDBOX = 's2s_sandbox_local';
const CARD = '4242424242424242';
const SWORD = {
  sku: 'TEST-SWORD',
  name: 'Sword',
  type: 'item',
  price: 199,
  currency: 'USD',
  is_stackable: true,
  is_currency: false,
};

const open: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

async function run() {
  const receiver = await startReceiver();
  open.push(() => receiver.close());
  const emulator = await createEmulator({ ephemeral: true, logLevel: 'silent' });
  open.push(() => emulator.stop());
  const { url } = await emulator.start();
  const call = async (key: string, path: string, body?: object, method = body ? 'POST' : 'GET') => {
    const headers = { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' };
    const answer = await fetch(url + path, { method, headers, ...(body && { body: JSON.stringify(body) }) });
    return { status: answer.status, body: await answer.json() } as Answer;
  };
  const create = async (body: object = {}) => {
    const { status, body: game } = await call(SANDBOX, '/_emulator/games', body);
    expect(status).toBe(201);
    return game as { game_id: string; key: string; webhook_id: string | null; webhook_secret: string | null };
  };
  const order = async (key: string, sku = 'CRS-82500') => {
    const { body } = await call(key, '/s2s/v1/orders', { player_id: 'p', items: [{ sku }] });
    return String(body['order_id']);
  };
  return { receiver, call, create, order };
}

describe('a created game', () => {
  it('has a key, the seed, and a webhook and items of its own', async () => {
    const { receiver, call, create, order } = await run();
    const webhook = { url: receiver.url, secret: 'whsec_of_the_test' };
    const game = await create({ name: 'one', webhook, items: [SWORD], settings: { auto_refund: false } });
    expect(game).toMatchObject({
      webhook_id: expect.stringMatching(/^wh_/) as string,
      webhook_secret: webhook.secret,
    });
    const id = await order(game.key, SWORD.sku);
    await order(game.key);
    await call(game.key, `/_emulator/orders/${id}/pay`, { card: CARD });
    const { status, body } = await call(game.key, `/_emulator/orders/${id}?wait=granting:granted`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ granting: 'granted' });
    expect(JSON.parse(receiver.requests[0]?.text ?? '{}')).toMatchObject({ game_id: game.game_id });
    expect((await call(SANDBOX, `/_emulator/orders/${id}`)).status).toBe(404);
    expect((await call(SANDBOX, '/_emulator/requests')).body).toMatchObject({ total: 0 });
    expect((await call(game.key, '/_emulator/settings')).body).toMatchObject({ auto_refund: false });
  });

  it('keeps what was declared when it is reset, and no other game notices', async () => {
    const { receiver, call, create, order } = await run();
    const webhook = { url: receiver.url, events: ['order.created'] };
    const game = await create({ webhook, items: [SWORD], settings: { retry_schedule: 'none' } });
    const other = await create();
    const kept = await order(other.key);
    const lost = await order(game.key, SWORD.sku);
    await call(game.key, '/_emulator/settings', { retry_schedule: 'fast' }, 'PATCH');
    await call(game.key, `/s2s/v1/webhooks/${String(game.webhook_id)}`, undefined, 'DELETE').catch(
      () => null,
    );
    expect((await call(game.key, '/_emulator/reset', {})).status).toBe(200);
    expect((await call(game.key, `/_emulator/orders/${lost}`)).status).toBe(404);
    expect((await call(other.key, `/_emulator/orders/${kept}`)).status).toBe(200);
    expect((await call(game.key, '/_emulator/settings')).body).toMatchObject({ retry_schedule: 'none' });
    const revealed = await call(game.key, `/s2s/v1/webhooks/${String(game.webhook_id)}/reveal`, {});
    expect(revealed.body).toMatchObject({ secret: game.webhook_secret, events: ['order.created'] });
    expect(await order(game.key, SWORD.sku)).toMatch(/^ord_/);
  });

  it('is gone after DELETE, with its key and its name', async () => {
    const { call, create, order } = await run();
    const game = await create({ name: 'mine' });
    await order(game.key);
    expect((await call(SANDBOX, '/_emulator/games', { name: 'mine' })).status).toBe(409);
    const path = `/_emulator/games/${game.game_id}`;
    expect((await call(SANDBOX, path, undefined, 'DELETE')).status).toBe(200);
    expect((await call(game.key, '/s2s/v1/webhooks')).status).toBe(401);
    expect((await call(SANDBOX, path, undefined, 'DELETE')).status).toBe(404);
    await create({ name: 'mine' });
  });

  it('ends the waits on it when it is deleted', async () => {
    const { call, create, order } = await run();
    const game = await create();
    const id = await order(game.key);
    const waiting = call(game.key, `/_emulator/orders/${id}?wait=status:paid&timeout_ms=60000`);
    await call(game.key, '/_emulator/orders');
    await call(SANDBOX, `/_emulator/games/${game.game_id}`, undefined, 'DELETE');
    expect(await waiting).toMatchObject({
      status: 409,
      body: { detail: 'The game was deleted during the wait.' },
    });
  });

  it('is not made of a body that is refused', async () => {
    const { call } = await run();
    const bodies = [
      { items: [{ sku: 'X' }] },
      { webhook: { url: 'ftp://x' } },
      { settings: { retry_schedule: 'often' } },
      { colour: 'red' },
    ];
    for (const body of bodies) expect((await call(SANDBOX, '/_emulator/games', body)).status).toBe(422);
    expect((await call(SANDBOX, '/_emulator/games')).body).toMatchObject({ total: 2 });
  });

  it.each([
    [{ webhook: { url: 'ftp://x' } }, ['body', 'webhook', 'url']],
    [{ settings: { retry_schedule: 'often' } }, ['body', 'settings', 'retry_schedule']],
    [{ items: [{ ...SWORD, nested_items: [{ id: 'itm_x' }] }] }, ['body', 'items', 0]],
    [{ ids: 'sequence' }, ['body', 'name']],
  ])('is refused with the place of the mistake: %j', async (body, loc) => {
    const { call } = await run();
    const answer = await call(SANDBOX, '/_emulator/games', body);
    const [detail] = answer.body['detail'] as { loc: unknown[] }[];
    expect(detail?.loc.slice(0, loc.length)).toEqual(loc);
  });
});

it('the sandbox and the live game cannot be deleted', async () => {
  const { call } = await run();
  const { body } = await call(SANDBOX, '/_emulator/games');
  for (const { game_id: id } of (body as { data: { game_id: string }[] }).data) {
    expect((await call(SANDBOX, `/_emulator/games/${id}`, undefined, 'DELETE')).status).toBe(409);
  }
});

it('200 games at once never see the events of another', async () => {
  const { call, create, order } = await run();
  const work = async () => {
    const { key, game_id: gameId } = await create();
    const id = await order(key);
    await call(key, `/_emulator/orders/${id}/pay`, { card: CARD });
    await call(key, `/_emulator/orders/${id}/refund`, { reason: 'asked' });
    const { body } = await call(key, '/_emulator/events');
    const events = (body as { data: { game_id: string; event_type: string }[] }).data;
    expect(events.map((event) => event.game_id)).toEqual(events.map(() => gameId));
    expect(events.filter(({ event_type: type }) => type === 'order.created')).toHaveLength(1);
    await call(key, '/_emulator/reset', {});
    expect((await call(key, '/_emulator/events')).body).toMatchObject({ total: 0 });
  };
  await Promise.all(Array.from({ length: 200 }, work));
}, 120_000);
