import type { Order } from '../../domain/model/order.ts';
import { TEST_CARDS, type TestCard } from '../../domain/payments/cards.ts';

/** What the form sends in place of a card for a payment that stays in progress. */
export const HOLD = 'hold';

interface PayButton {
  readonly card: string;
  readonly label: string;
  readonly tone: 'good' | 'bad' | 'warn' | 'info';
}

/** The ways to pay an order without its checkout page: a button for each outcome, and a list of the other cards. */
export function payButtons(order: Order) {
  if (order.amount === 0)
    return { buttons: [{ card: '', label: 'Get it for free', tone: 'good' }], others: [] };
  const [first, ...others] = TEST_CARDS.filter(({ outcome }) => outcome.kind === 'success');
  const special = TEST_CARDS.filter(({ outcome }) => outcome.kind !== 'success');
  return {
    buttons: [
      ...(first ? [buttonOf(first)] : []),
      ...special.map(buttonOf),
      { card: HOLD, label: 'Hold it', tone: 'info' },
    ],
    others: others.map((card) => ({
      card: card.number,
      label: `${card.scheme} ${card.country ?? ''} ···· ${card.number.slice(-4)}`,
    })),
  };
}

function buttonOf({ number, outcome }: TestCard): PayButton {
  switch (outcome.kind) {
    case 'success':
      return { card: number, label: `Pay with ${number.slice(0, 4)}`, tone: 'good' };
    case 'declined':
      return {
        card: number,
        label: `Decline ${outcome.decline.code} ${outcome.decline.message.toLowerCase()}`,
        tone: 'bad',
      };
    case 'three_d_secure':
      return { card: number, label: '3-D Secure', tone: 'info' };
    case 'dispute':
      return { card: number, label: `Pay, dispute ${outcome.ends}`, tone: 'warn' };
    case 'fraud':
      return { card: number, label: 'Pay, fraud report', tone: 'warn' };
  }
}
