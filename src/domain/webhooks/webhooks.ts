import { schemeOf } from '../model/links.ts';
import { applyChange, type ChangeOf } from '../model/record.ts';
import { resume } from './pausing.ts';
import { cancelDeliveries } from './deliveries.ts';
import { NotFound, invalidField } from '../model/errors.ts';
import { newId } from '../model/ids.ts';
import type { Game } from '../model/game.ts';
import type { Webhook } from '../model/webhook.ts';
import type { ReadTables } from '../model/tables.ts';
import { inTransaction, type Rules, type DomainContext } from '../model/context.ts';

type Editable =
  | 'url'
  | 'events'
  | 'method'
  | 'description'
  | 'enabled'
  | 'enabledLogs'
  | 'playerContextEnabled'
  | 'batchMode';

export type NewWebhook = Pick<Webhook, Editable>;
export type WebhookChange = ChangeOf<NewWebhook>;

/** @throws Invalid when the URL is not valid for a webhook, or batch mode is asked for. */
export function createWebhook(
  domain: DomainContext,
  game: Game,
  asked: NewWebhook,
  secret?: string,
): Webhook {
  return inTransaction(domain, (tx) => {
    checkWebhookUrl(asked.url, tx.rules);
    refuseBatchMode(asked.batchMode);
    const webhook: Webhook = {
      ...asked,
      id: newId(tx.ids, 'webhook'),
      gameId: game.id,
      secret: secret ?? newId(tx.ids, 'secret'),
      previousSecret: null,
      createdAt: tx.now,
      modifiedAt: tx.now,
    };
    tx.tables.webhooks.put(webhook);
    return webhook;
  });
}

/**
 * The real platform requires HTTPS. Local games usually have plain HTTP, so only the strict rule refuses it.
 *
 * @throws Invalid
 */
export function checkWebhookUrl(url: string, rules: Rules): void {
  // A URL that only a lenient parser can read, such as one with spaces or without slashes, is a mistake.
  const scheme = /^https?:\/\/[^/?#\s]+[^\s]*$/i.test(url) ? schemeOf(url) : null;
  if (scheme === null) {
    throw invalidField(
      ['url'],
      'invalid_url',
      'Not a valid webhook URL: give one such as http://localhost:3000/webhook.',
    );
  }
  if (scheme === 'http' && rules.strictHttps) {
    throw invalidField(
      ['url'],
      'https_required',
      'Only https:// URLs are accepted while the emulator runs with --strict-https.',
    );
  }
}

/** Accepted and ignored, it would let a test pass that fails against the platform. */
function refuseBatchMode(batchMode: boolean | null | undefined): void {
  if (batchMode !== true) return;
  throw invalidField(
    ['batch_mode'],
    'batch_mode_not_served',
    'The emulator does not serve batch mode: it sends each event by itself. Leave batch_mode out, or set it to false.',
  );
}

/** @throws NotFound when the game has no such webhook. */
export function getWebhook(tables: Pick<ReadTables, 'webhooks'>, gameId: string, id: string): Webhook {
  const webhook = tables.webhooks.get(id);
  if (webhook?.gameId !== gameId) throw new NotFound(`Webhook ${JSON.stringify(id)} was not found.`);
  return webhook;
}

/**
 * Fields that the change leaves out keep their values. Disabling a webhook cancels its pending deliveries; enabling it
 * or giving it another URL ends a pause.
 *
 * @throws NotFound
 * @throws Invalid when the URL is not valid for a webhook, or batch mode is asked for.
 */
export function updateWebhook(domain: DomainContext, game: Game, id: string, change: WebhookChange): Webhook {
  return inTransaction(domain, (tx) => {
    const webhook = getWebhook(tx.tables, game.id, id);
    if (change.url !== undefined) checkWebhookUrl(change.url, tx.rules);
    refuseBatchMode(change.batchMode);
    const changed = applyChange<Webhook>(webhook, { ...change, modifiedAt: tx.now });
    tx.tables.webhooks.put(changed);
    if (!changed.enabled) cancelDeliveries(tx, id);
    else if (changed.url !== webhook.url || !webhook.enabled) resume(tx, changed);
    return getWebhook(tx.tables, game.id, id);
  });
}

/** @throws NotFound */
export function deleteWebhook(domain: DomainContext, game: Game, id: string): void {
  inTransaction(domain, (tx) => {
    getWebhook(tx.tables, game.id, id);
    cancelDeliveries(tx, id);
    tx.tables.webhooks.delete(id);
  });
}

/**
 * Gives the webhook a new secret, which the next attempt uses. The old secret is kept only to explain signature
 * mismatches.
 *
 * @throws NotFound
 */
export function expireSecret(domain: DomainContext, game: Game, id: string): Webhook {
  return inTransaction(domain, (tx) => {
    const webhook = getWebhook(tx.tables, game.id, id);
    const secret = newId(tx.ids, 'secret');
    const changed = { ...webhook, secret, previousSecret: webhook.secret, modifiedAt: tx.now };
    tx.tables.webhooks.put(changed);
    return changed;
  });
}

/** The webhook of `--webhook`: created at the first start, found at later ones. */
export function ensureWebhook(
  domain: DomainContext,
  game: Game,
  url: string,
  secret: string | null,
): Webhook {
  const known = domain.store.tables.webhooks.by('game', game.id).find((webhook) => webhook.url === url);
  if (!known) return createWebhook(domain, game, { ...GRANTING_WEBHOOK, url }, secret ?? undefined);
  if (secret === null || known.secret === secret) return known;
  const changed = { ...known, secret, previousSecret: known.secret, modifiedAt: domain.clock.now() };
  return inTransaction(domain, (tx) => {
    tx.tables.webhooks.put(changed);
    return changed;
  });
}

const GRANTING_WEBHOOK: Omit<NewWebhook, 'url'> = {
  events: ['item.add', 'item.remove'],
  method: 'POST',
  description: 'Registered by --webhook',
  enabled: true,
  enabledLogs: true,
  playerContextEnabled: null,
  batchMode: null,
};
