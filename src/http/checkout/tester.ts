import { lacksWebhook } from '../../domain/orders/platform-orders.ts';
import { brandOf, cvvDigits } from '../../domain/payments/card-form.ts';
import { DECLINES, TEST_CARDS, type TestCard } from '../../domain/payments/cards.ts';
import { dashboardGamePath, dashboardOrderPath } from '../server/page-paths.ts';
import type { CheckoutContext } from './context.ts';

/** What a click on a test card fills in besides the card, where the player left a field empty. */
export const TEST_FORM = { email: 'player@example.com', expiry: '12 / 34', postalCode: '10001' } as const;

/** The tester's tools. They are kept apart from the page that imitates the real one, and are in English only. */
export function drawerModel({ order, state, game, domain }: CheckoutContext) {
  return {
    groups: state === 'payable' && order.amount > 0 ? groups() : [],
    quick: state === 'payable' && order.amount > 0 ? quickCards() : [],
    declines: DECLINES,
    fill: TEST_FORM,
    payable: state === 'payable',
    pending: state === 'processing' || state === 'three_d_secure',
    dashboard: dashboardOrderPath(order.id),
    newWebhook:
      state === 'done' && lacksWebhook(domain, order) ? `${dashboardGamePath(game)}/webhooks/new` : null,
    orderId: order.id,
    orderStatus: order.status,
    granting: order.granting,
  };
}

const GROUPS = [
  { title: 'Success', kinds: ['success'] },
  { title: 'Declined', kinds: ['declined'] },
  { title: '3-D Secure', kinds: ['three_d_secure'] },
  { title: 'Dispute and fraud', kinds: ['dispute', 'fraud'] },
];

function groups() {
  const cards = testCards();
  return GROUPS.map(({ title, kinds }) => ({
    title,
    cards: cards.filter((card) => kinds.includes(card.kind)),
  }));
}

/** The cards of the bar that stays in view: one for each kind of outcome, and the most usual decline. */
const QUICK = new Map([
  ['4242424242424242', '4242 succeeds'],
  ['4211127262112418', '2051 declined'],
  ['4224703082575813', '3-D Secure'],
  ['4000000000000267', 'Dispute lost'],
  ['4171680000000004', 'Fraud report'],
]);

function quickCards() {
  return testCards().flatMap(({ index, number }) => {
    const label = QUICK.get(number);
    return label === undefined ? [] : [{ index, number, label }];
  });
}

export function testCards() {
  return TEST_CARDS.map((card, index) => ({
    index: index + 1,
    number: card.number,
    grouped: groupedNumber(card.number),
    cvv: '1234'.slice(0, cvvDigits(card.number)),
    kind: card.outcome.kind,
    about: aboutCard(card),
  }));
}

function groupedNumber(number: string): string {
  let from = 0;
  const parts = (brandOf(number)?.groups ?? [4, 4, 4, 4, 3]).map((size) =>
    number.slice(from, (from += size)),
  );
  return parts.filter((part) => part !== '').join(' ');
}

function aboutCard({ scheme, country, outcome }: TestCard): string {
  switch (outcome.kind) {
    case 'success':
      return `${scheme} ${country ?? ''}`;
    case 'declined':
      return `${outcome.decline.code} ${outcome.decline.message.toLowerCase()}`;
    case 'three_d_secure':
      return 'asks to confirm';
    case 'dispute':
      return `dispute, ${outcome.ends}`;
    case 'fraud':
      return 'fraud report';
  }
}
