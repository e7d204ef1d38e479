import type { Game } from '../../domain/model/game.ts';
import type { AppContext } from '../server/app-context.ts';
import { passesLuhn } from '../../domain/payments/card-form.ts';
import { seconds } from '../../domain/wire/time.ts';
import { operationName } from '../api/operation.ts';
import { isTooDeep } from '../server/body.ts';
import { splitTarget } from '../server/messages.ts';
import type { IgnoredPlanKeys } from './plan-keys.ts';
import { ignoredFields } from './ignored-fields.ts';
import { KEPT_BYTES, type LoggedRequest } from '../server/request-log.ts';

/** A logged request, readable and without secrets. Times are Unix seconds. */
export interface LoggedView {
  readonly id: string;
  readonly at: number;
  readonly duration_ms: number;
  readonly method: string;
  readonly path: string;
  /** As sent: with the mount point of the API. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** As published, `POST /v1/orders`; `null` if no served operation has the path. */
  readonly operation: string | null;
  readonly status: number;
  readonly order_id: string | null;
  /** Fields of query and body that the schema of the operation does not have. */
  readonly ignored_fields: readonly string[];
  /** The JSON that was sent; a text if it was not JSON, `null` if no body was read. */
  readonly request: unknown;
  readonly response: unknown;
}

/** Texts that are shown nowhere: the API keys, and those secrets of the game's webhooks that `SECRET` does not find. */
export function secretsOf({ config, domain }: AppContext, game: Game): readonly string[] {
  const secrets = domain.store.tables.webhooks
    .by('game', game.id)
    .flatMap(({ secret, previousSecret }) => [secret, previousSecret ?? '']);
  const keys = [config.sandboxKey, config.liveKey, ...(game.key === null ? [] : [game.key])];
  return [
    ...keys,
    ...secrets.filter((secret) => secret.length >= SHORTEST_SECRET && !/^whsec_\w{8,}$/.test(secret)),
  ];
}

/** A shorter text would also be masked where it means something else. */
const SHORTEST_SECRET = 8;

/**
 * @param keys what `secretsOf` gives
 * @param planKeys finds the fields of an order that select no plan
 * @param longest a longer body is left out: to mask 64 KiB takes up to 5 ms, too much for each row of a list
 */
export function viewRequest(
  logged: LoggedRequest,
  keys: readonly string[],
  planKeys: IgnoredPlanKeys,
  longest = Infinity,
): LoggedView {
  const { operation, received } = logged;
  const request = readable(received.text);
  const response = readable(logged.answer);
  return {
    id: logged.id,
    at: seconds(logged.at),
    duration_ms: Math.round(logged.durationMs * 1000) / 1000,
    method: received.method,
    path: maskedText(received.url, keys),
    url: maskedText(received.mount + received.url, keys),
    headers: maskedHeaders(received.headers, keys),
    operation: operation && operationName(operation),
    status: logged.status,
    order_id: orderIdOf(logged, request, response),
    ignored_fields: [...ignoredBy(logged, request), ...(isOrder(logged) ? planKeys(request) : [])],
    request: received.text.length > longest ? null : masked(request, keys),
    response: masked(response, keys),
  };
}

/** Whether the request is about the order; `viewRequest` shows the same order. */
export function concernsOrder(logged: LoggedRequest, orderId: string): boolean {
  const { params, received, answer } = logged;
  const asked = params['order_id'];
  if (asked !== undefined) return asked === orderId;
  // An id has no characters that JSON escapes, so most requests need not be parsed.
  if (!received.text.includes(orderId) && !answer.includes(orderId)) return false;
  return orderIdOf(logged, readable(received.text), readable(answer)) === orderId;
}

function readable(text: string): unknown {
  if (text === '') return null;
  try {
    return isTooDeep(text) ? text : JSON.parse(text);
  } catch {
    return text.length < KEPT_BYTES / 2 ? text : `${text}… (only the first 64 KiB are kept)`;
  }
}

