import { ignoredPlanKeys } from '../request-log/plan-keys.ts';
import { secretsOf, viewRequest, type LoggedView } from '../request-log/view.ts';
import { processOf } from '../../domain/model/context.ts';
import { momentAt } from './formats.ts';
import { milliseconds } from '../../domain/wire/time.ts';
import { takeWithin } from '../api/pagination.ts';
import { dashboardPage, type DashboardContext } from './context.ts';

/** The newest requests that are shown; the control API gives all that are remembered. */
const SHOWN = 100;

/** How much text of them is shown, in characters. */
const SHOWN_SIZE = 2 * 1024 * 1024;

/** What the game's client sent to the S2S API, newest first, with the fields that nobody read. */
export const requestsPage = dashboardPage({
  method: 'GET',
  path: '/requests',
  run: (context) => {
    const { app, game } = context;
    const keys = secretsOf(app, game);
    const planKeys = ignoredPlanKeys(app.domain.store.tables, game);
    const logged = app.requestLog.of(game.id);
    const rows = takeWithin(logged.slice(0, SHOWN), SHOWN_SIZE, (request) =>
      requestRow(viewRequest(request, keys, planKeys), context),
    );
    return {
      view: 'requests',
      title: 'Requests',
      section: 'requests',
      model: {
        shown: rows.length,
        total: logged.length,
        rows,
      },
    };
  },
});

function requestRow(view: LoggedView, { root, domain, tables }: DashboardContext) {
  const orderId = view.order_id ?? '';
  const isKnown = tables.orders.get(orderId) !== undefined;
  return {
    id: view.id,
    line: `${view.method} ${view.path}`,
    status: String(view.status),
    isOk: view.status < 400,
    duration: `${view.duration_ms} ms`,
    // Requests are logged in the time of the system.
    moment: momentAt(milliseconds(view.at), processOf(domain).clock.now()),
    ignored: view.ignored_fields.join(', '),
    orderHref: isKnown ? `${root}/orders/${orderId}` : '',
    orderId,
    sent: pretty(view.request),
    answered: pretty(view.response),
  };
}

function pretty(value: unknown): string {
  if (value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}
