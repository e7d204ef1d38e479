import { clockOf } from '../../domain/games/clocks.ts';
import type { Environment } from '../../domain/games/games.ts';
import { getGame } from '../../domain/games/games.ts';
import { getCreatedGame } from '../../domain/games/test-games.ts';
import { processOf } from '../../domain/model/context.ts';
import { pageFor, type Section } from '../pages/page.ts';
import { dashboardGamePath } from '../server/page-paths.ts';
import type { DashboardContext, DashboardView, SectionName } from './context.ts';
import { gameChooser } from './game-chooser.ts';
import type { Listing } from './sorted-listing.ts';

/**
 * The pages of one game, and what surrounds them.
 *
 * @param environment `null` for the created game that the path names
 */
export function dashboardOf(environment: Environment | null): Section<DashboardContext, DashboardView> {
  return {
    context: (page, { game: id = '' }) => {
      const game = environment === null ? getCreatedGame(page.tables, id) : getGame(page.tables, environment);
      const root = dashboardGamePath(game);
      return { ...pageFor(page, game), environment: environment ?? 'sandbox', game, root };
    },
    notFound: (message) => ({
      view: 'not-found',
      title: 'Not found',
      section: 'transactions',
      model: { message },
    }),
    layout: (context, { view, title, section, state, model }) => {
      const { root, problem, app, search, environment, game } = context;
      const fields = Object.entries(problem?.fields ?? {}).map(([name, { message }]) => [name, message]);
      return {
        view: 'dashboard/layout',
        model: {
          title,
          root,
          environment,
          game: game.declared === null ? environment : game.name,
          clock: clockOfPage(context, section),
          version: app.config.version,
          ...navigation(context, section),
          message: problem ? null : messageOf(search),
          state: state ?? '',
          live: section === 'requests' ? 'requests' : null,
          problem: problem && { message: problem.message },
          page: `pages/${view}`,
          model: { root, fields: Object.fromEntries(fields) as object, ...model },
        },
      };
    },
  };
}

export const SECTIONS: readonly (readonly [SectionName, label: string, path: string])[] = [
  ['transactions', 'Transactions', ''],
  ['players', 'Players', '/players'],
  ['events', 'Events', '/events'],
  ['webhooks', 'Webhooks', '/webhooks'],
  ['deliveries', 'Deliveries', '/deliveries'],
  ['requests', 'Requests', '/requests'],
  ['catalogue', 'Catalogue', '/catalogue'],
  ['coupons', 'Coupons', '/coupons'],
  ['subscriptions', 'Subscriptions', '/subscriptions'],
  ['settings', 'Settings', '/settings'],
  ['fidelity', 'Fidelity', '/fidelity'],
];

/** How the clock of the game differs from the browser's; `null` where it does not, as in the log of requests. */
function clockOfPage({ domain, game, now }: DashboardContext, section: SectionName) {
  if (section === 'requests' || domain.store.tables.clocks.get(game.id) === undefined) return null;
  const { frozenAt } = clockOf(domain.store.tables, game.id);
  return {
    frozenAt,
    ahead: now - processOf(domain).clock.now(),
    text: `${new Date(now).toISOString().slice(0, 19).replace('T', ' ')} UTC${frozenAt === null ? '' : ', frozen'}`,
  };
}

/** The header's links: to the sections, and to other games. */
function navigation(context: DashboardContext, current: SectionName) {
  const { root, tables, game } = context;
  const failed = tables.deliveries.count('exhausted', game.id);
  return {
    sections: SECTIONS.map(([name, label, path]) => ({
      label,
      href: `${root}${path}`,
      isCurrent: name === current,
      count: name === 'deliveries' ? failed : 0,
    })),
    ...gameChooser(context, SECTIONS.find(([name]) => name === current)?.[2] ?? ''),
  };
}

/**
 * What a page says after an action. The address carries only the code and counts, so that no link can make the
 * dashboard say anything else. What the game is told of it depends on the webhooks, so it is said where they are shown.
 */
