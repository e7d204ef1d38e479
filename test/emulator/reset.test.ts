import { expect, it } from 'vitest';
import { createEmulator } from '../../src/index.ts';
import { startReceiver } from '../support/rough-receiver.ts';

async function json(url: string, body?: object): Promise<unknown> {
  const headers = { Authorization: 'Bearer s2s_sandbox_local', 'Content-Type': 'application/json' };
  const answer = await fetch(url, { headers, ...(body && { method: 'POST', body: JSON.stringify(body) }) });
  return await answer.json();
}

it('a reset restores the first start, with the same games and secrets, and sends nothing', async () => {
  const receiver = await startReceiver();
  const emulator = await createEmulator({ webhook: `${receiver.url}/webhook`, logLevel: 'silent' });
  const { url } = await emulator.start();
  const reveal = async () => {
    const [webhook] = (await json(`${url}/s2s/v1/webhooks`)) as { id: string; game_id: string }[];
    const revealed = await json(`${url}/s2s/v1/webhooks/${webhook?.id ?? ''}/reveal`, {});
    return { game: webhook?.game_id, secret: (revealed as { secret: string }).secret };
  };
  const before = await reveal();
  const order = {
    player_id: 'p',
    items: [{ sku: 'SWORD', name: 'Sword' }],
    price_decimal: 1,
    currency: 'USD',
  };
  const { order_id: id } = (await json(`${url}/s2s/v1/orders`, order)) as { order_id: string };
  await json(`${url}/_emulator/orders/${id}/pay`, { card: '4242424242424242' });
  await receiver.received(1);

  expect(await json(`${url}/_emulator/reset`, {})).toEqual({});

  expect(await reveal()).toEqual(before);
  expect(await json(`${url}/_emulator/orders`)).toMatchObject({ total: 0 });
  expect(await json(`${url}/_emulator/deliveries`)).toEqual({ data: [], total: 0 });
  const known = { player_id: 'p', items: [{ sku: 'SWORD' }] };
  expect(await json(`${url}/s2s/v1/orders`, known)).toMatchObject({
    detail: [{ loc: ['body', 'items', 0, 'sku'] }],
  });
  await emulator.stop();
  expect(receiver.requests).toHaveLength(1);
  await receiver.close();
});
