/** The events whose answer the hub uses: it asks the game and waits. */
export const QUESTIONS = ['player.verify', 'player.lookup', 'store.get'] as const;

export type QuestionType = (typeof QUESTIONS)[number];

export function isQuestion(type: string): type is QuestionType {
  return (QUESTIONS as readonly string[]).includes(type);
}

type AnswerObject = Readonly<Record<string, unknown>>;

/** What the game says about a player whom it lets in. Source: the response schema of Player Verify Webhook. */
export interface VerifiedPlayer {
  readonly player_id: string;
  readonly name: string;
  readonly attributes: AnswerObject;
  readonly avatar_url?: string | null;
  readonly email?: string | null;
  readonly banned?: boolean | null;
  readonly segments?: readonly string[] | null;
  readonly country?: string | null;
  readonly custom_attributes?: AnswerObject | null;
  readonly balances?: readonly { readonly sku: string; readonly quantity: number }[] | null;
}

/** A character of an account. `player` has the components of its composite id. */
export interface FoundPlayer {
  readonly name: string;
  readonly avatar_url?: string | null;
  readonly player: AnswerObject;
}

/** An item that the game offers a player. Fields that are not set have the values of the catalogue. */
export interface OfferedItem {
  readonly sku: string;
  /** Unix seconds. */
  readonly start_at?: number | null;
  readonly end_at?: number | null;
  readonly name?: string | null;
  readonly description?: string | null;
  /** Minor units. */
  readonly price?: number | null;
  readonly currency?: string | null;
}

/** What a complete answer to a question means. */
export type HubAnswer<Accepted> =
  | { readonly kind: 'accepted'; readonly value: Accepted }
  /** The game says no, in the documented form. */
  | { readonly kind: 'refused'; readonly code: string | null; readonly message: string }
  /** The hub can do nothing with the answer; the faults name what is wrong with an answer of success. */
  | { readonly kind: 'unusable'; readonly faults: readonly string[] };

interface AnswerTypes {
  'player.verify': VerifiedPlayer;
  'player.lookup': readonly FoundPlayer[];
  'store.get': readonly OfferedItem[];
}

/**
 * Reads the answer to a question. A game refuses with 4xx and an error body, and `player.lookup` also with 200 and the
 * status `error`.
 *
 * @param body the first 64 KiB of the response
 */
export function readAnswer<Type extends QuestionType>(
  type: Type,
  status: number,
  body: string,
): HubAnswer<AnswerTypes[Type]> {
  const json = parseObject(body);
  if (status >= 200 && status < 300) {
    if (json === null) return { kind: 'unusable', faults: ['the body is not a JSON object'] };
    if (type === 'player.lookup' && json['status'] === 'error') return refusal(json);
    const faults = objectFaults(json, '', SHAPES[type]);
    if (faults.length > 0) return { kind: 'unusable', faults };
    // The shape has just been checked.
    return { kind: 'accepted', value: VALUES[type](json) as AnswerTypes[Type] };
  }
  const refuses = status >= 400 && status < 500 && status !== 408 && status !== 429;
  return refuses && json !== null && isErrorBody(json) ? refusal(json) : { kind: 'unusable', faults: [] };
}

function isErrorBody(body: AnswerObject): boolean {
  if (body['code'] === 'invalid_signature') return false;
  return body['status'] === 'error' || ['detail', 'message', 'error', 'code'].some((key) => key in body);
}

function refusal(body: AnswerObject): { kind: 'refused'; code: string | null; message: string } {
  const { code, message, detail } = body;
  const said = [message, detail].find((text) => typeof text === 'string');
  const name = typeof code === 'string' ? code : null;
  return { kind: 'refused', code: name, message: said ?? name ?? 'The game gave no reason.' };
}

function parseObject(text: string): AnswerObject | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

function isObject(value: unknown): value is AnswerObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What is wrong with a value at a path; empty if nothing is. */
type Check = (value: unknown, path: string) => readonly string[];

function check(what: string, isRight: (value: unknown) => boolean): Check {
  return (value, path) => (isRight(value) ? [] : [`"${path}" is not ${what}`]);
}

const text = check('a string', (value) => typeof value === 'string');
const number = check('a number', (value) => typeof value === 'number');
const integer = check('an integer', Number.isInteger);
const amount = check(
  'an amount in minor units, 0 or more',
  (value) => Number.isSafeInteger(value) && Number(value) >= 0,
);
const flag = check('true or false', (value) => typeof value === 'boolean');
const object = check('an object', isObject);
const country = check('a two-letter country code', (value) => /^[A-Z]{2}$/.test(String(value)));

function oneOf(...names: readonly string[]): Check {
  return check(`one of ${names.join(', ')}`, (value) => names.includes(String(value)));
}

/** At most this many faults of a list are named: an answer can have thousands of entries. */
const LISTED_FAULTS = 5;

function listOf(entry: Check): Check {
  return (value, path) => {
    if (!Array.isArray(value)) return [`"${path}" is not a list`];
    return value.flatMap((one, index) => entry(one, `${path}[${index}]`)).slice(0, LISTED_FAULTS);
  };
}

/** Fields of an object; those whose name ends with `?` may be missing or null. */
type Shape = Readonly<Record<string, Check>>;

function shaped(shape: Shape): Check {
  return (value, path) =>
    isObject(value) ? objectFaults(value, `${path}.`, shape) : [`"${path}" is not an object`];
}

function objectFaults(value: AnswerObject, prefix: string, shape: Shape): readonly string[] {
  return Object.entries(shape).flatMap(([key, isRight]) => {
    const isOptional = key.endsWith('?');
    const name = isOptional ? key.slice(0, -1) : key;
    const field = value[name];
    if (field === undefined || (field === null && isOptional)) {
      return isOptional ? [] : [`"${prefix}${name}" is missing`];
    }
    return isRight(field, prefix + name);
  });
}

/** `PlayerAttributes` of the published specification, where every attribute may be missing; others are allowed. */
const attributes = shaped({
  'level?': integer,
  'platform?': oneOf('any', 'ios', 'android', 'other'),
  'marketplace?': oneOf('none', 'app_store', 'google_play', 'aghanim', 'other', 'one_store', 'galaxy_store'),
  'device_type?': oneOf('Apple', 'Android', 'Unknown', 'Other'),
  'tags?': listOf(text),
  'soft_currency_amount?': integer,
  'hard_currency_amount?': integer,
});

const SHAPES: Readonly<Record<QuestionType, Shape>> = {
  'player.verify': {
    player_id: text,
    name: text,
    attributes,
    'avatar_url?': text,
    'email?': text,
    'banned?': flag,
    'segments?': listOf(text),
    'country?': country,
    'custom_attributes?': object,
    'balances?': listOf(shaped({ sku: text, quantity: integer })),
  },
  'player.lookup': {
    status: check('"ok"', (value) => value === 'ok'),
    data: listOf(shaped({ name: text, 'avatar_url?': text, player: object })),
  },
  'store.get': {
    items: listOf(
      shaped({
        sku: text,
        'start_at?': number,
        'end_at?': number,
        'name?': text,
        'description?': text,
        'price?': amount,
        'currency?': text,
      }),
    ),
  },
};

const VALUES: Readonly<Record<QuestionType, (answer: AnswerObject) => unknown>> = {
  'player.verify': (answer) => answer,
  'player.lookup': (answer) => answer['data'],
  'store.get': (answer) => answer['items'],
};
