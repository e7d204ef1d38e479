import { describe, expect, it } from 'vitest';
import { createFixture, type Fixture } from '../support/fixture.ts';
import { attempt, deliveries, FAILED, get, order, paidOrder, post, webhook } from '../support/control.ts';

async function listed(fixture: Fixture, query = '') {
  const { body } = await get(fixture, `/deliveries${query}`).expect(200);
  return body as { data: Record<string, unknown>[]; total: number };
}

describe('GET /_emulator/deliveries', () => {
  it('gives every attempt with the bytes that went over the wire', async () => {
    const fixture = createFixture();
    const hook = webhook(fixture, ['item.add']);
    const id = await paidOrder(fixture);
    const delivery = String(deliveries(fixture)[0]?.id);
    attempt(fixture, delivery, { ...FAILED, nextAttemptAt: fixture.clock.now() + 5000 });
    fixture.clock.advance(5000);
    attempt(fixture, delivery, { verdict: 'delivered' });
    const now = Math.floor(fixture.clock.now() / 1000);
    const event = fixture.events().find(({ type }) => type === 'item.add');
    const request = { method: 'POST', url: hook.url, body: event?.body };
    expect(await listed(fixture)).toEqual({
      total: 1,
      data: [
        {
          id: delivery,
          event_id: event?.id,
          platform: 'aghanim',
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
              hint: FAILED.error?.hint,
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
              hint: null,
            },
          ],
        },
      ],
    });
  });

  it('narrows by order, type, family, webhook and status', async () => {
    const fixture = createFixture();
    const [grant, tell] = [webhook(fixture, ['item.add']), webhook(fixture, ['order.*'])];
    const [first, second] = [await paidOrder(fixture), await order(fixture)];
    attempt(fixture, String(deliveries(fixture)[0]?.id), { verdict: 'delivered' });
    const types = async (query: string) =>
      (await listed(fixture, query)).data.map((one) => one['event_type']);
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
    await get(createFixture(), `/deliveries${query}`).expect(status);
  });
});

describe('resending', () => {
  it('sends one delivery again, now, and refuses while an attempt is under way [answers.resend]', async () => {
    const fixture = createFixture();
    webhook(fixture, ['item.add']);
    await paidOrder(fixture);
    const id = String(deliveries(fixture)[0]?.id);
    attempt(fixture, id, { verdict: 'delivered' });
    const { body } = await post(fixture, `/deliveries/${id}/resend`).expect(200);
    expect(body).toMatchObject({
      id,
      status: 'pending',
      next_attempt_at: Math.floor(fixture.clock.now() / 1000),
      attempts: [{ number: 1 }],
    });
    const delivery = deliveries(fixture)[0];
    fixture.domain.store.transact(({ deliveries: table }) => {
      if (delivery) table.put({ ...delivery, startedAt: fixture.clock.now() });
    });
    await post(fixture, `/deliveries/${id}/resend`).expect(409);
    await post(fixture, '/deliveries/dlv_none/resend').expect(404);
  });

  it('sends all that were given up again, and says which it could not', async () => {
    const fixture = createFixture();
    const hooks = [webhook(fixture, ['item.add']), webhook(fixture, ['item.add'])];
    await paidOrder(fixture);
    for (const { id } of deliveries(fixture)) attempt(fixture, id, FAILED);
    await fixture
      .s2s()
      .put(`/s2s/v1/webhooks/${String(hooks[1]?.id)}`)
      .send({ enabled: false })
      .expect(200);
    const { body } = await post(fixture, '/deliveries/resend').expect(200);
    expect(body).toEqual({
      resent: 1,
      skipped: [
        { id: deliveries(fixture)[1]?.id, reason: expect.stringContaining('webhook is disabled') as string },
      ],
    });
    expect(deliveries(fixture).map(({ status }) => status)).toEqual(['pending', 'exhausted']);
  });

  it('leaves out what failed before the given moment and what another filter excludes', async () => {
    const fixture = createFixture();
    webhook(fixture, ['item.add', 'order.created']);
    await paidOrder(fixture);
    for (const { id } of deliveries(fixture)) attempt(fixture, id, FAILED);
    fixture.clock.advance(60_000);
    const since = Math.floor(fixture.clock.now() / 1000);
    const resend = async (body: object) => (await post(fixture, '/deliveries/resend', body)).body as object;
    expect(await resend({ since })).toEqual({ resent: 0, skipped: [] });
    expect(await resend({ since: since - 60, event_type: 'item.add' })).toEqual({ resent: 1, skipped: [] });
    expect(await resend({ status: 'exhausted' })).toEqual({ resent: 1, skipped: [] });
    await post(fixture, '/deliveries/resend', { until: 1 }).expect(422);
  });
});
