import { join } from 'node:path';
import { request } from 'undici';
import type { Order } from '../../src/domain/model/order.ts';
import { createOrder } from '../../src/domain/orders/orders.ts';
import { payOrder } from '../../src/domain/payments/payments.ts';
import { recordAttempts, startAttempts } from '../../src/domain/webhooks/attempts.ts';
import { createWebhook } from '../../src/domain/webhooks/webhooks.ts';
import { CARDS, PLAIN_ORDER } from '../../test/support/orders.ts';
import { HEADERS } from '../api.ts';
import type { BenchOptions } from '../options.ts';
import { figure, goal, type Section } from '../report.ts';
import { quantile } from '../rounds.ts';
import { inFolder, startEmulator, type Server } from '../server.ts';
import { openBenchStore, type BenchStore } from '../store.ts';

/** The time that the server may take for a list, in milliseconds. */
const LIMIT_MS = 50;

/** Each list of the dashboard and of both APIs, with each of its filters and orders. */
export async function lists(options: BenchOptions): Promise<Section[]> {
  return inFolder(async (folder) => {
    const directory = join(folder, 'data');
    const sample = await fill(directory, options.listed);
    const keep = ['--keep-orders', '10000000', '--max-memory', '8192'];
    const server = await startEmulator(directory, ...keep);
    const rows: Row[] = [];
    for (const path of paths(sample, options.listed)) {
      rows.push({ path, times: await timesOf(server, path, options.requestsPerList) });
    }
    await server.stop();
    return [section(options.listed, rows)];
  });
}

/** What the filters look for: some of it is in many orders, some in one, some in none. */
interface Sample {
  readonly order: Order;
  readonly webhookId: string;
}

const CARD_NUMBERS = [
  CARDS.good,
  CARDS.insufficientFunds,
  CARDS.good,
  CARDS.threeDSecure,
  null,
  CARDS.good,
  CARDS.fraud,
  null,
] as const;

/** Fills a data directory: 5,000 players, payments of three orders in four, and a webhook that took all of the events. */
async function fill(directory: string, count: number): Promise<Sample> {
  const bench = await openBenchStore(directory);
  const { domain, game } = bench;
  const webhook = createWebhook(domain, game, {
    url: 'http://127.0.0.1:9/webhook',
    events: ['item.add'],
    method: 'POST',
    description: null,
    enabled: true,
    enabledLogs: true,
    playerContextEnabled: null,
    batchMode: null,
  });
  let sample: Order | undefined;
  for (let number = 0; number < count; number += 1) {
    const order = createOrder(domain, game, newOrder(number), null);
    if (number === Math.floor(count / 2)) sample = order;
    const card = CARD_NUMBERS[number % CARD_NUMBERS.length] ?? null;
    const details = { card, email: null, country: null, postalCode: null, ip: null };
    if (card !== null) payOrder(domain, game, order.id, details);
    if (number % 500 === 499) answerAll(bench);
  }
  answerAll(bench);
  await bench.close();
  if (!sample) throw new Error('no orders');
  return { order: sample, webhookId: webhook.id };
}

function newOrder(number: number) {
  const playerId = `player-${String((number * 7919) % 5000)}`;
  return {
    ...PLAIN_ORDER,
    playerId,
    email: `${playerId}@example.com`,
    priceDecimal: ((number * 31) % 10_000) / 100 + 0.5,
    currency: number % 3 === 0 ? 'EUR' : 'USD',
    metadata: { campaign: `spring-${String(number % 50)}` },
  };
}

/** Every tenth delivery is given up. */
function answerAll({ domain }: BenchStore): void {
  const ids = domain.store.tables.deliveries.by('status', 'pending').map(({ id }) => id);
  startAttempts(domain, ids, () => undefined);
  const attempts = ids.map((deliveryId, index) => ({
    deliveryId,
    startedAt: Date.now(),
    durationMs: 3,
    timings: { connectMs: 1, firstByteMs: 2 },
    request: { method: 'POST', url: 'http://127.0.0.1:9/webhook', headers: {} },
    response: null,
    error: null,
    verdict: index % 10 === 0 ? ('failed' as const) : ('delivered' as const),
    nextAttemptAt: null,
  }));
  recordAttempts(domain, attempts);
}

