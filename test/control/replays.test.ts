import { describe, expect, it } from 'vitest';
import { attempt, deliveries, FAILED, get, paidOrder, post, webhook } from '../support/control.ts';
import { createFixture } from '../support/fixture.ts';

describe('a replay', () => {
  it('sends the event of a delivery to another URL, once, and decides nothing', async () => {
    const fixture = createFixture({ rules: { autoRefund: false } });
    webhook(fixture, ['item.add']);
    const order = await paidOrder(fixture);
    const [first] = deliveries(fixture);
    attempt(fixture, String(first?.id), FAILED);
    const url = 'http://localhost:4000/other';
    const { body } = await post(fixture, `/deliveries/${String(first?.id)}/replay`, { url }).expect(200);
    const [, replay] = deliveries(fixture);
    expect(replay).toMatchObject({ id: (body as { id: string }).id, eventId: first?.eventId, attempts: 0 });
    attempt(fixture, String(replay?.id), { verdict: 'declined' });
    const { body: after } = await get(fixture, `/orders/${order}`).expect(200);
    expect(after).toMatchObject({ granting: 'failed', status: 'paid' });
    expect(fixture.domain.store.tables.webhooks.size).toBe(1);
  });

  it('is signed with the secret of the same webhook', async () => {
    const fixture = createFixture();
    webhook(fixture, ['item.add']);
    await paidOrder(fixture);
    const [first] = deliveries(fixture);
    const url = 'http://localhost:4000/other';
    await post(fixture, `/deliveries/${String(first?.id)}/replay`, { url }).expect(200);
    const signatures = deliveries(fixture).map(({ id, webhookId }) => {
      const endpoint = fixture.domain.store.tables.endpoints.get(webhookId);
      const hook = fixture.domain.store.tables.webhooks.get(endpoint?.signedAs ?? webhookId);
      return [id === first?.id, hook?.secret];
    });
    expect(new Set(signatures.map(([, secret]) => secret)).size).toBe(1);
  });

  it('needs a URL that a webhook may have', async () => {
    const fixture = createFixture();
    webhook(fixture, ['item.add']);
    await paidOrder(fixture);
    const id = String(deliveries(fixture)[0]?.id);
    await post(fixture, `/deliveries/${id}/replay`, { url: 'ftp://x' }).expect(422);
    await post(fixture, '/deliveries/dlv_none/replay', { url: 'http://localhost/' }).expect(404);
  });
});

describe('a reset of the granting', () => {
  it('asks the webhooks of today, and only their answers count', async () => {
    const fixture = createFixture({ rules: { autoRefund: false } });
    webhook(fixture, ['item.add']);
    const order = await paidOrder(fixture);
    const [old] = deliveries(fixture);
    attempt(fixture, String(old?.id), { verdict: 'declined' });
    await post(fixture, `/orders/${order}/reset-granting`).expect(200);
    const granting = async () => {
      const { body } = await get(fixture, `/orders/${order}`).expect(200);
      return (body as { granting: string }).granting;
    };
    expect(await granting()).toBe('pending');
    await post(fixture, `/deliveries/${String(old?.id)}/resend`).expect(200);
    attempt(fixture, String(old?.id), { verdict: 'declined' });
    expect(await granting()).toBe('pending');
    attempt(fixture, String(deliveries(fixture)[1]?.id), { verdict: 'delivered' });
    expect(await granting()).toBe('granted');
  });

  it('reaches a webhook that was registered after the payment', async () => {
    const fixture = createFixture();
    const order = await paidOrder(fixture);
    webhook(fixture, ['item.add']);
    await post(fixture, `/orders/${order}/reset-granting`).expect(200);
    expect(deliveries(fixture).map(({ eventType }) => eventType)).toEqual(['item.add']);
  });
});
