import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createFixture, type Fixture } from '../support/fixture.ts';
import { answerAll, givenWebhook } from '../support/orders.ts';
import { createOrder, payOrder } from './pages.ts';

const open: Server[] = [];

afterEach(() => {
  for (const server of open.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function listen(fixture: Fixture): Promise<string> {
  const server = createServer(fixture.listener);
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
    const fixture = createFixture();
    givenWebhook(fixture);
    const base = await listen(fixture);
    const [id, other] = [await createOrder(fixture), await createOrder(fixture)];
    const stream = await follow(`${base}/order/${id}/events`);
    expect(await stream.next()).toBe('payable');
    await payOrder(fixture, other);
    await payOrder(fixture, id);
    expect(await stream.next()).toBe('granting');
    answerAll(fixture, 'delivered');
    expect(await stream.next()).toBe('done');
    stream.stop();
  });

  it('ends when the order is gone', async () => {
    const fixture = createFixture();
    const base = await listen(fixture);
    const id = await createOrder(fixture);
    const stream = await follow(`${base}/order/${id}/events`);
    await stream.next();
    fixture.domain.store.transact(({ orders }) => {
      orders.delete(id);
    });
    expect(await stream.next()).toBe('ended');
  });
});
