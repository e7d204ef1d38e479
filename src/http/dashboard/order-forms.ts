import { z } from 'zod';
import { chargeBack, loseDispute, openDispute, winDispute } from '../../domain/disputes.ts';
import { reportFraud } from '../../domain/frauds.ts';
import { expireOrder } from '../../domain/orders.ts';
import { refundOrder } from '../../domain/refunds.ts';
import { RESOLUTIONS, resolveAs } from '../../domain/resolutions.ts';
import { leaveWithoutPaying } from '../../domain/walk-away.ts';
import { parse } from '../validation.ts';
import { flashing, type FlashCode } from './flash.ts';
import type { OrderAction } from './order-actions.ts';
import type { ActionHandler } from './page.ts';
import type { Visit } from './visit.ts';

function onOrder(code: FlashCode, run: (visit: Visit) => unknown): ActionHandler {
  return (visit) => {
    run(visit);
    return flashing(`${visit.root}/orders/${visit.id}`, code);
  };
}

const reasonSchema = z.object({ reason: z.string().min(1).max(500) });
const resolveSchema = z.object({ outcome: z.enum(RESOLUTIONS) });

function reasonOf({ form }: Visit): string {
  return parse(reasonSchema, { reason: form.text('reason') }, 'body').reason;
}

/** The forms of an order's page, each one use case. */
export const orderForms: Readonly<Record<OrderAction, ActionHandler>> = {
  refund: onOrder('refunded', (visit) => {
    refundOrder(visit.world, visit.game, visit.id, { reason: reasonOf(visit), requestId: null });
  }),
  dispute: onOrder('disputed', (visit) => {
    openDispute(visit.world, visit.game, visit.id, reasonOf(visit));
  }),
  resolve: onOrder('resolved', ({ world, game, id, form }) => {
    resolveAs(world, game, id, parse(resolveSchema, { outcome: form.text('outcome') }, 'body').outcome);
  }),
  abandon: onOrder('abandoned', ({ world, game, id }) => leaveWithoutPaying(world, game, id)),
  chargeback: onOrder('charged-back', ({ world, game, id }) => chargeBack(world, game, id)),
  'dispute-won': onOrder('dispute-won', ({ world, game, id }) => winDispute(world, game, id)),
  'dispute-lost': onOrder('dispute-lost', ({ world, game, id }) => loseDispute(world, game, id)),
  fraud: onOrder('fraud-reported', ({ world, game, id }) => reportFraud(world, game, id)),
  expire: onOrder('expired', ({ world, game, id }) => expireOrder(world, game, id)),
};
