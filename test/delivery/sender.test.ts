import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AttemptRequest } from '../../src/delivery/ports.ts';
import { createSender, type SenderOptions } from '../../src/delivery/transport/sender.ts';
import { aghanimProtocol } from '../../src/platforms/aghanim/protocol.ts';
import { sign } from '../../src/platforms/aghanim/signature.ts';
import { systemClock } from '../../src/delivery/system-clock.ts';
import { hangUp, raw, reset } from '../support/rough-receiver-scripts.ts';
import { startReceiver, type Receiver } from '../support/rough-receiver.ts';
import { anAttemptRequest } from './attempts.ts';

const LIMIT = 64 * 1024;

let receiver: Receiver;
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(() => receiver.close());

/** A sender for the receiver of the test, on the system clock. */
function aSender(options: Partial<SenderOptions> = {}) {
  const sender = createSender({ clock: systemClock(), ...options });
  return {
    send: (changes: Partial<AttemptRequest> = {}) =>
      sender.send(
        anAttemptRequest({ url: `${receiver.url}/hook?a=b`, ...changes }),
        new AbortController().signal,
      ),
    close: () => sender.close(),
  };
}

describe('a request', () => {
  it('contains the bytes of the body, signed with the time of the attempt', async () => {
    const body = '{"name":"Épée 剣"}';
    const { request } = await aSender().send({ body, protocol: aghanimProtocol('k', []) });
    const [got] = await receiver.received(1);
    expect(got).toMatchObject({ method: 'POST', path: '/hook?a=b', text: body });
    const timestamp = Number(got?.headers['x-aghanim-signature-timestamp']);
    expect(Math.abs(timestamp - Date.now() / 1000)).toBeLessThan(5);
    expect(got?.headers).toMatchObject({
      'content-type': 'application/json',
      'user-agent': 'Aghanim/0.1.0',
      'x-aghanim-signature': sign('k', timestamp, body),
    });
    for (const [name, value] of Object.entries(request.headers)) {
      expect(got?.headers[name.toLowerCase()]).toBe(value);
    }
  });

  it('by GET contains the body too [webhooks.get]', async () => {
    await aSender().send({ method: 'GET', body: '{"a":1}' });
    expect((await receiver.received(1))[0]).toMatchObject({ method: 'GET', text: '{"a":1}' });
  });

  it.each(['localhost', '[::1]'])('to %s goes to the configured loopback host', async (host) => {
    const url = `http://${host}:${receiver.port}/hook`;
    const refused = await aSender({ loopbackHost: '127.0.0.2', inContainer: true }).send({ url });
    expect(refused.error?.kind).toBe('connection_refused');
    await aSender({ loopbackHost: '127.0.0.1' }).send({ url });
    expect((await receiver.received(1))[0]?.headers['host']).toBe(`${host}:${receiver.port}`);
  });
});

describe('a response', () => {
  it('is recorded with its status, headers, body and times', async () => {
    receiver.answer({ status: 201, headers: { 'X-A': ['1', '2'] }, body: { ok: true } });
    const result = await aSender().send();
    expect(result).toMatchObject({
      verdict: 'delivered',
      error: null,
      response: { status: 201, body: '{"ok":true}', encoding: 'utf8', bodyBytes: 11, truncated: false },
    });
    expect(result.response?.headers).toMatchObject({ 'x-a': '1, 2', 'content-type': 'application/json' });
    const { connectMs, firstByteMs } = result.timings;
    expect(connectMs).toBeGreaterThanOrEqual(0);
    expect(firstByteMs).toBeGreaterThanOrEqual(connectMs ?? NaN);
    expect(result.durationMs).toBeGreaterThanOrEqual(firstByteMs ?? NaN);
  });

  it('that declines an item.add is final', async () => {
    receiver.answer({ status: 400, body: { status: 'error', code: 'declined', message: 'Full' } });
    expect(await aSender().send()).toMatchObject({ verdict: 'declined', error: null });
  });

  it.each([301, 302, 303, 307, 308])(
    'of %i is not followed [answers.redirect-is-failure]',
    async (status) => {
      const other = await startReceiver();
      receiver.answer({ status, headers: { location: `${other.url}/new` } });
      const { verdict, error } = await aSender().send();
      expect([verdict, error?.kind, error?.message]).toEqual(['failed', 'http_status', `HTTP ${status}`]);
      expect(error?.hint).toContain(`${other.url}/new`);
      expect([receiver.requests.length, other.requests.length]).toEqual([1, 0]);
      await other.close();
    },
  );

  it('that contains the expected signature is diagnosed [answers.signature-hints]', async () => {
    receiver.answer((got) => ({
      status: 401,
      body: { expected: sign('sk', Number(got.headers['x-aghanim-signature-timestamp']), got.text) },
    }));
    const protocol = aghanimProtocol('whsec', [{ name: 'the S2S key', value: 'sk' }]);
    const { error } = await aSender().send({ protocol });
    expect(error?.hint).toBe('The receiver computed its signature with the S2S key as the secret.');
  });

  it('is not decompressed, and recorded as base64 if it is not text', async () => {
    const body = gzipSync('hello');
    receiver.answer({ headers: { 'content-encoding': 'gzip' }, body });
    const { response } = await aSender().send();
    expect(response).toMatchObject({ encoding: 'base64', body: body.toString('base64'), truncated: false });
  });

  it('of exactly the limit is complete', async () => {
    receiver.answer({ body: 'a'.repeat(LIMIT) });
    const { response, verdict } = await aSender().send();
    expect(verdict).toBe('delivered');
    expect(response).toMatchObject({ bodyBytes: LIMIT, truncated: false });
  });

  it('beyond the limit is cut between characters, and its status decides [answers.large-bodies]', async () => {
    const body = `x${'é'.repeat(LIMIT)}`;
    receiver.answer({ body });
    const { response, verdict } = await aSender().send();
    expect(verdict).toBe('delivered');
    expect(response).toMatchObject({ encoding: 'utf8', bodyBytes: 2 * LIMIT + 1, truncated: true });
    expect(response?.body).toBe(`x${'é'.repeat(LIMIT / 2 - 1)}`);
  });

  it('without a body is complete', async () => {
    receiver.answer({ status: 204 });
    expect((await aSender().send()).response).toMatchObject({ body: '', bodyBytes: 0, truncated: false });
  });
});

