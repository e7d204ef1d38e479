import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { buildHouse, type House } from '../support/house.ts';
import { answerAll, givenWebhook } from '../support/orders.ts';
import { order, payAt } from './visit.ts';

const open: Server[] = [];

afterEach(() => {
  for (const server of open.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function listen(house: House): Promise<string> {
  const server = createServer(house.app);
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Reads an order's event stream; each call gives the next state that it tells. */
async function follow(url: string): Promise<{ next: () => Promise<string>; stop: () => void }> {
  const stopping = new AbortController();
  const answer = await fetch(url, { signal: stopping.signal });
  expect(answer.headers.get('content-type')).toBe('text/event-stream');
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  const next = async (): Promise<string> => {
    for (;;) {
      const [whole, state] = /^event: status\ndata: .*?"state":"(\w+)".*?\n\n/.exec(text) ?? [];
      if (whole !== undefined && state !== undefined) {
        text = text.slice(whole.length);
        return state;
      }
      const read = await reader?.read();
      if (!read || read.done) return 'ended';
      text += read.value;
    }
  };
  const stop = () => {
    stopping.abort();
  };
  return { next, stop };
}

describe('GET /order/:id/events', () => {
  it('tells how the order stands, and then each change of it and of no other', async () => {
    const house = buildHouse();
    givenWebhook(house);
    const base = await listen(house);
    const [id, other] = [await order(house), await order(house)];
    const stream = await follow(`${base}/order/${id}/events`);
    expect(await stream.next()).toBe('payable');
    await payAt(house, other);
    await payAt(house, id);
    expect(await stream.next()).toBe('granting');
    answerAll(house, 'delivered');
    expect(await stream.next()).toBe('done');
    stream.stop();
  });

  it('ends when the order is gone', async () => {
    const house = buildHouse();
    const base = await listen(house);
    const id = await order(house);
    const stream = await follow(`${base}/order/${id}/events`);
    await stream.next();
    house.world.store.transact(({ orders }) => {
      orders.delete(id);
    });
    expect(await stream.next()).toBe('ended');
  });
});
