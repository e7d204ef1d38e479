import type { Request, Response } from 'express';
import type { Payment } from '../../domain/model/payment.ts';
import type { AppContext } from '../server/app-context.ts';
import { sendPage } from '../pages/send-page.ts';
import { fill } from './language.ts';
import { sceneOf, shellModel, type Scene } from './order-page.ts';
import { summaryModel } from './summary.ts';
import type { TextKey, Texts } from './texts/en.ts';

/** What the player would get by mail. An order that was never paid has no receipt but its own page. */
export function showReceipt(app: AppContext) {
  return (req: Request, res: Response): void => {
    const scene = sceneOf(app, req);
    const { order } = scene;
    if (order.paidAt === null) res.redirect(303, `/order/${order.id}`);
    else sendPage(res, 'checkout/receipt', receiptModel(scene, order.paidAt));
  };
}

function receiptModel(scene: Scene, paidAt: number): object {
  const { order, standing, language, game, app } = scene;
  const { texts: t, formats } = language;
  const { payment } = standing;
  return {
    ...shellModel(scene),
    live: false,
    refresh: null,
    title: `${t.receipt} ${order.receiptNumber} · ${game.name}`,
    summary: summaryModel(scene),
    drawer: app.config.testerDrawer,
    rows: [
      { id: 'receipt-number', label: t.receipt_number, value: order.receiptNumber },
      { id: 'receipt-order', label: t.order_number, value: order.id },
      { id: 'receipt-date', label: t.date, value: formats.time(paidAt) },
      { id: 'receipt-method', label: t.payment_method, value: methodOf(payment, t) },
      { id: 'receipt-email', label: t.billed_to, value: payment?.email ?? '–' },
      { id: 'receipt-status', label: t.status, value: t[statusKey(order.status)] },
    ],
  };
}

function methodOf(payment: Payment | null, texts: Texts): string {
  const { cardScheme: scheme, cardLast4: last4 } = payment ?? {};
  return scheme && last4 ? fill(texts.card_ending, { scheme, last4 }) : texts.no_payment;
}

function statusKey(status: string): TextKey {
  if (status === 'refunded' || status === 'refund_requested') return 'status_refunded';
  if (status === 'disputed') return 'status_disputed';
  return status === 'canceled' ? 'status_canceled' : 'status_paid';
}
