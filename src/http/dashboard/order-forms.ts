import * as z from 'zod';
import {
  chargeBack,
  loseDispute,
  openDispute,
  reportFraud,
  winDispute,
} from '../../domain/payments/disputes.ts';
import { expireOrder } from '../../domain/orders/orders.ts';
import { refundOrder } from '../../domain/payments/refunds.ts';
import { leaveWithoutPaying, RESOLUTIONS, resolveAs } from '../../domain/payments/resolutions.ts';
import { parse } from '../api/validation.ts';
import { flashing, type FlashCode } from './flash.ts';
import type { OrderAction } from './order-actions.ts';
import type { ActionHandler } from './page.ts';
import type { PageContext } from './visit.ts';

function onOrder(code: FlashCode, run: (visit: PageContext) => unknown): ActionHandler {
  return (visit) => {
    run(visit);
    return flashing(`${visit.root}/orders/${visit.id}`, code);
  };
}

const reasonSchema = z.object({ reason: z.string().min(1).max(500) });
const resolveSchema = z.object({ outcome: z.enum(RESOLUTIONS) });

function reasonOf({ form }: PageContext): string {
  return parse(reasonSchema, { reason: form.text('reason') }, 'body').reason;
}

/** The forms of an order's page, each one use case. */
export const orderForms: Readonly<Record<OrderAction, ActionHandler>> = {
  refund: onOrder('refunded', (visit) => {
    refundOrder(visit.domain, visit.game, visit.id, { reason: reasonOf(visit), requestId: null });
  }),
  dispute: onOrder('disputed', (visit) => {
    openDispute(visit.domain, visit.game, visit.id, reasonOf(visit));
  }),
  resolve: onOrder('resolved', ({ domain, game, id, form }) => {
    resolveAs(domain, game, id, parse(resolveSchema, { outcome: form.text('outcome') }, 'body').outcome);
  }),
  abandon: onOrder('abandoned', ({ domain, game, id }) => leaveWithoutPaying(domain, game, id)),
  chargeback: onOrder('charged-back', ({ domain, game, id }) => chargeBack(domain, game, id)),
  'dispute-won': onOrder('dispute-won', ({ domain, game, id }) => winDispute(domain, game, id)),
  'dispute-lost': onOrder('dispute-lost', ({ domain, game, id }) => loseDispute(domain, game, id)),
  fraud: onOrder('fraud-reported', ({ domain, game, id }) => reportFraud(domain, game, id)),
  expire: onOrder('expired', ({ domain, game, id }) => expireOrder(domain, game, id)),
};
