import { createHmac } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { createEmulator, type Emulator } from '../../src/index.ts';
import { startReceiver, type Receiver } from '../support/rough-receiver.ts';

let receiver: Receiver;
let emulator: Emulator;

afterEach(async () => {
  await emulator.stop();
  await receiver.close();
});

/** Starts a receiver and an emulator, and gives a way to call its APIs. */
async function run(): Promise<(method: string, path: string, body?: object) => Promise<unknown>> {
  receiver = await startReceiver();
  emulator = await createEmulator({ logLevel: 'silent', retrySchedule: '0.01' });
  const { url } = await emulator.start();
  const headers = { Authorization: 'Bearer s2s_sandbox_local', 'Content-Type': 'application/json' };
  return async (method, path, body = {}) => {
    const init = method === 'GET' ? {} : { body: JSON.stringify(body) };
    const answer = await fetch(`${url}${path}`, { method, headers, ...init });
    expect(answer.ok).toBe(true);
    return await answer.json();
  };
}

interface Settled {
  readonly status: string;
  readonly attempts: readonly { readonly number: number; readonly trigger: string }[];
}

/** Asks until the only delivery has no more attempts to come. */
async function settledDelivery(call: Awaited<ReturnType<typeof run>>): Promise<Settled> {
  for (let tries = 0; tries < 500; tries += 1) {
    const { data } = (await call('GET', '/_emulator/deliveries')) as { data: Settled[] };
    const [delivery] = data;
    if (delivery && delivery.status !== 'pending') return delivery;
  }
  throw new Error('the delivery never settled');
}

const ORDER = { player_id: 'r2d2-c3po', items: [{ sku: 'CRS-82500' }] };

describe('a webhook', () => {
  it('is signed for with its new secret at once [webhooks.new-secret]', async () => {
    const call = await run();
    const asked = { url: receiver.url, events: ['order.created'], method: 'POST' };
    const { id } = (await call('POST', '/s2s/v1/webhooks', asked)) as { id: string };
    const { secret } = (await call('POST', `/s2s/v1/webhooks/${id}/expire_secret`)) as { secret: string };
    await call('POST', '/s2s/v1/orders', ORDER);
    const [got] = await receiver.received(1);
    const timestamp = got?.headers['x-aghanim-signature-timestamp'] ?? '';
    const signed = createHmac('sha256', secret)
      .update(`${timestamp}.${got?.text ?? ''}`)
      .digest('hex');
    expect(got?.headers['x-aghanim-signature']).toBe(signed);
  });

  it('gets a test event once, whatever it answers [events.test-events]', async () => {
    const call = await run();
    receiver.always({ status: 500 });
    const asked = { url: receiver.url, events: ['item.add'], method: 'POST' };
    const { id } = (await call('POST', '/s2s/v1/webhooks', asked)) as { id: string };
    await call('POST', `/_emulator/webhooks/${id}/test`, { event_type: 'order.created' });
    const { attempts } = await settledDelivery(call);
    expect(attempts.map(({ number, trigger }) => [number, trigger])).toEqual([[1, 'test']]);
  });
});
