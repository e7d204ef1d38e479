import { expect, it } from 'vitest';
import { readEvents } from '../../src/client/event-stream.ts';
import type { LoggedRequest } from '../../src/http/server/request-log.ts';
import { FROM_THE_START, readStream } from '../support/activity.ts';
import { createFixture } from '../support/fixture.ts';
import { givenOrder } from '../support/orders.ts';

function kindsIn(events: readonly { readonly data: string }[]): readonly unknown[] {
  return events.map(({ data }) => {
    const { kind, event_type: type } = JSON.parse(data) as { kind: string; event_type?: string };
    return type ?? kind;
  });
}

it('the activity stream begins now, and goes on after the last event that the client names', async () => {
  const fixture = createFixture();
  givenOrder(fixture);
  const [first] = await readStream(fixture, '', 1, () => {
    givenOrder(fixture);
  });
  givenOrder(fixture);
  const all = await readStream(fixture, FROM_THE_START, 3);
  expect(kindsIn(all)).toEqual(['order.created', 'order.created', 'order.created']);
  expect(all[1]).toEqual(first);
  expect(await readStream(fixture, first?.id ?? '', 1)).toEqual(all.slice(2));
});

it('the activity stream shows requests without a valid key, and nothing of other games', async () => {
  const fixture = createFixture();
  await fixture.s2s('wrong').get('/s2s/v1/items').expect(401);
  await fixture.s2s('s2s_live_local').get('/s2s/v1/items').expect(200);
  await fixture.s2s().get('/s2s/v1/items').expect(200);
  const entries = (await readStream(fixture, FROM_THE_START, 2)).map(
    ({ data }) => JSON.parse(data) as { status: number },
  );
  expect(entries).toMatchObject([{ status: 401 }, { status: 200 }]);
});

function loggedRequest(id: string, text = ''): LoggedRequest {
  const received = { method: 'GET', mount: '/s2s', url: '/', headers: {}, contentType: undefined, text };
  const answered = { status: 404, answer: '' };
  return { id, at: 0, durationMs: 0, gameId: null, operation: null, params: {}, received, ...answered };
}

it('sends no faster than the client reads, so that it gets everything, however much it is', async () => {
  const fixture = createFixture();
  for (let count = 0; count < 1000; count += 1) {
    fixture.app.requestLog.add(loggedRequest(String(count), 'x'.repeat(2000)));
  }
  const ids = (await readStream(fixture, FROM_THE_START, 1000)).map(({ data }) => JSON.parse(data) as object);
  expect(ids).toEqual(
    [...ids.keys()].map((count) => expect.objectContaining({ id: String(count) }) as object),
  );
});

it('the stream says how many entries are no longer remembered', async () => {
  const fixture = createFixture();
  for (let count = 0; count < 10_003; count += 1) fixture.app.requestLog.add(loggedRequest(String(count)));
  const [missed] = await readStream(fixture, FROM_THE_START, 1);
  expect(JSON.parse(missed?.data ?? '')).toEqual({ kind: 'missed', count: 3 });
});

it('events are read however they are cut into chunks', async () => {
  const bytes = new TextEncoder().encode(
    ': heartbeat\n\nid: a/1\n\nid: a/2\nevent: x\ndata: {"é": ": "}\n\n',
  );
  for (const size of [1, 2, 3, 100]) {
    const events = [];
    const chunks = async function* () {
      for (let at = 0; at < bytes.length; at += size) {
        await Promise.resolve();
        yield bytes.subarray(at, at + size);
      }
    };
    for await (const event of readEvents(chunks())) events.push(event);
    expect(events).toEqual([
      { id: 'a/1', data: '' },
      { id: 'a/2', data: '{"é": ": "}' },
    ]);
  }
});
