import { describe, expect, it } from 'vitest';
import {
  attempt,
  deliveries,
  FAILED,
  get,
  order,
  paidOrder,
  post,
  VISA,
  webhook,
} from '../support/control.ts';
import { createFixture, type Fixture } from '../support/fixture.ts';
import { ROOT, submit } from '../dashboard/forms.ts';

interface Envelope {
  readonly event_type: string;
  readonly event_data: Record<string, unknown>;
  readonly idempotency_key: string | null;
  readonly request_id: string | null;
  readonly trigger: string | null;
  readonly transaction_id: string;
}

function envelopes(fixture: Fixture): Envelope[] {
  return fixture.events().map(({ body }) => JSON.parse(body) as Envelope);
}

function envelope(fixture: Fixture, type: string): Envelope {
  const found = envelopes(fixture).findLast(({ event_type }) => event_type === type);
  if (!found) throw new Error(`no ${type} was sent`);
  return found;
}

/** An order that was paid, granted, disputed with success, refunded and reported as fraud on the way. */
async function eventfulOrder(fixture: Fixture): Promise<string> {
  webhook(fixture);
  const id = await paidOrder(fixture);
  for (const delivery of deliveries(fixture)) attempt(fixture, delivery.id, { verdict: 'delivered' });
  await post(fixture, `/orders/${id}/fraud`).expect(200);
  await post(fixture, `/orders/${id}/dispute`, { reason: 'fraudulent' }).expect(200);
  await post(fixture, `/orders/${id}/dispute-won`).expect(200);
  await post(fixture, `/orders/${id}/refund`, { reason: 'asked' }).expect(200);
  return id;
}

describe('the trigger of an event', () => {
  it('is null but for items and coupons [events.triggers]', async () => {
    const fixture = createFixture();
    await eventfulOrder(fixture);
    const triggers = envelopes(fixture).map(({ event_type: type, trigger }) => [type, trigger]);
    expect(Object.fromEntries(triggers)).toEqual({
      'order.created': null,
      'payment.pending': null,
      'payment.succeeded': null,
      'item.add': 'order.paid',
      'order.paid': null,
      'fraud.reported': null,
      'payment.dispute': null,
      'payment.refunded': null,
      'order.refunded': null,
      'item.remove': 'order.refunded',
    });
  });
});

describe('the transaction of an event', () => {
  it('is that of its payment, refund or step of a dispute [events.transactions]', async () => {
    const fixture = createFixture();
    await eventfulOrder(fixture);
    const all = envelopes(fixture);
    const steps = all.filter(({ transaction_id: id }, at) => all[at - 1]?.transaction_id !== id);
    expect(steps.map(({ event_type: type }) => type)).toEqual([
      'order.created',
      'payment.pending',
      'fraud.reported',
      'payment.dispute',
      'payment.succeeded',
      'payment.refunded',
    ]);
    expect(new Set(steps.map(({ transaction_id: id }) => id)).size).toBe(steps.length);
  });
});

describe('the request_id of a refund', () => {
  it('is set for a call, and null for a page [events.request-id]', async () => {
    const fixture = createFixture();
    const [called, pressed] = [await paidOrder(fixture), await paidOrder(fixture)];
    await fixture.s2s().post(`/s2s/v1/orders/${called}/refund`).send({ reason: 'asked' }).expect(200);
    expect(envelope(fixture, 'order.refunded').request_id).toMatch(/^[\da-f-]{36}$/);
    await submit(fixture, `/orders/${pressed}/refund`, { reason: 'asked' })
      .expect(303)
      .expect('Location', new RegExp(`^${ROOT}/orders/${pressed}`));
    expect(envelope(fixture, 'order.refunded').request_id).toBeNull();
  });
});

describe('payment events', () => {
  it('carry the payment as the API reads it [events.payment-data]', async () => {
    const fixture = createFixture();
    await paidOrder(fixture);
    const { body } = await fixture.s2s().get('/s2s/v1/payments').expect(200);
    const [payment] = body as { payment_id: string }[];
    expect(envelope(fixture, 'payment.succeeded').event_data).toEqual({
      id: payment?.payment_id,
      ...payment,
    });
  });

  it('say nothing of the reason of a dispute, which the payment keeps [payments.dispute-reason]', async () => {
    const fixture = createFixture();
    const id = await paidOrder(fixture);
    await post(fixture, `/orders/${id}/dispute`, { reason: 'never-arrived' }).expect(200);
    const [payment] = fixture.domain.store.tables.payments.by('order', id);
    expect(payment?.disputeReason).toBe('never-arrived');
    expect(JSON.stringify(envelopes(fixture))).not.toContain('never-arrived');
  });
});

describe('item.add', () => {
  it('names the first of several items in its deprecated keys [events.deprecated-item-keys]', async () => {
    const fixture = createFixture();
    const items = [{ sku: 'SWORD', name: 'Sword' }, { sku: 'CRS-82500' }];
    const id = await order(fixture, { items, price_decimal: 5, currency: 'USD' });
    await post(fixture, `/orders/${id}/pay`, { card: VISA }).expect(200);
    const data = envelope(fixture, 'item.add').event_data;
    const sent = data['items'] as { id: string; sku: string }[];
    expect(sent.map(({ sku }) => sku)).toEqual(['SWORD', 'CRS-82500']);
    expect([data['item_id'], data['sku']]).toEqual([sent[0]?.id, 'SWORD']);
  });
});

describe('an event', () => {
  it('of player.verify has no idempotency key [events.player-verify-key]', async () => {
    const fixture = createFixture();
    const { id } = webhook(fixture);
    for (const type of ['player.verify', 'item.add']) {
      await post(fixture, `/webhooks/${id}/test`, { event_type: type }).expect(200);
    }
    expect(envelope(fixture, 'player.verify').idempotency_key).toBeNull();
    expect(envelope(fixture, 'item.add').idempotency_key).toMatch(/^idmpt_/);
  });

  it('has the same body in all its attempts and resends [events.event-id]', async () => {
    const fixture = createFixture();
    webhook(fixture, ['item.add']);
    await paidOrder(fixture);
    const id = String(deliveries(fixture)[0]?.id);
    attempt(fixture, id, FAILED);
    await post(fixture, `/deliveries/${id}/resend`).expect(200);
    attempt(fixture, id, { verdict: 'delivered' });
    const { body } = await get(fixture, '/deliveries').expect(200);
    const [sent] = (body as { data: { attempts: { request: { body: string } }[] }[] }).data;
    const bodies = sent?.attempts.map(({ request }) => request.body);
    expect(bodies).toEqual([fixture.events()[3]?.body, fixture.events()[3]?.body]);
  });
});