function isOrder({ operation }: LoggedRequest): boolean {
  return operation !== null && operationName(operation) === 'POST /v1/orders';
}

function ignoredBy({ operation, received }: LoggedRequest, request: unknown): readonly string[] {
  if (!operation) return [];
  const query = Object.fromEntries(new URLSearchParams(splitTarget(received.url).search));
  const unknown = operation.query ? ignoredFields(operation.query, query) : Object.keys(query);
  const unused = (operation.unusedQuery ?? []).filter((name) => name in query);
  const names = [...unknown, ...unused];
  const fields = operation.body ? ignoredFields(operation.body, request) : [];
  return [...names.map((name) => `?${name}`), ...fields];
}

function orderIdOf({ params }: LoggedRequest, request: unknown, response: unknown): string | null {
  return params['order_id'] ?? orderIdIn(response) ?? orderIdIn(request);
}

function orderIdIn(body: unknown): string | null {
  if (typeof body !== 'object' || body === null) return null;
  const id = (body as { readonly order_id?: unknown }).order_id;
  return typeof id === 'string' ? id : null;
}

/** A field that holds a card's number or its security code, whatever stands in it. */
const CARD_FIELD = /^(?:card_?(?:number|code)?|pan|cvv2?|cvc2?|csc|security_?code)$/i;
const CARD = /(?<!\d)[3-68](?:[ -]?\d){12,18}(?!\d)/g;
const PASSWORD_IN_URL = /(\b[a-z][a-z0-9+.-]{0,20}:\/\/[^\s/:@"]{0,200}:)[^\s/@"]{1,200}(?=@)/gi;
/** The secrets of webhooks and the login tokens of players, by the prefix of their format. */
const SECRET = /\b(?:whsec|tok)_\w{8,}/g;
/** The value of an `Authorization` header, whatever the header is called. */
const CREDENTIALS = /^\s*(Bearer|Basic|Digest|Token)\s+\S.*$/is;
const HIDDEN = '***';

function maskedHeaders(headers: LoggedRequest['received']['headers'], keys: readonly string[]) {
  const entries = Object.entries(headers).map(([name, value]) => {
    const text = typeof value === 'string' ? value : (value ?? []).join(', ');
    return [name, maskedText(text.replace(CREDENTIALS, `$1 ${HIDDEN}`), keys)] as const;
  });
  return Object.fromEntries(entries);
}

/**
 * A copy of a JSON value in which no credential can be read: keys, secrets and card numbers, by what they look like.
 * Of names, only those of card fields count: `metadata.session_token` is the game's own and stays readable.
 */
export function masked(value: unknown, keys: readonly string[]): unknown {
  if (typeof value === 'string') return maskedText(value, keys);
  if (typeof value === 'number') return isCardNumber(value) ? HIDDEN : value;
  if (Array.isArray(value)) return value.map((one) => masked(one, keys));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, one]) => [
    name,
    isCardField(name, one) ? HIDDEN : masked(one, keys),
  ]);
  return Object.fromEntries(entries) as unknown;
}

/** Beyond what a number can hold exactly, the digits that were sent are not known. */
function isCardNumber(value: number): boolean {
  if (!Number.isInteger(value) || value < 1e12 || value >= 1e19) return false;
  return !Number.isSafeInteger(value) || maskedText(String(value), []) === HIDDEN;
}

function isCardField(name: string, value: unknown): boolean {
  return (typeof value === 'string' || typeof value === 'number') && CARD_FIELD.test(name);
}

function maskedText(text: string, keys: readonly string[]): string {
  const withoutKeys = keys.reduce((shown, key) => shown.replaceAll(key, HIDDEN), text);
  const withoutSecrets = withoutKeys.replace(SECRET, HIDDEN).replace(PASSWORD_IN_URL, `$1${HIDDEN}`);
  return withoutSecrets.replace(CARD, (digits) => (passesLuhn(digits) ? HIDDEN : digits));
}
