import * as z from 'zod';
import { containsText } from '../../domain/model/contains-text.ts';
import { processOf } from '../../domain/model/context.ts';
import { NotFound } from '../../domain/model/errors.ts';
import { ignoredPlanKeys } from '../request-log/plan-keys.ts';
import { secretsOf, viewRequest, type LoggedView } from '../request-log/view.ts';
import type { LoggedRequest } from '../server/request-log.ts';
import { dashboardPage, type DashboardContext } from './context.ts';
import { LONGEST_LISTED, shortCurl } from './curl.ts';
import { duration, momentAt } from './formats.ts';
import { jsonTokens, shownJson } from './json.ts';
import { paginate } from './layout.ts';
import { requestCurl } from './request-rows.ts';

const STATUSES = { ok: '2xx', rejected: '4xx', failed: '5xx and lost' } as const;

const filterText = z.string().max(200).optional();

/** What the game's client sent to the S2S API, newest first, with the fields that nobody read. */
export const requestsPage = dashboardPage({
  method: 'GET',
  path: '/requests',
  query: z.object({
    status: z.enum(['ok', 'rejected', 'failed']).optional(),
    operation: filterText,
    order_id: filterText,
    q: filterText,
  }),
  run: (context, { query }) => {
    const { app, game } = context;
    const keys = secretsOf(app, game);
    const planKeys = ignoredPlanKeys(app.domain.store.tables, game);
    const logged = app.requestLog.of(game.id);
    const { status, operation, order_id: orderId, q } = query;
    const found = logged
      .filter((one) => status === undefined || statusOf(one.status) === status)
      .filter((one) => operation === undefined || nameOf(one) === operation)
      .filter(orderId === undefined ? () => true : mentions(orderId))
      .filter(q === undefined ? () => true : mentions(q));
    const { shown, paginator } = paginate(context, '/requests', found);
    return {
      view: 'requests',
      title: 'Requests',
      section: 'requests',
      model: {
        rows: shown.map((one) => {
          const row = requestRow(context, viewRequest(one, keys, planKeys, LONGEST_LISTED), one.at);
          return one.received.text.length > LONGEST_LISTED ? { ...row, copied: null } : row;
        }),
        paginator,
        filter: { status: status ?? '', operation: operation ?? '', orderId: orderId ?? '', q: q ?? '' },
        statuses: Object.entries(STATUSES).map(([value, label]) => ({ value, label })),
        operations: [...new Set(logged.map(nameOf))].filter((name) => name !== '').sort(),
        isFiltered: Object.values(query).some((value) => value !== undefined),
      },
    };
  },
});

function statusOf(status: number): keyof typeof STATUSES {
  if (status >= 200 && status < 400) return 'ok';
  return status >= 400 && status < 500 ? 'rejected' : 'failed';
}

function nameOf({ operation }: LoggedRequest): string {
  return operation ? `${operation.method} ${operation.path}` : '';
}

/** Tests whether a request or its answer contains a text. */
function mentions(text: string): (request: LoggedRequest) => boolean {
  const has = containsText(text);
  return ({ received, answer, id }) => has(id) || has(received.url) || has(received.text) || has(answer);
}

/** One request with headers and bodies of both sides. */
export const requestPage = dashboardPage({
  method: 'GET',
  path: '/requests/:id',
  run: (context, { params: { id } }) => {
    const { app, game } = context;
    const logged = app.requestLog.of(game.id).find((one) => one.id === id);
    if (!logged)
      throw new NotFound(`Request ${JSON.stringify(id)} was not found, or is no longer remembered.`);
    const view = viewRequest(logged, secretsOf(app, game), ignoredPlanKeys(app.domain.store.tables, game));
    const [sent, answered] = [shownJson(view.request), shownJson(view.response)];
    return {
      view: 'request',
      title: `${view.method} ${view.path}`,
      section: 'requests',
      model: {
        ...requestRow(context, view, logged.at),
        curl: requestCurl(context, view),
        sentHeaders: headerRows(view.headers),
        answeredHeaders: headerRows(answerHeaders(logged)),
        sent,
        sentTokens: jsonTokens(sent),
        answered,
        answeredTokens: jsonTokens(answered),
      },
    };
  },
});

function headerRows(headers: Readonly<Record<string, string>>) {
  return Object.entries(headers).map(([name, value]) => ({ name, value, isSignature: false }));
}

/** What Node adds by itself, such as Date, is not part of the log. */
function answerHeaders({ answer, answerHeaders: headers }: LoggedRequest): Record<string, string> {
  if (headers === undefined) return {};
  const content = answer === '' ? {} : { 'Content-Type': 'application/json' };
  return { ...content, ...headers };
}

function requestRow(context: DashboardContext, view: LoggedView, at: number) {
  const { root, tables } = context;
  // Requests are logged by the time of the process, whatever the clock of their game says.
  const now = processOf(context.domain).clock.now();
  const orderId = view.order_id ?? '';
  return {
    id: view.id,
    href: `${root}/requests/${view.id}`,
    line: `${view.method} ${view.path}`,
    status: view.status === 0 ? 'lost' : String(view.status),
    isOk: view.status > 0 && view.status < 400,
    duration: duration(view.duration_ms),
    moment: momentAt(at, now),
    ignored: view.ignored_fields.join(', '),
    error: view.status >= 400 ? errorText(view.response) : '',
    orderHref: tables.orders.get(orderId) ? `${root}/orders/${orderId}` : '',
    orderId,
    copied: shortCurl(requestCurl(context, view)),
  };
}

/** What the answer says went wrong, in one line. */
function errorText(response: unknown): string {
  const detail = (response as { readonly detail?: unknown } | null)?.detail;
  if (typeof detail === 'string') return detail;
  if (!Array.isArray(detail)) return '';
  const lines = detail.map((one: { readonly loc?: readonly unknown[]; readonly msg?: unknown }) =>
    [one.loc?.slice(1).join('.') ?? '', String(one.msg)].filter((part) => part !== '').join(': '),
  );
  return lines.join('; ');
}
