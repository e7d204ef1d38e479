import * as z from 'zod';
import { ALL_EVENT_TYPES, type Event } from '../../domain/model/event.ts';
import { NotFound } from '../../domain/model/errors.ts';
import { containsText } from '../../domain/model/contains-text.ts';
import { typeTest } from '../../domain/events/publish.ts';
import { dashboardPage, type DashboardContext } from './context.ts';
import { deliveryRow } from './deliveries.ts';
import { momentAt } from './formats.ts';
import { jsonTokens, prettyJson } from './json.ts';
import { counted, paginate } from './layout.ts';

/** Every event that is kept, newest first, whether a webhook takes it or not. */
export const eventsPage = dashboardPage({
  method: 'GET',
  path: '/events',
  query: z.object({ q: z.string().max(200).optional(), type: z.enum(ALL_EVENT_TYPES).optional() }),
  run: (context, { query: { q = '', type } }) => {
    const { tables, game } = context;
    const text = q.trim();
    const found = findEvents(tables.events.by('game', game.id), type, text);
    const { shown, paginator } = paginate(context, '/events', found.toReversed());
    return {
      view: 'events',
      title: 'Events',
      section: 'events',
      model: {
        rows: shown.map((event) => eventRow(context, event)),
        paginator,
        filter: { q, type: type ?? '' },
        types: ALL_EVENT_TYPES,
        isFiltered: text !== '' || type !== undefined,
      },
    };
  },
});

function findEvents(events: readonly Event[], type: Event['type'] | undefined, text: string) {
  const isWanted = type && typeTest(type);
  const ofType = isWanted ? events.filter((event) => isWanted(event.type)) : events;
  if (text === '') return ofType;
  const has = containsText(text);
  return ofType.filter(
    ({ id, type, orderId, body }) => has(id) || has(type) || (orderId !== null && has(orderId)) || has(body),
  );
}

/** One event with its JSON, and what became of it at each webhook. */
export const eventPage = dashboardPage({
  method: 'GET',
  path: '/events/:id',
  run: (context, { params: { id } }) => {
    const { tables, game } = context;
    const event = tables.events.get(id);
    if (event?.gameId !== game.id) throw new NotFound(`Event ${JSON.stringify(id)} was not found.`);
    return {
      view: 'event',
      title: event.type,
      section: 'events',
      model: {
        ...eventRow(context, event),
        body: prettyJson(event.body) ?? event.body,
        tokens: jsonTokens(event.body),
        raw: event.body,
        deliveries: tables.deliveries.by('event', id).map((delivery) => deliveryRow(context, delivery)),
      },
    };
  },
});

function eventRow({ tables, root, now }: DashboardContext, event: Event) {
  const deliveries = tables.deliveries.by('event', event.id);
  const failed = deliveries.filter(({ status }) => status === 'exhausted' || status === 'declined').length;
  return {
    id: event.id,
    href: `${root}/events/${event.id}`,
    type: event.type,
    orderId: event.orderId,
    orderHref: event.orderId === null ? null : `${root}/orders/${event.orderId}`,
    trigger: event.trigger ?? '',
    created: momentAt(event.createdAt, now),
    deliveryCount:
      deliveries.length === 0 ? 'no webhook takes it' : counted(deliveries.length, 'delivery', 'deliveries'),
    failed: failed === 0 ? null : { label: `${failed} failed`, tone: 'bad' as const },
  };
}
