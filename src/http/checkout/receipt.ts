import type { Payment } from '../../domain/model/payment.ts';
import { orderPath } from '../server/page-paths.ts';
import { checkoutPage, type CheckoutContext } from './context.ts';
import { fill } from './language.ts';
import { summaryModel } from './summary.ts';
import type { TextKey, Texts } from './texts/en.ts';

/** What the player would get by mail. An order that was never paid has no receipt: its own page is shown. */
export const receiptPage = checkoutPage({
  method: 'GET',
  path: '/:id/receipt',
  run: (context) => {
    const { order, payment, language } = context;
    if (order.paidAt === null) return { redirect: orderPath(order.id) };
    return {
      view: 'receipt',
      title: `${language.texts.receipt} ${payment?.receiptNumber ?? order.receiptNumber}`,
      refresh: null,
      model: receiptModel(context, order.paidAt),
    };
  },
});

function receiptModel(context: CheckoutContext, paidAt: number) {
  const { order, payment, language, app } = context;
  const { texts: t, formats } = language;
  return {
    live: false,
    summary: summaryModel(context),
    drawer: app.config.testerDrawer,
    rows: [
      { id: 'receipt-number', label: t.receipt_number, value: payment?.receiptNumber ?? order.receiptNumber },
      { id: 'receipt-order', label: t.order_number, value: order.id },
      { id: 'receipt-date', label: t.date, value: formats.time(paidAt), at: paidAt },
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
