import * as z from 'zod';
import { EVENT_TYPES, type EventType } from '../../domain/model/event.ts';
import type { Webhook } from '../../domain/model/webhook.ts';
import { keyOf, type DashboardContext } from './context.ts';
import type { FormValues } from './api-form.ts';
import { apiCurl } from './curl.ts';
import { curlHref, curlPage } from './live-curl.ts';

const METHODS = ['POST', 'GET'] as const;

export const webhookFormSchema = z.object({
  url: z.string().min(1),
  description: z.string().max(500),
  method: z.enum(METHODS),
  events: z.array(z.enum(EVENT_TYPES)).min(1, { error: 'Choose at least one event.' }),
  player_context_enabled: z.string(),
});

export function webhookFields(form: z.output<typeof webhookFormSchema>) {
  const { description, player_context_enabled, ...fields } = form;
  return {
    ...fields,
    description: description === '' ? null : description,
    playerContextEnabled: player_context_enabled === 'on',
  };
}

/** Where a game server on this machine probably listens. */
export const NEW_URL = 'http://localhost:3000/webhook';

/** The form with what was just submitted; else with what is stored, or with suggestions for a new webhook. */
export function webhookFormModel(context: DashboardContext, webhook: Webhook | null) {
  const { problem, root } = context;
  // The problem may be that of another form on the page, which has no URL.
  const submitted = problem && problem.submitted.list('url').length > 0 ? problem.submitted : null;
  const { events, ...fields } = submitted ? submittedFields(submitted) : storedFields(webhook);
  const id = webhook?.id ?? null;
  return {
    ...fields,
    methods: METHODS,
    families: familiesOf(events),
    curl: webhookCurlOf(context, bodyOf({ ...fields, events }), id),
    curlHref: curlHref(root, 'webhook', id),
  };
}

function submittedFields({ text, list }: FormValues) {
  return {
    url: text('url'),
    description: text('description'),
    method: text('method'),
    playerContext: text('player_context_enabled') === 'on',
    events: list('events'),
  };
}

const BLANK = {
  url: NEW_URL,
  description: null,
  method: 'POST',
  playerContextEnabled: false,
  events: ['item.add', 'item.remove'],
} as const satisfies Partial<Webhook>;

function storedFields(webhook: Webhook | null) {
  const { url, description, method, playerContextEnabled, events } = webhook ?? BLANK;
  return {
    url,
    method,
    events,
    description: description ?? '',
    playerContext: playerContextEnabled === true,
  };
}

/** What `WebhookCreate` and `WebhookUpdate` call the fields. */
function bodyOf({
  url,
  description,
  method,
  playerContext,
  events,
}: ReturnType<typeof storedFields> | ReturnType<typeof submittedFields>) {
  return { url, events, method, description, player_context_enabled: playerContext };
}

function webhookCurlOf(context: DashboardContext, body: object, id: string | null): string {
  const path = id === null ? '/s2s/v1/webhooks' : `/s2s/v1/webhooks/${encodeURIComponent(id)}`;
  return apiCurl(context.base, path, body, keyOf(context), id === null ? 'POST' : 'PUT');
}

export const webhookCurl = curlPage({
  name: 'webhook',
  section: 'webhooks',
  fields: Object.keys(webhookFormSchema.shape),
  curl: (context, values: FormValues, id) => webhookCurlOf(context, bodyOf(submittedFields(values)), id),
});

const FAMILIES = [
  ['item', 'Items', 'What the game grants and takes back.'],
  ['order', 'Orders', ''],
  ['payment', 'Payments', ''],
  ['fraud', 'Fraud', ''],
  ['coupon', 'Coupons', ''],
  ['player', 'Players', ''],
  ['subscription', 'Subscriptions', 'Test events only.'],
  ['analytics', 'Analytics', 'Test events only.'],
  ['batch', 'Batches', 'Test events only.'],
  ['ingame', 'In-game messages', 'Test events only.'],
  ['campaign', 'Campaigns', 'Test events only.'],
  ['store', 'Store', ''],
] as const;

function familiesOf(chosen: readonly string[]) {
  return FAMILIES.map(([family, title, note]) => {
    const types = EVENT_TYPES.filter((type) => type.startsWith(`${family}.`));
    const boxes = types.map((type) => ({ type, isChecked: chosen.includes(type), note: noteOn(type) }));
    return { title, note, boxes, isOpen: family === 'item' || boxes.some((box) => box.isChecked) };
  });
}

function noteOn(type: EventType): string {
  return type.endsWith('.*') ? 'all of them' : '';
}
