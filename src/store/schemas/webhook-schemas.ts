import * as z from 'zod';
import {
  DELIVERY_STATUSES,
  type ArchivedAnswer,
  type ArchivedText,
  type Attempt,
  type Delivery,
} from '../../domain/model/delivery.ts';
import { ALL_EVENT_TYPES, EVENT_TYPES, type Event } from '../../domain/model/event.ts';
import { type Endpoint, PAYMENT_PLATFORMS, type SigningIdentity } from '../../domain/model/platform.ts';
import type { Webhook } from '../../domain/model/webhook.ts';
import { fields, flag, maybeFlag, maybeNumber, maybeText, number, text, textMap } from './fields.ts';

/** What a webhook and an endpoint have in common about failures that last. */
const PAUSING = { failingSince: maybeNumber.optional(), pausedAt: maybeNumber.optional() };

const METHODS = ['GET', 'POST'] as const;
const TRIGGERS = ['automatic', 'manual', 'test'] as const;

export const webhook = fields<Webhook>({
  id: text,
  gameId: text,
  url: text,
  events: z.array(z.enum(EVENT_TYPES)),
  method: z.enum(METHODS),
  description: maybeText,
  enabled: flag,
  enabledLogs: flag,
  playerContextEnabled: maybeFlag,
  batchMode: maybeFlag,
  secret: text,
  previousSecret: maybeText,
  ...PAUSING,
  createdAt: number,
  modifiedAt: number,
});

export const endpoint = fields<Endpoint>({
  id: text,
  gameId: text,
  url: text,
  method: z.enum(METHODS),
  enabled: flag,
  ...PAUSING,
  signedAs: text.optional(),
});

export const signingIdentity = fields<SigningIdentity>({
  id: text,
  privateKey: text,
  publicKey: text,
  certificate: text,
  serial: text,
});

export const event = fields<Event>({
  id: text,
  gameId: text,
  platform: z.enum(PAYMENT_PLATFORMS),
  type: z.enum(ALL_EVENT_TYPES),
  orderId: maybeText,
  transactionId: text,
  trigger: maybeText,
  body: text,
  bodyWithPlayer: maybeText,
  createdAt: number,
});

export const delivery = fields<Delivery>({
  id: text,
  gameId: text,
  platform: z.enum(PAYMENT_PLATFORMS),
  eventId: text,
  eventType: z.enum(ALL_EVENT_TYPES),
  orderId: maybeText,
  webhookId: text,
  withPlayer: flag,
  replayOf: text.optional(),
  status: z.enum(DELIVERY_STATUSES),
  attempts: number,
  tries: number,
  nextTrigger: z.enum(TRIGGERS),
  startedAt: maybeNumber,
  nextAttemptAt: maybeNumber,
  createdAt: number,
  settledAt: maybeNumber,
});

const archivedText = fields<ArchivedText>({ at: number, length: number, crc: number });

export const attempt = fields<Attempt>({
  id: text,
  deliveryId: text,
  number,
  trigger: z.enum(TRIGGERS),
  startedAt: number,
  durationMs: number,
  timings: fields<Attempt['timings']>({ connectMs: maybeNumber, firstByteMs: maybeNumber }),
  request: fields<Attempt['request']>({ method: text, url: text, headers: textMap }),
  response: fields<NonNullable<Attempt['response']>>({
    status: number,
    headers: textMap,
    body: text,
    archived: fields<ArchivedAnswer>({ beginning: archivedText, whole: archivedText.nullable() }).optional(),
    encoding: z.enum(['utf8', 'base64']),
    bodyBytes: number,
    truncated: flag,
  }).nullable(),
  error: fields<NonNullable<Attempt['error']>>({ kind: text, message: text, hint: maybeText }).nullable(),
  note: maybeText.optional(),
  nextAttemptAt: maybeNumber,
});
