import * as z from 'zod';
import { EVENT_TYPES, type EventType } from '../../domain/model/event.ts';
import type { Webhook } from '../../domain/model/webhook.ts';
import { parse } from '../api/validation.ts';
import type { PageContext } from './context.ts';

const METHODS = ['POST', 'GET'] as const;

const formSchema = z.object({
  url: z.string().min(1),
  description: z.string().max(500),
  method: z.enum(METHODS),
  events: z.array(z.enum(EVENT_TYPES)).min(1, { error: 'Choose at least one event.' }),
});

/** @throws InvalidRequest */
export function webhookFields({ form }: PageContext) {
  const given = parse(
    formSchema,
    {
      url: form.text('url'),
      description: form.text('description'),
      method: form.text('method'),
      events: form.list('events'),
    },
    'body',
  );
  return {
    ...given,
    description: given.description === '' ? null : given.description,
    playerContextEnabled: form.text('player_context_enabled') === 'on',
  };
}

const NEW_URL = 'http://localhost:3000/webhook';

/** The form with what was just submitted, else what is stored, else what suits most. */
export function webhookFormModel({ form, problem }: PageContext, webhook: Webhook | null) {
  const shown = problem
    ? {
        url: form.text('url'),
        description: form.text('description'),
        method: form.text('method'),
        playerContext: form.text('player_context_enabled') === 'on',
        events: form.list('events'),
      }
    : storedFields(webhook);
  const { events, ...fields } = shown;
  return { ...fields, methods: METHODS, families: familiesOf(events) };
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
