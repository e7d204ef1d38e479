import type { NextFunction, Request, Response } from 'express';
import * as z from 'zod';
import { expireOrder } from '../../domain/orders/orders.ts';
import { brandOf, cvvDigits } from '../../domain/payments/card-form.ts';
import { DECLINES, declineWith, TEST_CARDS, type TestCard } from '../../domain/payments/cards.ts';
import { RESOLUTIONS, resolvePayment } from '../../domain/payments/outcomes.ts';
import { leaveWithoutPaying } from '../../domain/payments/payments.ts';
import { parse } from '../api/validation.ts';
import type { AppContext } from '../server/app-context.ts';
import { HttpRefusal } from '../server/problems.ts';
import { type FoundOrder, orderAt } from './context.ts';
import type { Scene } from './order-page.ts';

/** What a click on a test card fills in besides the card, where the player left a field empty. */
export const TEST_FORM = { email: 'player@example.com', expiry: '12 / 34', postalCode: '10001' } as const;

/** The tools of testers, which stand apart from the imitation of the real page and speak English only. */
export function drawerModel({ order, standing }: Scene) {
  const { state } = standing;
  return {
    groups: state === 'payable' && order.amount > 0 ? groups() : [],
    declines: DECLINES,
    fill: TEST_FORM,
    payable: state === 'payable',
    pending: state === 'processing' || state === 'three_d_secure',
    dashboard: `/dashboard/orders/${order.id}`,
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

/** Lets nobody at the tester's tools where they are hidden. */
export function guardDrawer({ config }: AppContext) {
  return (_req: Request, _res: Response, next: NextFunction): void => {
    if (!config.testerDrawer) throw new HttpRefusal(404, "The tester's drawer is off (--tester-drawer).");
    next();
  };
}

export function abandon(app: AppContext) {
  return act(app, ({ game, order }) => leaveWithoutPaying(app.domain, game, order.id));
}

export function expire(app: AppContext) {
  return act(app, ({ game, order }) => expireOrder(app.domain, game, order.id));
}

const resolutionSchema = z.object({ outcome: z.enum(RESOLUTIONS), code: z.string().optional() });

/** Ends a payment that was held pending; a decline may have any of the published codes. */
export function resolve(app: AppContext) {
  return act(app, ({ game, order }, req) => {
    const { outcome, code = '' } = parse(resolutionSchema, req.body ?? {}, 'body');
    resolvePayment(app.domain, game, order.id, outcome, declineWith(code));
  });
}

function act({ domain }: AppContext, work: (found: FoundOrder, req: Request) => unknown) {
  return (req: Request, res: Response): void => {
    const found = orderAt(domain, req);
    work(found, req);
    res.redirect(303, `/order/${found.order.id}`);
  };
}
