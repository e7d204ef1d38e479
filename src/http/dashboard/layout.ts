import type { Request, RequestHandler, Response } from 'express';
import type { Environment } from '../../domain/games/games.ts';
import { formProblem } from '../pages/forms.ts';
import { sendPage } from '../pages/send-page.ts';
import type { AppContext } from '../server/app-context.ts';
import { type PageContext, rootOf, visitOf } from './context.ts';

/** A page of the dashboard: one of `views/dashboard/pages`, and what it shows. */
export interface Page {
  readonly view: string;
  readonly title: string;
  readonly section: Section;
  readonly model: object;
}

export type PageHandler = (visit: PageContext) => Page;

/** Changes something and gives the path to show next. */
export type ActionHandler = (visit: PageContext) => string;

type Handler = RequestHandler<{ id?: string }>;

/** Answers with a page. */
export function shown(app: AppContext, environment: Environment, run: PageHandler): Handler {
  return (req, res) => {
    show(res, req, { visit: visitOf(app, environment, req), run });
  };
}

/**
 * Carries out a form and sends the browser on, so that a reload repeats nothing. What is refused brings the
 * form's page back with the reason and all that was filled in.
 */
export function acted(
  app: AppContext,
  environment: Environment,
  { run, again }: { run: ActionHandler; again: PageHandler },
): Handler {
  return (req, res) => {
    const visit = visitOf(app, environment, req);
    try {
      res.redirect(303, run(visit));
    } catch (error) {
      const problem = formProblem(error);
      if (problem === null) throw error;
      show(res, req, { visit: { ...visit, problem }, run: again });
    }
  };
}

function show(
  res: Response,
  req: Pick<Request, 'url'>,
  { visit, run }: { visit: PageContext; run: PageHandler },
): void {
  const { view, model, title, section } = run(visit);
  const { root, environment, problem, app, query } = visit;
  const layout = {
    title,
    root,
    environment,
    version: app.config.version,
    ...navigation(visit, section),
    here: req.url,
    flash: problem ? null : flashMessage(query['done']),
    problem,
    page: `pages/${view}`,
    model: { root, fields: problem?.fields ?? {}, ...model },
  };
  sendPage(res, 'dashboard/layout', layout, problem?.status ?? 200);
}

const SECTIONS = [
  ['transactions', 'Transactions', ''],
  ['webhooks', 'Webhooks', '/webhooks'],
  ['deliveries', 'Deliveries', '/deliveries'],
  ['requests', 'Requests', '/requests'],
  ['catalogue', 'Catalogue', '/catalogue'],
  ['coupons', 'Coupons', '/coupons'],
  ['settings', 'Settings', '/settings'],
  ['fidelity', 'Fidelity', '/fidelity'],
] as const;

export type Section = (typeof SECTIONS)[number][0];

/** The header's links: to the sections, and to the same section of the other environment. */
export function navigation({ root, environment, tables, game }: PageContext, current: Section) {
  const failed = tables.deliveries.by('game', game.id).filter(({ status }) => status === 'exhausted').length;
  return {
    sections: SECTIONS.map(([id, label, path]) => ({
      label,
      href: `${root}${path}`,
      isCurrent: id === current,
      count: id === 'deliveries' ? failed : 0,
    })),
    environments: (['sandbox', 'live'] as const).map((one) => ({
      label: one === 'sandbox' ? 'Sandbox' : 'Live',
      href: rootOf(one) + (SECTIONS.find(([id]) => id === current)?.[2] ?? ''),
      isCurrent: one === environment,
    })),
  };
}

/**
 * What a page says after an action. The address carries only the code, so that no link can put words into
 * the dashboard's mouth.
 */
const MESSAGES = {
  'order-created': 'Test order created. Open its checkout page and pay it with a test card.',
  refunded: 'Refunded in full. The game is told with payment.refunded, order.refunded and item.remove.',
  'charged-back': 'Charged back. The game is told with payment.chargeback and order.canceled.',
  disputed: 'Dispute opened. Decide it below: won or lost.',
  'dispute-won': 'Dispute won: the payment stands again.',
  'dispute-lost': 'Dispute lost: the money and the items are taken back.',
  'fraud-reported': 'Fraud reported. Nothing changes but that the game is told.',
  expired: 'Expired: the order can no longer be paid. No event tells of it.',
  abandoned: 'Payment abandoned. The order can be paid again.',
  resolved: 'Payment resolved.',
  resent: 'Queued to be sent again: same event and bytes, fresh signature.',
  'resent-all':
    'Queued to be sent again, except those with an attempt under way or without an enabled webhook.',
  'webhook-created': 'Webhook created. Copy its secret into your game server, then send a test event.',
  'webhook-saved': 'Webhook saved.',
  'webhook-enabled': 'Webhook enabled. It gets events from now on.',
  'webhook-disabled': 'Webhook disabled. What was on its way to it is canceled.',
  'webhook-deleted': 'Webhook deleted.',
  'secret-changed': 'The webhook has a new secret. It signs from the next attempt on.',
  'test-sent': 'Test event queued. Its attempt appears below as soon as it was made.',
  'coupon-redeemed':
    'Redeemed. The game is asked with item.add and told with coupon.redeemed: see Deliveries.',
  'settings-saved': 'Settings saved.',
} as const;

export type FlashCode = keyof typeof MESSAGES;

/** Adds the code of a message to a path. */
export function flashing(path: string, code: FlashCode): string {
  return `${path}${path.includes('?') ? '&' : '?'}done=${code}`;
}

export function flashMessage(code: string | undefined): string | null {
  if (code === undefined || !Object.hasOwn(MESSAGES, code)) return null;
  return MESSAGES[code as FlashCode];
}

export const PAGE_SIZE = 25;

export interface Paginator {
  readonly from: number;
  readonly to: number;
  readonly total: number;
  readonly newer: string | null;
  readonly older: string | null;
}

/** The page of a list that the address asks for, and the links to its neighbours. */
export function paginate<T>(visit: PageContext, path: string, all: readonly T[]) {
  const last = Math.max(1, Math.ceil(all.length / PAGE_SIZE));
  const asked = Number.parseInt(visit.query['page'] ?? '1', 10);
  const page = Math.min(last, Math.max(1, Number.isNaN(asked) ? 1 : asked));
  const offset = (page - 1) * PAGE_SIZE;
  const shown = all.slice(offset, offset + PAGE_SIZE);
  const link = (to: number) => `${visit.root}${path}?${queryWith(visit.query, to)}`;
  const paginator: Paginator = {
    from: all.length === 0 ? 0 : offset + 1,
    to: offset + shown.length,
    total: all.length,
    newer: page > 1 ? link(page - 1) : null,
    older: page < last ? link(page + 1) : null,
  };
  return { shown, paginator };
}

function queryWith({ done: _done, ...query }: PageContext['query'], page: number): string {
  return new URLSearchParams({ ...query, page: String(page) }).toString();
}