describe('a connection', () => {
  it('is reused for the next request', async () => {
    const { send } = aSender();
    for (let n = 0; n < 3; n += 1) await send();
    expect(receiver.requests.map((got) => got.connection)).toEqual([1, 1, 1]);
  });

  it('that a restarted receiver has closed causes no failed attempt', async () => {
    const { send } = aSender();
    await send();
    await receiver.restart();
    expect(await send()).toMatchObject({ verdict: 'delivered' });
  });

  it.each([
    ['reset', reset()],
    ['closed', hangUp()],
  ])('that is %s when it is reused is replaced within the attempt', async (_how, handler) => {
    const { send } = aSender();
    await send();
    receiver.answer(handler);
    expect(await send()).toMatchObject({ verdict: 'delivered' });
    expect(receiver.requests.map((got) => got.connection)).toEqual([1, 1, 2]);
  });

  it('is not replaced if it was new', async () => {
    receiver.always(reset());
    expect(await aSender().send()).toMatchObject({ verdict: 'failed' });
    expect(receiver.requests.length).toBe(1);
  });

  it('is not replaced once a byte of the response has arrived', async () => {
    const { send } = aSender();
    await send();
    receiver.answer(raw('HTTP/1.1 2', 'reset'));
    expect(await send()).toMatchObject({ verdict: 'failed' });
    expect(receiver.requests.length).toBe(2);
  });

  it('is not reused after a truncated response', async () => {
    const { send } = aSender();
    receiver.answer({ body: 'a'.repeat(2 * LIMIT) });
    await send();
    expect(await send()).toMatchObject({ verdict: 'delivered' });
    expect(receiver.requests.map((got) => got.connection)).toEqual([1, 2]);
  });

  it('that is idle is closed with the sender, which can be used afterwards', async () => {
    const { send, close } = aSender();
    await send();
    await close();
    await send();
    expect(receiver.requests.map((got) => got.connection)).toEqual([1, 2]);
  });
});

describe('an attempt that cannot be made', () => {
  it.each(['', 'no url', 'ftp://127.0.0.1/x', 'http://'])('to "%s" fails', async (url) => {
    expect(await aSender().send({ url })).toMatchObject({
      verdict: 'failed',
      response: null,
      error: { kind: 'invalid_url' },
      timings: { connectMs: null, firstByteMs: null },
    });
  });

  it('to a port on which nothing listens is refused', async () => {
    await receiver.close();
    const { error } = await aSender().send();
    expect(error?.kind).toBe('connection_refused');
    expect(error?.hint).toContain('is the receiver running');
    receiver = await startReceiver();
  });

  it('to a loopback URL from a container names --loopback-host', async () => {
    await receiver.close();
    const { error } = await aSender({ inContainer: true }).send();
    expect(error?.hint).toContain('--loopback-host host.docker.internal');
    receiver = await startReceiver();
  });

  it('to an unknown host fails in DNS', async () => {
    const { error } = await aSender().send({ url: 'http://no-such-host.invalid/' });
    expect(error?.kind).toBe('dns');
  });
});
