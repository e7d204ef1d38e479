import type { PaymentPlatform } from '../../domain/model/context.ts';
import type { DeliveryStatus } from '../../domain/model/delivery.ts';
import { isPaidWithoutItems, type Granting, type Order, type OrderStatus } from '../../domain/model/order.ts';
import type { ReadTables } from '../../domain/model/tables.ts';
import type { PaymentStatus } from '../../domain/model/payment.ts';
import { fill } from '../checkout/language.ts';
import { en } from '../checkout/texts/en.ts';
import { isExpired } from '../../domain/orders/states.ts';

/** A short word and its colour. The words are the API's own. */
export interface Badge {
  readonly label: string;
  readonly tone: BadgeTone;
}

type BadgeTone = 'neutral' | 'info' | 'good' | 'warn' | 'bad';

const ORDER: Readonly<Record<OrderStatus, BadgeTone>> = {
  created: 'neutral',
  captured: 'info',
  paid: 'good',
  canceled: 'bad',
  refunded: 'neutral',
  refund_requested: 'info',
  reattempted: 'warn',
  disputed: 'bad',
};

/** An order that ran out keeps its status; what matters about it is that it can't be paid. */
export function orderBadge(order: Order, now: number): Badge {
  if (isExpired(order, now)) return { label: 'expired', tone: 'neutral' };
  return { label: order.status, tone: ORDER[order.status] };
}

const PAYMENT: Readonly<Record<PaymentStatus, BadgeTone>> = {
  created: 'info',
  failed: 'bad',
  expired: 'neutral',
  voided: 'neutral',
  rejected: 'bad',
  done: 'good',
  refund_requested: 'info',
  refunded: 'neutral',
  dispute: 'bad',
  chargeback: 'bad',
  abandoned: 'neutral',
  canceled: 'neutral',
};

export function paymentBadge(status: PaymentStatus): Badge {
  return { label: status, tone: PAYMENT[status] };
}

const GRANTING: Readonly<Record<Exclude<Granting, 'none'>, BadgeTone>> = {
  pending: 'info',
  granted: 'good',
  partly_granted: 'warn',
  declined: 'bad',
  failed: 'bad',
};

/** `null` while there is nothing to grant. What was granted is no success once the money went back. */
export function grantingBadge({ events }: Pick<ReadTables, 'events'>, order: Order): Badge | null {
  const { id, granting, status, removal } = order;
  if (granting === 'none') return status === 'paid' ? { label: 'not told', tone: 'warn' } : null;
  const label = granting.replace('_', ' ');
  if (granting !== 'granted' && granting !== 'partly_granted') return { label, tone: GRANTING[granting] };
  if (removal !== null && removal.sentTo.length > 0) {
    return { label: keepersOf(order).length > 0 ? 'partly taken back' : 'taken back', tone: 'neutral' };
  }
  if (status !== 'paid') return { label, tone: 'neutral' };
  const isFraud = events.by('order', id).some(({ type }) => type === 'fraud.reported');
  return isFraud ? { label: `${label}, fraud reported`, tone: 'warn' } : { label, tone: GRANTING[granting] };
}

/** The webhooks that granted the items of an order that was undone, and do not take the event that takes them back. */
function keepersOf({ grants, removal }: Order): readonly string[] {
  if (removal?.eventId == null) return [];
  return grants
    .filter(({ webhookId, status }) => status === 'granted' && !removal.sentTo.includes(webhookId))
    .map(({ webhookId }) => webhookId);
}

const DELIVERY: Readonly<Record<DeliveryStatus, BadgeTone>> = {
  pending: 'info',
  delivered: 'good',
  declined: 'warn',
  exhausted: 'bad',
  canceled: 'neutral',
};

export function deliveryBadge(status: DeliveryStatus): Badge {
  return { label: status, tone: DELIVERY[status] };
}

/** What the state of the granting means for the player, and what to do about it. */
export interface GrantingWords {
  readonly text: string;
  /** The player paid and has nothing for it. */
  readonly isLoss: boolean;
  readonly remedy: string | null;
}

export function grantingWords(order: Order, platform: PaymentPlatform): GrantingWords {
  if (isPaidWithoutItems(order)) return lossWords(order, platform);
  if (keepersOf(order).length > 0) return keptWords(order);
  return { text: plainText(order, platform), isLoss: false, remedy: null };
}

function keptWords({ removal }: Order): GrantingWords {
  const who = removal?.sentTo.length === 0 ? 'No webhook' : 'Not every webhook';
  return {
    text: `${who} that granted the items was asked to take them back.`,
    isLoss: false,
    remedy: 'Subscribe each webhook for item.add to item.remove, too.',
  };
}

function lossWords(order: Order, platform: PaymentPlatform): GrantingWords {
  const { granting } = order;
  const { grantingEvent: event, acceptance } = platform;
  if (granting === 'declined') {
    return {
      text: 'The player paid and got nothing: the game declined the items, and automatic refunds are off.',
      isLoss: true,
      remedy:
        `Refund the payment here, or make the game accept and resend ${event}. To have such payments ` +
        'refunded by themselves, switch automatic refunds on in the settings.',
    };
  }
  if (granting === 'failed') {
    return {
      text: `The player paid and got nothing: ${event} was never answered with ${acceptance}.`,
      isLoss: true,
      remedy: `Look at the attempts below, fix the game server and resend ${event}; or refund the payment.`,
    };
  }
  if (platform.notice(order) !== null) {
    const text = 'The player paid and got nothing: the game could not be notified.';
    return { text, isLoss: true, remedy: 'Refund the payment.' };
  }
  return {
    text: `${fill(en.not_told, { event })} The player paid and got nothing.`,
    isLoss: true,
    remedy: `Register a webhook for ${event}, then ask the game for the items here; or refund the payment.`,
  };
}

function plainText(
  { granting, grants, status }: Order,
  { grantingEvent: event, acceptance }: PaymentPlatform,
): string {
  const isOver = status === 'refunded' || status === 'canceled';
  switch (granting) {
    case 'pending':
      return `The game was asked to grant the items (${event}) and has not confirmed it yet.`;
    case 'granted':
      return isOver
        ? 'The game granted the items, and was asked to take them back.'
        : `The game granted the items: it answered ${event} with ${acceptance}.`;
    case 'partly_granted':
      return isOver
        ? 'Some webhooks granted the items, and they were asked to take them back.'
        : `Some webhooks granted the items; others never answered ${event} with ${acceptance}. Resend it to those.`;
    case 'declined':
      if (isOver && grants.some((grant) => grant.status === 'granted')) {
        return 'One webhook declined the items; those that granted them were asked to take them back.';
      }
      return isOver
        ? 'The game declined the items; the payment did not stand.'
        : 'One webhook declined the items, another granted them.';
    case 'failed':
      return 'The game never confirmed the items, so there is nothing to take back.';
    default:
      return isOver
        ? 'The game was never asked for the items.'
        : 'Nothing to grant before the order is paid.';
  }
}
