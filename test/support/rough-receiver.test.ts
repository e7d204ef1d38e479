import { request } from 'undici';
import { afterEach, describe, expect, it } from 'vitest';
import { reset } from './rough-receiver-scripts.ts';
import { startReceiver, type Receiver } from './rough-receiver.ts';

describe('the rough receiver', () => {
  let receiver: Receiver;
  afterEach(() => receiver.close());

  it('answers 200 and keeps the exact bytes of what it got', async () => {
    receiver = await startReceiver();
    const { statusCode } = await request(`${receiver.url}/hook?a=1`, { method: 'POST', body: '{"é": 1}' });
    expect(statusCode).toBe(200);
    const [got] = await receiver.received(1);
    expect(got).toMatchObject({ method: 'POST', path: '/hook?a=1', text: '{"é": 1}' });
    expect(got?.body.length).toBe(9);
  });

  it('answers by the script, one answer a request, then as usual', async () => {
    receiver = await startReceiver();
    receiver.answer({ status: 503, headers: { 'retry-after': '7' } }, (got) => ({
      status: 400,
      body: got.text,
    }));
    const answers = [];
    for (const body of ['1', '2', '3']) {
      answers.push((await request(receiver.url, { method: 'POST', body })).statusCode);
    }
    expect(answers).toEqual([503, 400, 200]);
  });

  it('misbehaves as told', async () => {
    receiver = await startReceiver();
    receiver.answer(reset());
    await expect(request(receiver.url)).rejects.toMatchObject({ code: 'ECONNRESET' });
  });

  it('comes back on the same port after a restart', async () => {
    receiver = await startReceiver();
    await request(receiver.url);
    await receiver.restart();
    await request(receiver.url);
    expect((await receiver.received(2)).map((got) => got.connection)).toEqual([1, 2]);
  });
});
