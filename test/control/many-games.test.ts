import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { changeClock } from '../../src/domain/games/clocks.ts';
import { createGame } from '../../src/domain/games/test-games.ts';
import { boundTo } from '../../src/domain/model/context.ts';
import { sendTestEvent } from '../../src/domain/testing/test-events.ts';
import { createWebhook } from '../../src/domain/webhooks/webhooks.ts';
import { removeGame } from '../../src/http/server/remove-game.ts';
import { createEmulator } from '../../src/index.ts';
import { createFixture, SANDBOX_KEY, type Fixture } from '../support/fixture.ts';
import { startReceiver } from '../support/rough-receiver.ts';

const CARD = '4242424242424242';
const ORDER = { player_id: 'p', items: [{ sku: 'CRS-82500' }] };

type Call = <T>(key: string, method: string, path: string, body?: object) => Promise<T>;

function callerOf(url: string): Call {
  return async <T>(key: string, method: string, path: string, body?: object) => {
    const headers = { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' };
    const answer = await fetch(url + path, { method, headers, ...(body && { body: JSON.stringify(body) }) });
    expect(answer.status, `${method} ${path}`).toBeLessThan(300);
    return (await answer.json()) as T;
  };
}

interface Created {
  readonly game_id: string;
  readonly key: string;
}

/** Runs work for numbers from 1, several at a time. */
async function inParallel(count: number, width: number, work: (n: number) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < count) await work((next += 1));
  };
  await Promise.all(Array.from({ length: width }, worker));
}

describe('games for tests', () => {
  it('keep 200 parallel workers apart: none sees a webhook or an event of another', async () => {
    const receiver = await startReceiver();
    onTestFinished(() => receiver.close());
    const emulator = await createEmulator({ logLevel: 'silent' });
    onTestFinished(() => emulator.stop());
    const call = callerOf((await emulator.start()).url);
    const games = new Map<string, string>();
    await inParallel(200, 200, async (n) => {
      const webhook = { url: `${receiver.url}/worker-${n}`, events: ['item.add', 'item.remove', 'order.*'] };
      const { game_id: gameId, key } = await call<Created>(SANDBOX_KEY, 'POST', '/_emulator/games', {
        webhook,
      });
      games.set(`/worker-${n}`, gameId);
      const { order_id: id } = await call<{ order_id: string }>(key, 'POST', '/s2s/v1/orders', ORDER);
      const path = `/_emulator/orders/${id}`;
      await call(key, 'POST', `${path}/pay`, { card: CARD });
      await call(key, 'GET', `${path}?wait=granting:granted&timeout_ms=60000`);
      await call(key, 'POST', `${path}/refund`, { reason: 'asked' });
      await call(key, 'GET', `${path}?wait=settled&timeout_ms=60000`);
      const { timeline } = await call<{ timeline: string[] }>(key, 'GET', `${path}/timeline`);
      expect(timeline).toContain('item.remove 200');
      const { data } = await call<{ data: { game_id: string; event_type: string }[] }>(
        key,
        'GET',
        '/_emulator/events',
      );
      expect(new Set(data.map((event) => event.game_id))).toEqual(new Set([gameId]));
      expect(data.filter(({ event_type: type }) => type === 'order.created')).toHaveLength(1);
      await call(key, 'POST', '/_emulator/reset', {});
      expect((await call<{ total: number }>(key, 'GET', '/_emulator/events')).total).toBe(0);
    });
    expect(receiver.requests).toHaveLength(200 * 5);
    for (const { path, text } of receiver.requests) {
      expect((JSON.parse(text) as { game_id: string }).game_id).toBe(games.get(path));
    }
  }, 300_000);

  it('cost the 10,001st no more reads of the store than the first', async () => {
    const fixture = createFixture();
    const first = await readsOfCreation(fixture);
    for (let n = 0; n < 10_000; n += 1) {
      const nothing = { autoRefund: null, retrySchedule: null, items: [] };
      createGame(fixture.domain, { name: `game ${n}`, key: null, ids: 'random', ...nothing });
    }
    expect(fixture.domain.store.tables.games.size).toBeGreaterThan(10_000);
    expect(await readsOfCreation(fixture)).toEqual(first);
  }, 120_000);

  it('leave nothing behind: 5,000 that are made and deleted', async () => {
    const fixture = createFixture({ config: { rateLimit: 1_000_000 } });
    const call = callerOf(await served(fixture));
    const before = sizesOf(fixture);
    await inParallel(100, 20, async (n) => {
      const webhook = { url: 'http://127.0.0.1:9/' };
      const asked = { name: `game ${n}`, webhook, ids: n % 2 === 0 ? 'sequence' : 'random' };
      const { game_id: id, key } = await call<Created>(SANDBOX_KEY, 'POST', '/_emulator/games', asked);
      await call(key, 'POST', '/s2s/v1/orders', NEW_ITEM_ORDER);
      await call(key, 'POST', '/_emulator/clock', { mode: 'frozen' });
      await call(key, 'POST', '/_emulator/faults', { operation: 'POST /v1/orders', answers: [503] });
      await call(SANDBOX_KEY, 'DELETE', `/_emulator/games/${id}`);
    });
    for (let n = 0; n < 5000; n += 1) playAndRemove(fixture, `game ${n}`);
    expect(sizesOf(fixture)).toEqual(before);
  }, 300_000);
});