function paths({ order, webhookId }: Sample, count: number): readonly string[] {
  const day = new Date().toISOString().slice(0, 10);
  const last = Math.ceil(count / 50);
  const sorts = ['created', 'player', 'amount', 'status'].flatMap((sort) => [
    `?sort=${sort}&dir=up`,
    `?sort=${sort}&dir=down`,
  ]);
  const orders = [
    '',
    `?page=${String(last)}`,
    `?page=${String(Math.floor(last / 2))}`,
    ...sorts,
    '?status=paid',
    '?status=canceled',
    '?status=paid, nothing granted',
    `?from=${day}&to=${day}`,
    '?from=2001-01-01&to=2001-01-02',
    '?min=20&max=30',
    '?sku=CRS-82500',
    '?sku=none',
    '?metadata=campaign=spring-7',
    '?metadata=spring-7',
    '?card=declined',
    '?card=success',
    '?q=player-4711',
    '?q=e',
    '?q=nothing-has-this',
    `?q=${order.receiptNumber}`,
    `?q=${order.id.slice(4, 12)}`,
    '?q=example.com&sort=amount&dir=down&status=paid',
    '?q=12345',
  ];
  const dashboard = [
    ...orders,
    ...['e', 'player-4711', 'nothing-has-this', '12345'].map((text) => `search?q=${text}&format=json`),
    'players',
    'players?page=100',
    'players?q=player-4711',
    `players/${order.playerId}`,
    'events',
    'events?page=1000',
    'events?type=item.add',
    'events?q=nothing-has-this',
    'events?q=player-4711',
    'deliveries',
    'deliveries?page=1000',
    'deliveries?status=exhausted',
    'deliveries?status=delivered',
    'deliveries?status=pending',
    'deliveries?event_type=item.add',
    `deliveries?webhook_id=${webhookId}`,
    'webhooks',
    `webhooks/${webhookId}`,
    'requests',
    'catalogue',
    'coupons',
    'subscriptions',
    'settings',
    `orders/${order.id}`,
  ].map((path) => `/dashboard/sandbox${path === '' || path.startsWith('?') ? '' : '/'}${path}`);
  const control = [
    'orders',
    `orders?offset=${String(count - 50)}&limit=50`,
    'orders?status=paid',
    'events',
    `events?offset=${String(count)}`,
    'events?event_type=order.created',
    'deliveries',
    'deliveries?status=exhausted',
    `deliveries?webhook_id=${webhookId}`,
    'requests',
  ].map((path) => `/_emulator/${path}`);
  const now = Math.floor(Date.now() / 1000);
  const s2s = [
    'payments',
    `payments?offset=${String(Math.floor(count / 2))}&limit=50`,
    'payments?status=done',
    'payments?search_string=nothing-has-this',
    'payments?search_string=player-4711',
    `payments?start_at=${String(now - 86_400)}&end_at=${String(now)}`,
    'webhooks',
    'items',
  ].map((path) => `/s2s/v1/${path}`);
  return [...dashboard, ...control, ...s2s].map((path) => encodeURI(path));
}

async function timesOf({ url }: Server, path: string, count: number): Promise<number[]> {
  const times: number[] = [];
  // The first ones compile views and code, and do not count.
  for (let number = -3; number < count; number += 1) {
    const startedAt = performance.now();
    const { statusCode, body } = await request(url + path, { headers: { ...HEADERS, accept: 'text/html' } });
    const text = await body.text();
    if (statusCode >= 300) throw new Error(`${path} answered ${String(statusCode)}: ${text.slice(0, 200)}`);
    if (number >= 0) times.push(performance.now() - startedAt);
  }
  return times;
}

interface Row {
  readonly path: string;
  readonly times: readonly number[];
}

function section(count: number, rows: readonly Row[]): Section {
  const slowest = Math.max(...rows.map(({ times }) => quantile(times, 0.95)));
  const orders = count.toLocaleString('en-US');
  return {
    heading: 'Lists',
    about:
      `With ${orders} orders stored, their payments, and the events and deliveries that are kept by default. One ` +
      'request at a time: the whole answer, from the request to its last byte.',
    columns: ['list', 'p50 ms', 'p95 ms'],
    rows: rows.map(({ path, times }) => [
      `\`${decodeURI(path)
        .replace('/dashboard/sandbox', '/dashboard')
        .replace(/(ord|wh)_\w+/g, '$1_…')}\``,
      figure(quantile(times, 0.5)),
      figure(quantile(times, 0.95)),
    ]),
    goals: [goal(`p95 of every list at most ${String(LIMIT_MS)} ms`, slowest, { atMost: LIMIT_MS })],
  };
}
