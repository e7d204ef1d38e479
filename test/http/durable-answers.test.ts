import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createOutbox } from '../../src/app/outbox.ts';
import { StorageUnavailable } from '../../src/domain/model/errors.ts';
import { memoryArchive } from '../../src/store/answer-archive.ts';
import { MemoryStore } from '../../src/store/memory-store.ts';
import { TableSet } from '../../src/store/table-set.ts';
import { HeldBacking } from '../store/held-backing.ts';
import { createFixture, SANDBOX_KEY } from '../support/fixture.ts';

const HEADERS = { Authorization: `Bearer ${SANDBOX_KEY}`, 'Content-Type': 'application/json' };
const ORDER = JSON.stringify({ player_id: 'r2d2-c3po', items: [{ sku: 'CRS-82500' }] });
const FULL = new StorageUnavailable('The disk is full. Nothing was changed.');

/** A server whose writes wait for the test. */
async function serve() {
  const backing = new HeldBacking();
  backing.holds = false;
  const store = new MemoryStore(new TableSet(), memoryArchive(), undefined, backing);
  const fixture = createFixture({ store });
  await store.durable();
  let received = 0;
  const server = createServer((req, res) => {
    received += 1;
    fixture.listener(req, res);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    backing.holds = false;
    backing.settle();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { orders } = store.tables;
  const before = backing.groups.length;
  return {
    ...fixture,
    store,
    backing,
    url,
    order: () => fetch(`${url}/s2s/v1/orders`, { method: 'POST', headers: HEADERS, body: ORDER }),
    orderCount: () => orders.size,
    /** Resolves when so many orders are in the tables. */
    ordered: (count: number) =>
      vi.waitFor(
        () => {
          expect(orders.size).toBe(count);
        },
        { interval: 1 },
      ),
    writes: () => backing.groups.length - before,
    /** Resolves when the server has begun to handle the next request after the call. */
    nextRequest: () => {
      const next = received + 1;
      return vi.waitFor(
        () => {
          expect(received).toBe(next);
        },
        { interval: 1 },
      );
    },
  };
}

describe('an answer', () => {
  it('is given when its change is durable, not before', async () => {
    const { backing, order, url } = await serve();
    backing.holds = true;
    const answered = vi.fn();
    const answer = order().finally(answered);
    await backing.nextWrite();
    // Needs nothing of the store, so it is answered.
    expect((await fetch(`${url}/livez`)).status).toBe(200);
    expect(answered).not.toHaveBeenCalled();
    backing.settle();
    expect((await answer).status).toBe(201);
  });

  it.each([
    ['succeeds', undefined, [201, 201], 2],
    ['fails', FULL, [503, 503], 0],
  ] as const)(
    'of each order of a group waits for its one write, which %s',
    async (_, failure, statuses, left) => {
      const { backing, order, orderCount, ordered, writes } = await serve();
      backing.holds = true;
      const first = order();
      // Holds the group of the two others open.
      await backing.nextWrite();
      const others = [order(), order()];
      await ordered(3);
      expect(writes()).toBe(1);
      backing.settle();
      expect((await first).status).toBe(201);
      expect((await backing.nextWrite()).length).toBe(2);
      backing.settle(failure);
      const answers = await Promise.all(others);
      expect(answers.map(({ status }) => status)).toEqual(statuses);
      expect([writes(), orderCount()]).toEqual([2, 1 + left]);
      if (failure) expect(await answers[0]?.json()).toEqual({ detail: failure.message });
    },
  );

  it.each([
    ['a list that contains it', '/s2s/v1/orders?player_id=r2d2-c3po'],
    ['an error about it', '/s2s/v1/orders/ord_unknown'],
    ['a page that shows it', '/dashboard/sandbox/orders'],
    ['an error page', '/dashboard/sandbox/orders/ord_unknown'],
  ])('that was made while an order is not durable waits too: %s', async (_, path) => {
    const { backing, nextRequest, order, url } = await serve();
    await (await fetch(url + path, { headers: HEADERS })).text();
    backing.holds = true;
    const created = order();
    await backing.nextWrite();
    const answered = vi.fn();
    const handled = nextRequest();
    const read = fetch(url + path, { headers: { ...HEADERS, Accept: 'text/html' } }).finally(answered);
    await handled;
    expect(answered).not.toHaveBeenCalled();
    backing.settle(FULL);
    expect([(await created).status, (await read).status]).toEqual([503, 503]);
  });

  it('to a form waits, and a failed write shows in the page', async () => {
    const { backing, store, url } = await serve();
    const page = await (
      await fetch(`${url}/dashboard/sandbox/webhooks`, { headers: { Accept: 'text/html' } })
    ).text();
    expect(page).toContain('<form');
    backing.holds = true;
    const body = new URLSearchParams({ url: 'http://127.0.0.1:9/hook', events: 'item.add', method: 'POST' });
    const answer = fetch(`${url}/dashboard/sandbox/webhooks`, {
      method: 'POST',
      body,
      headers: { Accept: 'text/html' },
      redirect: 'manual',
    });
    await backing.nextWrite();
    expect(store.tables.webhooks.size).toBe(1);
    backing.settle(FULL);
    expect((await answer).status).toBe(503);
    expect(store.tables.webhooks.size).toBe(0);
  });
});

describe('a webhook attempt', () => {
  it('waits until its start is durable, and is not made when that fails', async () => {
    const { backing, domain, platforms, s2s, store, order } = await serve();
    await s2s()
      .post('/s2s/v1/webhooks')
      .send({ url: 'http://127.0.0.1:9/', events: ['order.created'], method: 'POST' });
    expect((await order()).status).toBe(201);
    const outbox = createOutbox(domain, platforms);
    const ids = Array.from(outbox.pending(), ({ deliveryId }) => deliveryId);
    expect(ids).toHaveLength(1);
    backing.holds = true;
    const started = outbox.start(ids);
    const resolved = vi.fn();
    const watched = started.then(resolved, () => undefined);
    await backing.nextWrite();
    expect(resolved).not.toHaveBeenCalled();
    backing.settle(FULL);
    await expect(started).rejects.toBe(FULL);
    await watched;
    expect(store.tables.deliveries.get(ids[0] ?? '')?.startedAt).toBeNull();
    backing.holds = false;
    expect(await outbox.start(ids)).toHaveLength(1);
  });
});
