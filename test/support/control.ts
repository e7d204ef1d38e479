import request from 'supertest';
import { recordAttempts, startAttempts, type CompletedAttempt } from '../../src/domain/webhooks/attempts.ts';
import type { EventType } from '../../src/domain/model/event.ts';
import type { Delivery } from '../../src/domain/model/delivery.ts';
import type { Webhook } from '../../src/domain/model/webhook.ts';
import type { Fixture } from './fixture.ts';
import { givenWebhook } from './orders.ts';

export const VISA = '4242424242424242';

/** A new order over the S2S API. */
export async function order(fixture: Fixture, more: object = {}): Promise<string> {
  const body = { player_id: 'r2d2-c3po', items: [{ sku: 'CRS-82500' }], ...more };
  const { body: answer } = await fixture.s2s().post('/s2s/v1/orders').send(body).expect(201);
  return (answer as { order_id: string }).order_id;
}

export async function paidOrder(fixture: Fixture, card = VISA): Promise<string> {
  const id = await order(fixture);
  await post(fixture, `/orders/${id}/pay`, { card }).expect(200);
  return id;
}

export function post(fixture: Fixture, path: string, body: object = {}) {
  return request(fixture.listener).post(`/_emulator${path}`).send(body);
}

export function get(fixture: Fixture, path: string) {
  return request(fixture.listener).get(`/_emulator${path}`);
}

export function webhook(
  fixture: Fixture,
  events: readonly EventType[] = ['item.add', 'item.remove'],
): Webhook {
  return givenWebhook(fixture, { events });
}

/** The events of an order that came after `before`, by type and in order. */
export function eventsAfter(fixture: Fixture, before: number): readonly string[] {
  return fixture.eventTypes().slice(before);
}

type Result = Partial<CompletedAttempt> & Pick<CompletedAttempt, 'verdict'>;

/** Starts and records one attempt of a delivery, as the delivery engine does. */
export function attempt(fixture: Fixture, deliveryId: string, result: Result): void {
  const [url] = startAttempts(fixture.domain, [deliveryId], (_delivery, _event, webhook) => webhook.url);
  if (url === undefined) throw new Error(`Nothing to send for ${deliveryId}.`);
  const completed: CompletedAttempt = {
    deliveryId,
    startedAt: fixture.clock.now(),
    durationMs: 12,
    timings: { connectMs: 1, firstByteMs: 10 },
    request: {
      method: 'POST',
      url,
      headers: { 'X-Aghanim-Signature': 'a1b2', 'Content-Type': 'application/json' },
    },
    response: {
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: '{"status":"ok"}',
      encoding: 'utf8',
      bodyBytes: 15,
      truncated: false,
    },
    error: null,
    nextAttemptAt: null,
    ...result,
  };
  recordAttempts(fixture.domain, [completed]);
}

export function deliveries(fixture: Fixture): readonly Delivery[] {
  return fixture.domain.store.tables.deliveries.by('game', fixture.game.id);
}

export const FAILED: Result = {
  verdict: 'failed',
  response: null,
  error: {
    kind: 'connection_refused',
    message: 'Nothing listens there.',
    hint: 'Start your game server.',
  },
};
