import { Conflict } from '../model/errors.ts';
import type { EventType } from '../model/event.ts';
import { makeEvent, wantsPlayer } from '../events/publish.ts';
import type { Delivery } from '../model/delivery.ts';
import type { Game } from '../model/game.ts';
import { queueDeliveries } from '../events/queue.ts';
import { forgetOldEvents } from '../events/retention.ts';
import { concernsOrder, concreteType, statesAt, testData } from './test-bodies.ts';
import { makeSample } from './test-samples.ts';
import { getWebhook } from '../webhooks/webhooks.ts';
import { inTransaction, newCause, type DomainContext } from '../model/context.ts';

/** Which event to try on which webhook. A webhook need not have subscribed to it. */
export interface TestEvent {
  readonly webhookId: string;
  readonly type: EventType;
}

/**
 * Sends one webhook an event of the given type with the trigger `test`, about an order that does not exist.
 * Source of the trigger: Aghanim's guide to its dashboard.
 *
 * @throws NotFound
 * @throws Conflict when the webhook is disabled.
 */
export function sendTestEvent(
  domain: DomainContext,
  game: Game,
  { webhookId, type: asked }: TestEvent,
): Delivery {
  return inTransaction(domain, (tx) => {
    const webhook = getWebhook(tx.tables, game.id, webhookId);
    if (!webhook.enabled) throw new Conflict(`Webhook ${webhook.id} is disabled: enable it to send a test.`);
    const type = concreteType(asked);
    const sample = makeSample(tx, game, statesAt(type));
    const { payment, player } = sample;
    const order = concernsOrder(type) ? sample.order : null;
    const data = testData(tx, game, { type, sample });
    const news = { game, type, data, order, payment, player, trigger: 'test' };
    const cause = { ...newCause(tx), transactionId: payment.transactionId };
    const event = makeEvent(tx, news, cause, wantsPlayer(webhook));
    tx.tables.events.put(event);
    const [delivery] = queueDeliveries(tx, event, [webhook], 'test');
    forgetOldEvents(tx);
    if (!delivery) throw new Error('A test event has one delivery.');
    return delivery;
  });
}
