import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createEmulator } from '../../src/index.ts';
import { startReceiver } from '../support/rough-receiver.ts';

const SANDBOX = 's2s_sandbox_local';
const CARD = '4242424242424242';

interface Created {
  readonly game_id: string;
  readonly key: string;
  readonly webhook_id: string;
  readonly webhook_secret: string;
}

/** The fields that the tests read of any answer. */
interface Answer extends Created {
  readonly order_id: string;
  readonly timeline: readonly string[];
}

async function run(dataDir?: string) {
  const emulator = await createEmulator({
    logLevel: 'silent',
    ...(dataDir !== undefined && { dataDir, ephemeral: false }),
  });
  onTestFinished(() => emulator.stop());
  const { url } = await emulator.start();
  const call = async (key: string, path: string, body?: object) => {
    const headers = { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' };
    const method = body ? 'POST' : 'GET';
    const answer = await fetch(url + path, { method, headers, ...(body && { body: JSON.stringify(body) }) });
    return { status: answer.status, body: (await answer.json()) as Answer };
  };
  const create = async (body: object) => (await call(SANDBOX, '/_emulator/games', body)).body;
  return { emulator, call, create };
}

/** Everything with an id that comes of buying and refunding two orders. */
async function play({ call }: Awaited<ReturnType<typeof run>>, key: string): Promise<unknown> {
  const orders: unknown[] = [];
  for (const player of ['one', 'two']) {
    const { body } = await call(key, '/s2s/v1/orders', {
      player_id: player,
      items: [{ sku: 'CRS-82500' }],
    });
    await call(key, `/_emulator/orders/${body.order_id}/pay`, { card: CARD });
    await call(key, `/_emulator/orders/${body.order_id}?wait=granting:granted`);
    await call(key, `/_emulator/orders/${body.order_id}/refund`, { reason: 'asked' });
    await call(key, `/_emulator/orders/${body.order_id}?wait=settled`);
    orders.push((await call(key, `/_emulator/orders/${body.order_id}`)).body);
  }
  await call(key, '/s2s/v1/webhooks', { url: 'http://127.0.0.1:9/', events: ['order.*'] });
  return {
    orders,
    items: (await call(key, '/s2s/v1/items')).body,
    webhooks: (await call(key, '/s2s/v1/webhooks')).body,
    events: (await call(key, '/_emulator/events')).body,
    deliveries: (await call(key, '/_emulator/deliveries')).body,
  };
}

/** The ids and receipt numbers in an answer, in order. */
function idsIn(value: unknown): readonly string[] {
  const text = JSON.stringify(value);
  return (
    text.match(/\b(?:[a-z]{2,5}_[0-9A-Za-z]{11,}|\d{12}|[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})\b/g) ?? []
  );
}

async function gameServer() {
  const receiver = await startReceiver();
  onTestFinished(() => receiver.close());
  return receiver.url;
}

describe('a game with ids that are a sequence', () => {
  it('has the same ids, key, secret and receipt numbers in every process', async () => {
    const url = await gameServer();
    const asked = { name: 'checkout spec', ids: 'sequence', webhook: { url } };
    const seen: unknown[] = [];
    for (let time = 0; time < 2; time += 1) {
      const test = await run();
      const other = await test.create({ name: `noise ${time}`, ids: 'sequence' });
      await test.call(other.key, '/s2s/v1/orders', { player_id: 'p', items: [{ sku: 'CRS-82500' }] });
      const { webhook_id: webhook, ...game } = await test.create(asked);
      const ids = idsIn([game, webhook, await play(test, game.key)]);
      expect(ids.length).toBeGreaterThan(100);
      seen.push(ids);
    }
    expect(seen[1]).toEqual(seen[0]);
  });

  it('has other ids than games of other names', async () => {
    const test = await run();
    const seen: (readonly string[])[] = [];
    for (const name of ['worker 1', 'worker 2']) {
      const game = await test.create({ name, ids: 'sequence', webhook: { url: await gameServer() } });
      seen.push(idsIn([game, await play(test, game.key)]));
    }
    const [one, other] = seen.map((ids) => new Set(ids));
    expect([...(one ?? [])].filter((id) => other?.has(id))).toEqual([]);
  });

  it('begins anew after a reset, and keeps its webhook', async () => {
    const test = await run();
    const webhook = { url: await gameServer() };
    const { key } = await test.create({ name: 'again', ids: 'sequence', webhook });
    const first = idsIn(await play(test, key));
    await test.call(key, '/_emulator/reset', {});
    expect(idsIn(await play(test, key))).toEqual(first);
  });

  it('goes on where it was after a restart', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'sequence-'));
    onTestFinished(() => rm(directory, { recursive: true }));
    const order = { player_id: 'p', items: [{ sku: 'CRS-82500' }] };
    const first = await run(directory);
    const { key } = await first.create({ name: 'kept', ids: 'sequence' });
    const { body: one } = await first.call(key, '/s2s/v1/orders', order);
    await first.emulator.stop();
    const { call } = await run(directory);
    const { body: two } = await call(key, '/s2s/v1/orders', order);
    expect(two.order_id).not.toBe(one.order_id);
    expect((await call(key, `/s2s/v1/orders/${one.order_id}`)).status).toBe(200);
  });

  it('needs a name, which no other game may have', async () => {
    const { call, create } = await run();
    const nameless = await call(SANDBOX, '/_emulator/games', { ids: 'sequence' });
    expect(nameless).toMatchObject({ status: 422, body: { detail: [{ loc: ['body', 'name'] }] } });
    expect((await call(SANDBOX, '/_emulator/games', { ids: 'odd', name: 'a' })).status).toBe(422);
    await create({ name: 'mine', ids: 'sequence' });
    expect((await call(SANDBOX, '/_emulator/games', { name: 'mine', ids: 'sequence' })).status).toBe(409);
  });

  it('does not take an answer from before a reset for one to the delivery that has its id now', async () => {
    const receiver = await startReceiver();
    onTestFinished(() => receiver.close());
    const test = await run();
    const { key } = await test.create({ name: 'late', ids: 'sequence', webhook: { url: receiver.url } });
    const buy = async () => {
      const asked = { player_id: 'p', items: [{ sku: 'CRS-82500' }] };
      const { body } = await test.call(key, '/s2s/v1/orders', asked);
      await test.call(key, `/_emulator/orders/${body.order_id}/pay`, { card: CARD });
      return body.order_id;
    };
    let answer: () => void = () => undefined;
    receiver.answer(
      () =>
        new Promise(
          (resolve) =>
            (answer = () => {
              resolve({ status: 200 });
            }),
        ),
      {
        status: 500,
      },
    );
    const first = await buy();
    await receiver.received(1);
    await test.call(key, '/_emulator/reset', {});
    expect(await buy()).toBe(first);
    answer();
    await receiver.received(2);
    await test.call(key, '/_emulator/deliveries/run', { until: 'settled' });
    const { body } = await test.call(key, `/_emulator/orders/${first}/timeline`);
    expect(body.timeline).toEqual(['order.created', 'order.paid', 'item.add 500 200']);
  });
});