const NEW_ITEM_ORDER = {
  ...ORDER,
  items: [{ sku: 'NEW', name: 'New' }],
  price_decimal: 1,
  currency: 'USD',
};

/** The life of a game by the use cases behind the API, which is faster. */
function playAndRemove({ app, domain }: Fixture, name: string): void {
  const ids = name.endsWith('0') ? 'sequence' : 'random';
  const game = createGame(domain, { name, key: null, ids, autoRefund: null, retrySchedule: null, items: [] });
  app.gameUses.note(game.id);
  const own = boundTo(domain, game.id);
  createWebhook(own, game, WEBHOOK);
  sendTestEvent(own, game, own.store.tables.webhooks.by('game', game.id)[0]?.id ?? '', 'item.add');
  changeClock(own, game, { mode: 'frozen' });
  app.faults.add(game.id, { operation: 'POST /v1/orders', answers: [503] });
  app.rateLimiter.count(game.id);
  removeGame(app, game.id);
}

const WEBHOOK = {
  url: 'http://127.0.0.1:9/',
  events: ['item.add', 'order.*'],
  method: 'POST',
  description: null,
  enabled: true,
  enabledLogs: true,
  playerContextEnabled: null,
  batchMode: null,
} as const;

/** Serves the fixture until the test ends. Returns the origin. */
async function served({ listener }: Fixture): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** How many records the creation of a game over the API reads, by table and method. */
async function readsOfCreation(fixture: Fixture): Promise<Readonly<Record<string, number>>> {
  const reads: Record<string, number> = {};
  for (const [name, table] of Object.entries(fixture.domain.store.tables)) {
    const all = table.all.bind(table);
    vi.spyOn(table, 'all').mockImplementation(() => {
      const records = [...all()];
      reads[`${name}.all`] = (reads[`${name}.all`] ?? 0) + records.length;
      return records as never;
    });
    const by = table.by.bind(table) as (index: string, key: string) => readonly unknown[];
    vi.spyOn(table, 'by').mockImplementation(((index: string, key: string) => {
      const records = by(index, key);
      reads[`${name}.by`] = (reads[`${name}.by`] ?? 0) + records.length;
      return records;
    }) as never);
  }
  await callerOf(await served(fixture))(SANDBOX_KEY, 'POST', '/_emulator/games', {
    webhook: { url: 'http://127.0.0.1:9/' },
  });
  vi.restoreAllMocks();
  return reads;
}

/** The size of everything that grows with games. */
function sizesOf({ domain, app }: Fixture): Readonly<Record<string, number>> {
  const tables = Object.entries(domain.store.tables).map(([name, table]) => [name, table.size] as const);
  return {
    ...Object.fromEntries(tables),
    requests: app.requestLog.all().length,
    uses: app.gameUses.size,
    turns: app.clockTurns.size,
    rates: app.rateLimiter.size,
    faults: app.faults.size,
  };
}