const MESSAGES = {
  'scenario-kept': 'Kept. The scenario is listed below and fills in the form; the export of the game has it.',
  'scenario-deleted': 'Scenario deleted.',
  'order-created': 'Test order created. Open its checkout page and pay it with a test card.',
  'payment-made': 'Paid.',
  'payment-declined': 'The payment was declined, as the test card says.',
  'payment-waits': 'The payment is in progress. Decide below how it ends.',
  'granting-reset': 'Asked for the items again, with a new event.',
  'run-now': 'The next attempt is made now.',
  replayed: 'Replay queued. Its attempt appears below as soon as it was made.',
  refunded: 'Refunded in full.',
  'charged-back': 'Charged back: the bank took the money back.',
  disputed: 'Dispute opened. Decide it below: won or lost.',
  'dispute-won': 'Dispute won: the payment stands again.',
  'dispute-lost': 'Dispute lost: the money is taken back.',
  'fraud-reported': 'Fraud reported. The order itself does not change.',
  expired: 'Expired: the order can no longer be paid. No event tells of it.',
  abandoned: 'Payment abandoned. The order can be paid again.',
  'payment-canceled': 'Payment canceled by the player. The order can be paid again.',
  'payment-rejected': 'Payment rejected as risky. The order can be paid again.',
  'payment-voided': 'Payment voided. The order can be paid again.',
  'fees-updated': 'Fees updated: the latest event of the payment is sent again, as an event of its own.',
  resolved: 'Payment resolved.',
  resent: 'Queued to be sent again: same event and bytes, fresh signature.',
  'webhook-created': 'Webhook created. Copy its secret into your game server, then send a test event.',
  'webhook-saved': 'Webhook saved.',
  'webhook-enabled': 'Webhook enabled. It gets events from now on.',
  'webhook-resumed': 'Webhook resumed. What waited for it is on its way.',
  'webhook-disabled': 'Webhook disabled. What was on its way to it is canceled.',
  'webhook-deleted': 'Webhook deleted.',
  'secret-changed': 'The webhook has a new secret. It signs from the next attempt on.',
  'test-sent': 'Test event queued. Its attempt appears below as soon as it was made.',
  'subscription-changed': 'Done. See Deliveries for what the game was told.',
  'coupon-redeemed': 'Redeemed. See Deliveries for what the game was told.',
  'item-created': 'Item created.',
  'item-saved': 'Item saved.',
  'coupon-created': 'Coupon created.',
  'coupon-saved': 'Coupon saved.',
  'game-made': 'This is the new game, as the file says. Its key is below.',
  'game-imported': 'The game is as the file says. No event was sent.',
  'game-reset': 'The game is as at its first start. No event was sent.',
  'look-saved': 'Saved. The pages for players have the new name and look.',
  'settings-saved': 'Settings saved.',
  'process-settings-saved': 'Settings saved. They are in effect now, for all games.',
} as const;

/** Messages with counts, which the address carries beside the code. */
const COUNTED = {
  'resent-all': (resent: number, skipped: number) =>
    `${counted(resent, 'delivery', 'deliveries')} queued to be sent again.` +
    (skipped === 0
      ? ''
      : ` ${counted(skipped, 'other', 'others')} can't be sent now: an attempt is under way, or the webhook is disabled or deleted.`),
} as const;

/** `1 order`, `2,013 orders`. */
export function counted(count: number, one: string, many: string): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}

type MessageCode = keyof typeof MESSAGES;

/** Sends the browser to a page that shows a message. */
export function redirectTo(path: string, code: MessageCode): { readonly redirect: string } {
  return { redirect: `${path}${path.includes('?') ? '&' : '?'}done=${code}` };
}

/** The same for a message with counts. */
export function redirectWithCounts(
  path: string,
  code: keyof typeof COUNTED,
  counts: readonly [number, number],
): { readonly redirect: string } {
  return { redirect: `${path}${path.includes('?') ? '&' : '?'}done=${code}&counts=${counts.join('.')}` };
}

function messageOf(search: URLSearchParams): string | null {
  const code = search.get('done') ?? '';
  if (Object.hasOwn(MESSAGES, code)) return MESSAGES[code as MessageCode];
  const [, first, second] = /^(\d{1,9})\.(\d{1,9})$/.exec(search.get('counts') ?? '') ?? [];
  if (!Object.hasOwn(COUNTED, code) || second === undefined) return null;
  return COUNTED[code as keyof typeof COUNTED](Number(first), Number(second));
}

export const PAGE_SIZE = 50;

interface Paginator {
  readonly from: number;
  readonly to: number;
  readonly total: number;
  readonly newer: string | null;
  readonly older: string | null;
  readonly page: number;
  readonly last: number;
  /** Where the form that jumps to a page leads, and what it keeps of the query. */
  readonly action: string;
  readonly kept: readonly (readonly [string, string])[];
}

/** The part of a list that the query's `page` asks for, and the links to its neighbours. */
export function paginate<T>({ search, root }: DashboardContext, path: string, all: Listing<T>) {
  const last = Math.max(1, Math.ceil(all.length / PAGE_SIZE));
  const asked = Number.parseInt(search.get('page') ?? '1', 10);
  const page = Math.min(last, Math.max(1, Number.isNaN(asked) ? 1 : asked));
  const offset = (page - 1) * PAGE_SIZE;
  const shown = all.slice(offset, offset + PAGE_SIZE);
  const link = (to: number) => `${root}${path}?${queryWith(search, to)}`;
  const paginator: Paginator = {
    from: all.length === 0 ? 0 : offset + 1,
    to: offset + shown.length,
    total: all.length,
    newer: page > 1 ? link(page - 1) : null,
    older: page < last ? link(page + 1) : null,
    page,
    last,
    action: `${root}${path}`,
    kept: queryWithout(search, ['page']),
  };
  return { shown, paginator };
}

function queryWith(search: URLSearchParams, page: number): string {
  return new URLSearchParams([...queryWithout(search, ['page']), ['page', String(page)]]).toString();
}

/** The parameters of a query that a link to the same list keeps. */
export function queryWithout(search: URLSearchParams, names: readonly string[]): [string, string][] {
  const left = ['done', 'counts', ...names];
  return [...search].filter(([name, value]) => value !== '' && !left.includes(name));
}
