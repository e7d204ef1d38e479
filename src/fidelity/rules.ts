import { CATALOGUE_TOPICS } from './catalogue-rules.ts';
import { LATER_LIFE, PAGE_READINGS } from './later-life-rules.ts';
import { PLAYER_TOPICS } from './player-rules.ts';
import type { Entry, Topic } from './topic.ts';

/** How sure it is that the real platform does the same. */
export type Standing = 'documented' | 'specification' | 'our reading';

/** One rule that the emulator follows, in words for its users. */
export interface Rule {
  readonly topic: string;
  readonly rule: string;
  readonly standing: Standing;
  /** What changes the rule, where something does: a flag or a page. */
  readonly setting: string | null;
}

const TOPICS: readonly Topic[] = [
  {
    topic: 'Requests and errors',
    documented: [
      'Sandbox and live have keys and data of their own; webhook bodies say which of the two with `sandbox`.',
    ],
    specification: [
      'The key is sent as Bearer token, or as Basic user name with an empty password; without a right one: 401.',
      'An error is `{"detail": text}`; 422 has a list of `loc`, `msg` and `type`, everything that is wrong at once.',
      [
        'More than 1,000 requests a minute and game are answered with 429 (here only when switched on).',
        '--rate-limit',
      ],
      'A field of an answer that is not set is absent, not null, unless the specification calls it nullable.',
      '`limit` and `offset` have the defaults of each operation; the specification bounds neither.',
    ],
    reading: [
      'Malformed JSON is 422 with the offset of the mistake in characters, type `json_invalid`, as FastAPI answers.',
      'Words and types of 422 are those of FastAPI with pydantic 2, with a step for the branch of a union in `loc`.',
      'A value of another JSON type than the published one is refused, also where pydantic would convert it ("5" for 5).',
      'A query parameter is read as pydantic reads it: `yes` is a boolean, `+5` an integer; the last of several counts.',
      'Errors of the schema come first, all at once; only then are those told that need the stored data to be found.',
      'A wrong content type is refused with 422, a missing one is taken as JSON.',
      'A body of more than 1 MiB is 413, a compressed one 415, one that is no UTF-8 or nested deeper than 500 is 400.',
      'Half a surrogate pair or a NUL in a text is 422; NaN and Infinity are no JSON; a byte order mark is skipped.',
      'An integer beyond 2^53 - 1 is 422 with `int_parsing_size`, except where a published bound lies higher.',
      'Of duplicate keys the last counts; a key named `__proto__` is dropped.',
      'Unknown request fields are accepted and ignored; the API log names them.',
      'A published operation that is not served is 501; an unknown path is 404 and names the nearest published one.',
      'Another method on a published path is 405 with `Allow`; a slash at the end of a path makes no difference.',
      'A duplicate SKU, coupon code or locale is 409.',
      'A negative `limit` or `offset` counts as zero.',
    ],
  },
  {
    topic: 'Ids and money',
    documented: [
      'Ids are a prefix and base-62 characters, as long as in the published examples; `request_id` is a UUID.',
      'Amounts are integers in minor units of their currency; `price_decimal` is in major units.',
      '`quantity` is how much of the thing one purchase grants; it does not multiply the price.',
    ],
    reading: [
      'The id and the secret of a webhook have prefixes of our choice.',
      "Minor digits are those of ISO 4217 as the platform's Intl data knows them; what it does not know (RP, VC) has 2.",
      'A `price_decimal` finer than the minor unit is rounded half up; `currency_minor_unit` is the number of digits.',
      'Catalogue prices are taken as given; they are not rounded to a price point.',
      '`discount_percent` lowers `amount`, rounded half up; `amount_before_discount` keeps the sum before it.',
      'US dollar figures come from a fixed table of exchange rates.',
      ['Fees are percentages of the amount.', '--payment-fee, --aghanim-fee, --tax'],
    ],
  },
  {
    topic: 'Orders',
    documented: [
      'An order needs `player_id` and at least one item with a `sku`; the answer has its id and its checkout URL.',
      'An unknown SKU with a name and a price on the order is accepted; player and item then exist.',
      'A known SKU alone takes name, price and currency from the catalogue.',
      [
        'An order can be paid for 24 hours (the specification says 3 days); `expires_at` of the request wins.',
        '--order-ttl',
      ],
      'A refund gives back the full amount of a paid order.',
    ],
    specification: [
      "`price_decimal` of an order is the price of the whole order and overrides the items' prices.",
      '`{order_id}` in the links back to game and store is replaced.',
      'Expiring an order sets its `expires_at` to now; its status stays.',
      ["Without `country` the player's address decides; locally a setting does.", '--default-country'],
      'Only `handled_by_client` of an order can be changed. There is no list of orders; payments can be listed.',
    ],
    reading: [
      'An unknown SKU without a price is 422; the answer names the SKU and what to do.',
      'Links with any scheme are accepted but javascript, data and vbscript, which are 422.',
      'Only an order that is created or reattempted can be expired; else 409. No event tells of an expiry.',
      'A second refund, or one of an order that is not paid, is 409.',
      '`country_locked` without a country locks to the first country that is chosen.',
      'A fresh emulator holds the SKUs of the guides, so that their first requests work at once.',
    ],
  },
  {
    topic: 'Payments and their outcomes',
    documented: [
      'An attempt locks its order: two never run at once, the second is refused.',
      'The sandbox takes the published test cards, each with its outcome, and no other.',
      'An automatic refund after a declined `item.add` is a setting of the game.',
      'Events of one transaction share `transaction_id`.',
    ],
    specification: ['The states of payments and orders are those of the published enums.'],
    reading: [
      'A captured order becomes paid when the payment is done, reattempted when it is declined, failed or abandoned.',
      'A refunded order passes through refund_requested; a disputed one becomes paid again when won, canceled when lost.',
      "Granting is apart from the order's status: pending, then granted, declined or failed.",
      'Which events each change emits follows the published event names; a chargeback may come without a dispute.',
      'A zero total is paid by one button, without a card.',
      'An order of system items only sends no `item.add` and counts as granted.',
      "`item.remove` waits until the order's `item.add` has a final outcome; what was never granted is not removed.",
      'Each payment, refund and dispute step is a transaction of its own.',
      'With several webhooks: declined as soon as one declines, granted when all have accepted.',
      [
        'Disputes and fraud reports of the special cards follow the payment after a delay, also of one that was held and resolved as succeeded.',
        '--dispute-delay',
      ],
      'A card that is no test card is refused as such; its number is kept nowhere.',
      "A receipt goes to the player's email; the emulator shows it and sends no mail.",
    ],
  },
  {
    topic: 'Webhook requests',
    documented: [
      'Signature: hex HMAC-SHA256 of timestamp, dot and raw body, with the timestamp in a header of its own.',
      'All events have one envelope; `event_id` and `idempotency_key` are the same over all attempts.',
      '`context.player` is sent only to webhooks with `player_context_enabled`.',
      'Items of `item.add` and `item.remove` stand in `items`; `item_id` and `sku` of the first are sent too.',
      'Test events have the trigger `test`.',
    ],
    specification: [
      'The secret belongs to the webhook, although samples of the guides sign with the S2S key.',
      '`order.*` and `payment.*` subscribe to the whole family. System items are left out of webhooks.',
    ],
    reading: [
      "Each attempt is signed afresh with its own timestamp; the body's bytes never change between attempts.",
      'One event keeps its `event_id` and `idempotency_key` for all webhooks, attempts and resends; the key of `player.verify` is null.',
      'The `event_data` of `payment.*` has the fields of a payment as the API reads it.',
      "A nested item's quantity is its count in the bundle times the item's own quantity.",
      'A webhook with method GET gets its requests as GET, body included.',
    ],
  },
  {
    topic: 'Answers to webhooks and retries',
    documented: [
      '2xx is success; everything else is retried.',
      "400 with status `error` and code `declined` for `item.add` is the game's final refusal; other codes never refund.",
    ],
    reading: [
      'Redirects are failures and are never followed.',
      "A near miss of the documented refusal is a plain failure; the attempt's hint says what was expected.",
      'Without automatic refunds a declined order stays paid, and the dashboard says so.',
      'Codes other than `declined` are retried like every failure.',
      [
        'The schedule of retries is not public: 1, 2, 5, 10, 30 and 60 s, or another list.',
        '--retry-schedule',
      ],
      ['An attempt may take 10 s.', '--attempt-timeout'],
      'The status decides once the answer is complete or 64 KiB of it have been read.',
      'Hints for 401 and 403 name the common mistake that would explain them; they change no outcome.',
    ],
  },
  {
    topic: 'Webhook management',
    documented: [
      ['Webhook URLs are https (here http is accepted too, unless told otherwise).', '--strict-https'],
    ],
    specification: [
      'Creating, revealing and renewing the secret show it; all other answers show only its end.',
    ],
    reading: [
      '`batch_mode` is kept with the webhook but not acted on: events are sent one by one, never as `batch.ready`.',
      'A new secret takes effect at once; the old one is not accepted beside it.',
      'A webhook URL must begin with http:// or https://.',
    ],
  },
  {
    topic: 'Checkout page',
    documented: [
      'Any future expiry, any CVV of the right length and any postal code are accepted.',
      "After success the page waits for the game's 2xx on `item.add` before it leads back.",
    ],
    specification: ['`redirect_settings` and `ui_settings` decide where the page leads and how it looks.'],
    reading: ["Item pictures may come from anywhere; they are the page's only requests to other places."],
  },
  PAGE_READINGS,
  ...CATALOGUE_TOPICS,
  ...PLAYER_TOPICS,
  LATER_LIFE,
];

export const TOPIC_NAMES: readonly string[] = TOPICS.map(({ topic }) => topic);

/** Every rule, in the order of its topic. */
export const RULES: readonly Rule[] = TOPICS.flatMap(({ topic, documented, specification, reading }) => [
  ...ruled(topic, 'documented', documented),
  ...ruled(topic, 'specification', specification),
  ...ruled(topic, 'our reading', reading),
]);

function ruled(topic: string, standing: Standing, entries: readonly Entry[] = []): readonly Rule[] {
  return entries.map((entry) => {
    const [rule, setting] = typeof entry === 'string' ? [entry, null] : entry;
    return { topic, rule, standing, setting };
  });
}
