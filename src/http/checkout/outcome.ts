import type { Order } from '../../domain/model/order.ts';
import { orderPath } from '../server/page-paths.ts';
import type { CheckoutContext } from './context.ts';
import { fill } from './language.ts';
import type { CheckoutState } from './state.ts';
import { linksModel } from './summary.ts';
import type { TextKey, Texts } from './texts/en.ts';

const MARKS: Readonly<Record<CheckoutState, 'good' | 'bad' | 'busy' | 'neutral'>> = {
  payable: 'neutral',
  three_d_secure: 'neutral',
  processing: 'busy',
  granting: 'busy',
  done: 'good',
  undelivered: 'bad',
  refunded: 'neutral',
  canceled: 'bad',
  disputed: 'neutral',
  expired: 'bad',
};

/** What the page says once there is nothing to fill in. */
export function outcomeModel(context: CheckoutContext) {
  const { order, state, payment, language } = context;
  const { texts, formats } = language;
  const values = {
    amount: formats.money(order.amount, order.currency),
    last4: payment?.cardLast4 ?? '',
    event: context.domain.platforms.of(order).grantingEvent,
  };
  return {
    mark: MARKS[state],
    title: titleOf(context),
    note: fill(noteOf(context), values),
    steps: stepsOf(context),
    ways: waysOn(context),
    receiptSent:
      state === 'done' && payment?.email ? fill(texts.receipt_sent, { email: payment.email }) : null,
    redirect: state === 'done' ? redirectModel(order, texts) : null,
  };
}

/** The links that lead on from the page. Only one of them looks like the next step. */
function waysOn({ order, state, language: { texts } }: CheckoutContext) {
  const links = linksModel(order);
  const first = state === 'done' ? '' : 'button-second';
  const ways = [
    { href: links.game, text: texts.back_to_game, testId: 'back-to-game', style: first },
    {
      href: links.store,
      text: texts.back_to_store,
      testId: 'back-to-store',
      style: links.game === null ? first : 'button-second',
    },
    {
      href: order.paidAt === null ? null : `${orderPath(order.id)}/receipt`,
      text: texts.view_receipt,
      testId: 'view-receipt',
      style: 'button-plain',
    },
  ];
  return ways.filter(({ href }) => href !== null);
}

/** A paid order of which no game hears, because no webhook takes it. */
function isNotTold({ order, state }: Pick<CheckoutContext, 'order' | 'state'>): boolean {
  return state === 'done' && order.granting === 'none';
}

export function titleOf(context: CheckoutContext): string {
  const { state, language } = context;
  const { texts } = language;
  if (isNotTold(context)) return texts.not_told_title;
  if (state === 'three_d_secure') return texts.three_ds;
  return state === 'payable' ? texts.checkout : texts[state];
}

function noteOf(context: CheckoutContext): string {
  const { order, state, attempts, language } = context;
  const { texts } = language;
  if (isNotTold(context)) return texts.not_told;
  if (state === 'payable') return '';
  if (state === 'three_d_secure') return texts.three_ds_note;
  if (state === 'granting' && attempts > 0) return fill(texts.granting_retry, { count: attempts });
  if (state === 'refunded' && order.granting === 'declined') return texts.refunded_declined_note;
  return texts[`${state}_note`];
}

type StepMark = 'past' | 'now' | 'ahead';

/** The steps of a payment and which of them it has reached; none for orders that are not being paid. */
function stepsOf(context: CheckoutContext): { text: string; mark: StepMark }[] {
  const { state, language } = context;
  if (isNotTold(context)) {
    const { step_paid: paid, step_not_told: notTold } = language.texts;
    return [
      { text: paid, mark: 'past' },
      { text: notTold, mark: 'ahead' },
    ];
  }
  const at = ['processing', 'granting', 'done'].indexOf(state);
  if (at < 0) return [];
  const keys: TextKey[] = [
    at === 0 ? 'step_payment' : 'step_paid',
    at === 2 ? 'step_delivered' : 'step_delivery',
    'step_done',
  ];
  return keys.map((key, index) => ({
    text: language.texts[key],
    mark: index < at || at === 2 ? 'past' : index === at ? 'now' : 'ahead',
  }));
}

const DEFAULT_DELAY = 5;

/** Where the page goes by itself, and after how many seconds; Aghanim's default is to stay. */
function redirectModel(order: Order, texts: Texts) {
  const { mode = 'no_redirect', target, delay_seconds: delay = DEFAULT_DELAY } = order.redirectSettings ?? {};
  const links = linksModel(order);
  const to = target ?? (links.game === null ? 'store' : 'game');
  const url = links[to];
  if (mode === 'no_redirect' || url === null) return null;
  const seconds = mode === 'immediate' ? 0 : delay;
  const text = seconds === 0 ? texts.redirect_now : texts[`redirect_${to}`];
  return { url, seconds, to, text, shown: fill(text, { seconds: Math.ceil(seconds) }) };
}
