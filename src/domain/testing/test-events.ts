import { publishTo } from '../events/publish.ts';
import { type DomainContext, inTransaction, newCause } from '../model/context.ts';
import type { Delivery } from '../model/delivery.ts';
import { Conflict } from '../model/errors.ts';
import type { EventType } from '../model/event.ts';
import type { Game } from '../model/game.ts';
import { getWebhook } from '../webhooks/webhooks.ts';
import { concernsOrder, concreteType, statesAt, testData } from './test-bodies.ts';
import { makeSample } from './test-samples.ts';

/**
 * Sends a webhook an event of the given type with the trigger `test`, about an order that does not exist. The
 * webhook need not subscribe to the type. Source of the trigger: Aghanim's guide to its dashboard.
 *
 * @throws NotFound
 * @throws Conflict when the webhook is disabled.
 */
export function sendTestEvent(
  domain: DomainContext,
  game: Game,
  webhookId: string,
  asked: EventType,
): Delivery {
  return inTransaction(domain, (tx) => {
    const webhook = getWebhook(tx.tables, game.id, webhookId);
    if (!webhook.enabled) throw new Conflict(`Webhook ${webhook.id} is disabled: enable it to send a test.`);
    const type = concreteType(asked);
    const sample = makeSample(tx, game, statesAt(type));
    const { payment, player } = sample;
    const order = concernsOrder(type) ? sample.order : null;
    const data = testData(tx, game, type, sample);
    const cause = { ...newCause(tx), transactionId: payment.transactionId };
    const event = { game, type, data, order, payment, player, trigger: 'test' };
    const recipient = { endpoint: webhook, withPlayer: webhook.playerContextEnabled === true };
    const [delivery] = publishTo(tx, [recipient], event, cause, 'test').deliveries;
    if (!delivery) throw new Error('A test event has one delivery.');
    return delivery;
  });
}
