import { NotFound } from '../../domain/model/errors.ts';
import type { Endpoint } from '../../domain/model/platform.ts';
import { isPaused, pendingOf, resumeEndpoint } from '../../domain/webhooks/pausing.ts';
import { dashboardPage, type DashboardContext } from './context.ts';
import { deliveryRow } from './deliveries.ts';
import { momentAt } from './formats.ts';
import { redirectTo } from './layout.ts';

const RECENT = 8;

/** An address that is no webhook: one that orders of another platform named, or that events were replayed to. */
export const endpointPage = dashboardPage({
  method: 'GET',
  path: '/endpoints/:id',
  run: (context, { params: { id } }) => {
    const { tables, game } = context;
    const endpoint = tables.endpoints.get(id);
    if (endpoint?.gameId !== game.id) throw new NotFound(`Endpoint ${JSON.stringify(id)} was not found.`);
    const recent = tables.deliveries.by('webhook', id).slice(-RECENT).reverse();
    return {
      view: 'endpoint',
      title: 'Endpoint',
      section: 'webhooks',
      model: {
        ...endpointRow(context, endpoint),
        pause: pauseOf(context, endpoint),
        recent: recent.map((delivery) => deliveryRow(context, delivery)),
      },
    };
  },
});

/** Ends the pause of an endpoint whose attempts failed for long. */
export const resumeEndpointForm = dashboardPage({
  method: 'POST',
  path: '/endpoints/:id/resume',
  again: endpointPage,
  run: ({ domain, game, root }, { params: { id } }) => {
    resumeEndpoint(domain, game, id);
    return redirectTo(`${root}/endpoints/${id}`, 'webhook-resumed');
  },
});

/** An endpoint in the list. */
export function endpointRow({ root, tables, domain }: DashboardContext, endpoint: Endpoint) {
  const deliveries = tables.deliveries.by('webhook', endpoint.id);
  const platform = deliveries.at(-1)?.platform;
  const named = platform && domain.platforms.named(platform).title;
  return {
    id: endpoint.id,
    href: `${root}/endpoints/${endpoint.id}`,
    url: endpoint.url,
    use: endpoint.signedAs === undefined ? `orders of ${named ?? 'another platform'}` : 'replays',
    state: isPaused(endpoint) ? { text: 'paused', tone: 'bad' } : { text: 'enabled', tone: 'good' },
    total: deliveries.length,
    deliveriesHref: `${root}/deliveries?webhook_id=${endpoint.id}`,
  };
}

/** Since when a paused endpoint has failed, and what waits for it; `null` for one that is not paused. */
export function pauseOf({ tables, now }: DashboardContext, { id, pausedAt, failingSince }: Endpoint) {
  if (pausedAt === null || pausedAt === undefined) return null;
  return {
    paused: momentAt(pausedAt, now),
    failing: momentAt(failingSince ?? pausedAt, now),
    pending: pendingOf(tables, id).length,
  };
}
