import { describe, expect, it } from 'vitest';
import { buildHouse, type House } from '../support/house.ts';
import { attempt, deliveries, FAILED, get, order, paidOrder, post, webhook } from '../support/control.ts';

async function listed(house: House, query = '') {
  const { body } = await get(house, `/deliveries${query}`).expect(200);
  return body as { data: Record<string, unknown>[]; total: number };
}

describe('GET /_emulator/deliveries', () => {
  it('gives every attempt with the bytes that went over the wire', async () => {
    const house = buildHouse();
    const hook = webhook(house, ['item.add']);
    const id = await paidOrder(house);
    const delivery = String(deliveries(house)[0]?.id);
    attempt(house, delivery, { ...FAILED, nextAttemptAt: house.clock.now() + 5000 });
    house.clock.advance(5000);
    attempt(house, delivery, { verdict: 'delivered' });
    const now = Math.floor(house.clock.now() / 1000);
    const event = house.events().find(({ type }) => type === 'item.add');
    const request = { method: 'POST', url: hook.url, body: event?.body };
    expect(await listed(house)).toEqual({
      total: 1,
      data: [
        {
          id: delivery,
          event_id: event?.id,
          event_type: 'item.add',
          order_id: id,
          webhook_id: hook.id,
          url: hook.url,
          status: 'delivered',
          next_attempt_at: null,
          attempts: [
            {
              id: expect.stringMatching(/^att_/) as string,
              number: 1,
              trigger: 'automatic',
              started_at: now - 5,
              duration_ms: 12,
              request: { ...request, headers: expect.any(Object) as object },
              response: null,
              error: FAILED.error,
            },
            {
              id: expect.stringMatching(/^att_/) as string,
              number: 2,
              trigger: 'automatic',
              started_at: now,
              duration_ms: 12,
              request: { ...request, headers: expect.any(Object) as object },
              response: {
                status: 200,
                headers: { 'content-type': 'application/json' },
                body: '{"status":"ok"}',
                body_bytes: 15,
                truncated: false,
              },
              error: null,
            },
          ],
        },
      ],
    });
  });

  it('narrows by order, type, family, webhook and status', async () => {
    const house = buildHouse();
    const [grant, tell] = [webhook(house, ['item.add']), webhook(house, ['order.*'])];
    const [first, second] = [await paidOrder(house), await order(house)];
    attempt(house, String(deliveries(house)[0]?.id), { verdict: 'delivered' });
    const types = async (query: string) => (await listed(house, query)).data.map((one) => one['event_type']);
    expect(await types('')).toEqual(['order.created', 'order.paid', 'item.add', 'order.created']);
    expect(await types(`?order_id=${first}`)).toEqual(['order.paid', 'item.add', 'order.created']);
    expect(await types(`?order_id=${second}`)).toEqual(['order.created']);
    expect(await types('?event_type=item.add')).toEqual(['item.add']);
    expect(await types('?event_type=order.*')).toEqual(['order.created', 'order.paid', 'order.created']);
    expect(await types(`?webhook_id=${grant.id}`)).toEqual(['item.add']);
    expect(await types(`?webhook_id=${tell.id}&status=delivered`)).toEqual(['order.created']);
    expect(await types('?limit=1&offset=2')).toEqual(['item.add']);
  });

  it.each([
    ['an unknown status', '?status=failed', 422],
    ['an unknown event type', '?event_type=item.added', 422],
    ['an unknown filter', '?order=x', 422],
    ['an unknown order', '?order_id=ord_none', 404],
    ['an unknown webhook', '?webhook_id=wh_none', 404],
    ['a limit that is no number', '?limit=all', 422],
  ])('refuses %s instead of finding nothing', async (_what, query, status) => {
    await get(buildHouse(), `/deliveries${query}`).expect(status);
  });
});

describe('resending', () => {
  it('sends one delivery again, now, and refuses while an attempt is in flight', async () => {
    const house = buildHouse();
    webhook(house, ['item.add']);
    await paidOrder(house);
    const id = String(deliveries(house)[0]?.id);
    attempt(house, id, { verdict: 'delivered' });
    const { body } = await post(house, `/deliveries/${id}/resend`).expect(200);
    expect(body).toMatchObject({
      id,
      status: 'pending',
      next_attempt_at: Math.floor(house.clock.now() / 1000),
      attempts: [{ number: 1 }],
    });
    const delivery = deliveries(house)[0];
    house.world.store.transact(({ deliveries: table }) => {
      if (delivery) table.put({ ...delivery, startedAt: house.clock.now() });
    });
    await post(house, `/deliveries/${id}/resend`).expect(409);
    await post(house, '/deliveries/dlv_none/resend').expect(404);
  });

  it('sends all that were given up again, and says which it could not', async () => {
    const house = buildHouse();
    const hooks = [webhook(house, ['item.add']), webhook(house, ['item.add'])];
    await paidOrder(house);
    for (const { id } of deliveries(house)) attempt(house, id, FAILED);
    await house
      .s2s()
      .put(`/s2s/v1/webhooks/${String(hooks[1]?.id)}`)
      .send({ enabled: false })
      .expect(200);
    const { body } = await post(house, '/deliveries/resend').expect(200);
    expect(body).toEqual({
      resent: 1,
      skipped: [
        { id: deliveries(house)[1]?.id, reason: expect.stringContaining('webhook is disabled') as string },
      ],
    });
    expect(deliveries(house).map(({ status }) => status)).toEqual(['pending', 'exhausted']);
  });

  it('leaves out what failed before the given moment and what another filter excludes', async () => {
    const house = buildHouse();
    webhook(house, ['item.add', 'order.created']);
    await paidOrder(house);
    for (const { id } of deliveries(house)) attempt(house, id, FAILED);
    house.clock.advance(60_000);
    const since = Math.floor(house.clock.now() / 1000);
    const resend = async (body: object) => (await post(house, '/deliveries/resend', body)).body as object;
    expect(await resend({ since })).toEqual({ resent: 0, skipped: [] });
    expect(await resend({ since: since - 60, event_type: 'item.add' })).toEqual({ resent: 1, skipped: [] });
    expect(await resend({ status: 'exhausted' })).toEqual({ resent: 1, skipped: [] });
    await post(house, '/deliveries/resend', { until: 1 }).expect(422);
  });
});
