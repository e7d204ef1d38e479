import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { createRequestLog, type LoggedRequest } from '../../src/http/server/request-log.ts';
import { attempt, deliveries, FAILED, get, paidOrder, post, webhook } from '../support/control.ts';
import { createFixture, type Fixture } from '../support/fixture.ts';

const MIB = 1024 * 1024;

/** The answer of a receiver with this many characters. */
function answered(characters: number) {
  const body = 'x'.repeat(characters);
  const headers = { 'content-type': 'text/plain' };
  return { status: 500, headers, body, encoding: 'utf8', bodyBytes: characters, truncated: false } as const;
}

/** One delivery with attempts whose answers have this many characters. */
async function givenAttempts(fixture: Fixture, count: number, characters: number): Promise<void> {
  webhook(fixture, ['item.add']);
  await paidOrder(fixture);
  const [delivery] = deliveries(fixture);
  for (let number = 0; number < count; number += 1) {
    attempt(fixture, delivery?.id ?? '', {
      ...FAILED,
      response: answered(characters),
      nextAttemptAt: number,
    });
  }
}

/** Orders with long texts, half a MiB each. */
async function givenLargeOrders(fixture: Fixture, count: number): Promise<void> {
  const metadata = Object.fromEntries(
    Array.from({ length: 5 }, (_, n) => [`note_${n}`, 'x'.repeat(100_000)]),
  );
  for (let number = 0; number < count; number += 1) {
    const order = { player_id: 'p', items: [{ sku: 'CRS-82500' }], metadata };
    await fixture.s2s().post('/s2s/v1/orders').send(order).expect(201);
  }
}

describe('an answer of the control API', () => {
  it('ends a page before it gets too large, and says where to go on', async () => {
    const fixture = createFixture();
    await givenLargeOrders(fixture, 12);
    const first = await get(fixture, '/orders?limit=12').expect(200);
    const page = first.body as { data: unknown[]; total: number; next_offset?: number };
    expect(first.text.length).toBeLessThan(5 * MIB);
    expect(page).toMatchObject({ total: 12, next_offset: page.data.length });
    expect(page.data.length).toBeLessThan(12);
    const rest = await get(fixture, `/orders?limit=12&offset=${page.next_offset ?? 0}`).expect(200);
    expect(rest.body).toMatchObject({ data: { length: 12 - page.data.length } });
    expect(rest.body).not.toHaveProperty('next_offset');
  });

  it('has the last attempts of a delivery, as many as fit', async () => {
    const fixture = createFixture();
    await givenAttempts(fixture, 100, 64 * 1024);
    const { body, text } = await get(fixture, '/deliveries').expect(200);
    expect(text.length).toBeLessThan(5 * MIB);
    const [delivery] = (body as { data: { attempts: { number: number }[]; attempts_left_out: number }[] })
      .data;
    const shown = delivery?.attempts.length ?? 0;
    expect(delivery?.attempts.at(-1)?.number).toBe(100);
    expect(delivery?.attempts_left_out).toBe(100 - shown);
    expect(shown).toBeGreaterThan(10);
  });

  it('waits for its reader only while there is room for all that wait', async () => {
    const fixture = createFixture();
    await givenLargeOrders(fixture, 8);
    const server = createServer(fixture.listener).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const sockets = Array.from({ length: 4 }, () => connect(port, '127.0.0.1'));
    // They ask for 320 MiB, and read none of it.
    for (const socket of sockets) {
      socket.write('GET /_emulator/orders?limit=50 HTTP/1.1\r\nHost: localhost\r\n\r\n'.repeat(20));
    }
    const statusOf = async () => (await request(server).get('/_emulator/orders?limit=50')).status;
    let status = 200;
    while (status === 200) status = await statusOf();
    expect(status).toBe(503);
    await request(server).get('/_emulator/cards').expect(200);
    for (const socket of sockets) socket.destroy();
    while (status === 503) status = await statusOf();
    expect(status).toBe(200);
    server.close();
  });

  it('refuses faults whose bodies take too much', async () => {
    const fixture = createFixture();
    const answers = [{ status: 500, body: Array.from({ length: 9 }, () => 'x'.repeat(100_000)) }];
    const declare = () => post(fixture, '/faults', { operation: 'POST /v1/orders', answers });
    for (let count = 0; count < 4; count += 1) await declare().expect(201);
    await declare().expect(409);
  });
});

describe('the list of requests', () => {
  it('is found by order without reading every request, and pages only what it shows', async () => {
    const fixture = createFixture();
    const { body } = await fixture
      .s2s()
      .post('/s2s/v1/orders')
      .send({ player_id: 'p', items: [{ sku: 'CRS-82500' }] });
    const { order_id: id } = body as { order_id: string };
    await fixture.s2s().get(`/s2s/v1/orders/${id}`).expect(200);
    await fixture
      .s2s()
      .post('/s2s/v1/orders')
      .send({ player_id: id, items: [{ sku: 'CRS-82500' }] });
    const found = await get(fixture, `/requests?order_id=${id}&limit=1`).expect(200);
    expect(found.body).toMatchObject({ total: 2, data: [{ method: 'GET', order_id: id }] });
  });

  it('keeps a bounded amount of text of all games together, the newest', () => {
    const log = createRequestLog(1000, MIB);
    for (let number = 0; number < 100; number += 1) log.add(aRequest(number, 50_000));
    expect(log.all()[0]?.id).toBe('99');
    expect(log.all().length).toBeLessThan(22);
    log.clear('game_1');
    expect(log.of('game_1')).toEqual([]);
    expect(log.of('game_0')[0]?.id).toBe('98');
    log.clear();
    expect(log.all()).toEqual([]);
  });
});

function aRequest(number: number, characters: number): LoggedRequest {
  return {
    id: String(number),
    at: 0,
    durationMs: 0,
    gameId: `game_${number % 2}`,
    operation: null,
    params: {},
    received: {
      method: 'POST',
      mount: '/s2s',
      url: '/v1/orders',
      headers: {},
      contentType: undefined,
      text: 'x'.repeat(characters),
    },
    status: 200,
    answer: '',
  };
}
