import { describe, expect, it } from 'vitest';
import { EVENT_TYPES } from '../../src/domain/model/event.ts';
import { createFixture, type Fixture } from '../support/fixture.ts';
import { deliveries, get, post, webhook } from '../support/control.ts';

function lastEnvelope(fixture: Fixture) {
  const { tables } = fixture.domain.store;
  const event = tables.events.get(String(deliveries(fixture).at(-1)?.eventId));
  return JSON.parse(event?.body ?? '{}') as Record<string, unknown>;
}

/** The events whose data has no player. */
const PLAYERLESS: Readonly<Partial<Record<string, object>>> = {
  'batch.ready': { url: expect.stringContaining('https://') as string },
  'player.lookup': { account_id: 'test-account' },
};

describe('POST /_emulator/webhooks/{id}/test', () => {
  it.each(EVENT_TYPES)(
    'sends %s to the one webhook, subscribed or not, and stores no order [events.test-trigger] [events.test-events]',
    async (type) => {
      const fixture = createFixture();
      const [hook] = [webhook(fixture, []), webhook(fixture, [type])];
      const { body } = await post(fixture, `/webhooks/${hook.id}/test`, { event_type: type }).expect(200);
      const sent = { 'order.*': 'order.paid', 'payment.*': 'payment.succeeded' }[type as string] ?? type;
      expect(body).toMatchObject({
        webhook_id: hook.id,
        event_type: sent,
        order_id: null,
        status: 'pending',
        attempts: [],
      });
      expect(deliveries(fixture)).toHaveLength(1);
      expect(lastEnvelope(fixture)).toMatchObject({
        event_type: sent,
        trigger: 'test',
        sandbox: true,
        event_data: PLAYERLESS[type as string] ?? { player_id: 'test-player' },
      });
      const { orders, payments, players } = fixture.domain.store.tables;
      expect([orders.size, payments.size, players.size]).toEqual([0, 0, 0]);
    },
  );

  it.each([
    ['item.add', 'paid', { reason: expect.stringContaining('Order paid') as string, sku: 'CRS-82500' }],
    ['order.refunded', 'refunded', { status: 'refunded' }],
    ['payment.declined', 'reattempted', { status: 'failed', fail_reason_code: '2051' }],
    ['fraud.reported', 'paid', { fraud_type: 'card_stolen' }],
  ])('gives %s the body and the context of a real one', async (type, status, data) => {
    const fixture = createFixture();
    const hook = webhook(fixture);
    await post(fixture, `/webhooks/${hook.id}/test`, { event_type: type }).expect(200);
    expect(lastEnvelope(fixture)).toMatchObject({
      event_data: data,
      context: { order: { status, payment_method: 'card' } },
    });
  });

  it('gives subscription events the data of real ones', async () => {
    const fixture = createFixture();
    const hook = webhook(fixture);
    await post(fixture, `/webhooks/${hook.id}/test`, { event_type: 'subscription.renewed' }).expect(200);
    expect(lastEnvelope(fixture)['event_data']).toEqual({
      player_id: 'test-player',
      id: 'sub_test',
      sku: 'CRS-82500',
      name: 'Magic Crystals',
      order_id: expect.stringMatching(/^ord_/) as string,
      status: 'active',
      created_at: expect.any(Number) as number,
      updated_at: expect.any(Number) as number,
      effective_until: expect.any(Number) as number,
      metadata: null,
      plan: { key: 'monthly', name: 'Monthly', offer: null },
    });
  });

  it('adds the player for a webhook that wants it', async () => {
    const fixture = createFixture();
    const hook = webhook(fixture);
    await fixture.s2s().put(`/s2s/v1/webhooks/${hook.id}`).send({ player_context_enabled: true }).expect(200);
    await post(fixture, `/webhooks/${hook.id}/test`, { event_type: 'item.add' }).expect(200);
    const event = fixture.events().at(-1);
    expect(JSON.parse(event?.bodyWithPlayer ?? '{}')).toMatchObject({
      context: { player: { player_id: 'test-player', attributes: { level: 7 } } },
    });
  });

  it('refuses a disabled webhook, an unknown one and an unknown type [events.test-events]', async () => {
    const fixture = createFixture();
    const hook = webhook(fixture);
    await post(fixture, `/webhooks/${hook.id}/test`, { event_type: 'item.added' }).expect(422);
    await post(fixture, '/webhooks/wh_none/test', { event_type: 'item.add' }).expect(404);
    await fixture.s2s().put(`/s2s/v1/webhooks/${hook.id}`).send({ enabled: false }).expect(200);
    await post(fixture, `/webhooks/${hook.id}/test`, { event_type: 'item.add' }).expect(409);
    expect(deliveries(fixture)).toEqual([]);
  });
});

describe('GET /_emulator/events', () => {
  it('gives the parsed envelopes, newest first, by order and type', async () => {
    const fixture = createFixture();
    const hook = webhook(fixture);
    await post(fixture, `/webhooks/${hook.id}/test`, { event_type: 'item.add' }).expect(200);
    await post(fixture, `/webhooks/${hook.id}/test`, { event_type: 'order.paid' }).expect(200);
    const types = async (query: string) => {
      const { body } = await get(fixture, `/events${query}`).expect(200);
      return (body as { data: { event_type: string }[] }).data.map((event) => event.event_type);
    };
    expect(await types('')).toEqual(['order.paid', 'item.add']);
    expect(await types('?event_type=item.add')).toEqual(['item.add']);
    await get(fixture, '/events?order_id=ord_none').expect(404);
    await get(fixture, '/events?type=item.add').expect(422);
  });
});
