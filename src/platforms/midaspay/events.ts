import type { Cause, NewEvent, PaymentPlatform, Tx } from '../../domain/model/context.ts';
import {
  NOTIFICATION_TYPES,
  type Event,
  type EventType,
  type NotificationType,
} from '../../domain/model/event.ts';
import type { Order } from '../../domain/model/order.ts';
import { newId } from '../../domain/model/ids.ts';
import { ensureEndpoint } from '../../domain/webhooks/endpoints.ts';
import { notificationBody } from './notification.ts';
import { detailsOf } from './order-details.ts';

/** What the domain calls the changes that MidasPay notifies of; of all others it has no notification. */
const NOTIFICATIONS: ReadonlyMap<EventType, NotificationType> = new Map([
  ['item.add', 'OrderPaid'],
  ['order.refunded', 'OrderCancelled'],
  ['order.canceled', 'OrderCancelled'],
]);

const NO_URL =
  'The game is not notified of this order: its token has no webhook_url, and --midaspay-webhook is not set.';

/**
 * MidasPay's notifications: each goes to the one endpoint of its order, if there is one.
 *
 * @param webhook the URL for orders whose token has none
 */
export function midaspayEvents(merchantId: string, webhook: () => string | null): PaymentPlatform {
  const urlFor = (order: Order): string | null => detailsOf(order).webhookUrl ?? webhook();
  return {
    name: 'midaspay',
    title: 'MidasPay',
    eventTypes: NOTIFICATION_TYPES,
    grantingEvent: 'OrderPaid',
    acceptance: '2xx and {"processed": true}',
    notice: (order) => (urlFor(order) === null ? NO_URL : null),
    recipients(tx, { game, type, order }) {
      if (order === null || !NOTIFICATIONS.has(type)) return null;
      const url = urlFor(order);
      return url === null ? [] : [{ endpoint: ensureEndpoint(tx, game.id, url), withPlayer: false }];
    },
    write: (tx, newEvent, cause) => writeNotification(tx, newEvent, cause, merchantId),
  };
}

function writeNotification(tx: Tx, newEvent: NewEvent, cause: Cause, merchantId: string): Event {
  const { game, order } = newEvent;
  const type = NOTIFICATIONS.get(newEvent.type);
  const payment = newEvent.payment ?? (order && tx.tables.payments.by('order', order.id).at(-1));
  if (!type || !order || !payment) throw new Error(`MidasPay has no notification of ${newEvent.type}.`);
  const body = notificationBody(type, order, payment, { merchantId, taxPercent: tx.rules.taxPercent });
  return {
    id: newId(tx.ids, 'event'),
    gameId: game.id,
    platform: 'midaspay',
    type,
    orderId: order.id,
    transactionId: cause.transactionId,
    trigger: null,
    body: JSON.stringify(body),
    bodyWithPlayer: null,
    createdAt: tx.now,
  };
}
