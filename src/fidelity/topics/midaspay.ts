import type { Topic } from '../rule.ts';

export const MIDASPAY: Topic = {
  name: 'MidasPay',
  rules: [
    {
      id: 'midaspay.notification-types',
      standing: 'documented',
      rule: 'One notification type with an enumeration: `OrderPaid`, `OrderCancelled` or `Unknown`; here `Unknown` is never sent. It is a POST of `application/json; charset=utf-8`.',
      source: 'MidasPay, HandleWebhook',
    },
    {
      id: 'midaspay.body',
      standing: 'documented',
      rule: 'The body has `items`, `order`, `user` and `billing` with settings, purchase, transaction and payment details. All money is a decimal string in major units.',
      source: 'MidasPay, HandleWebhook',
    },
    {
      id: 'midaspay.nesting',
      standing: 'our reading',
      rule: '`net_amount`, `vat_amount` and `discount` stand beside `payment` in `payment_details`, and `custom_parameters` at the top. Without a discount the object is absent.',
    },
    {
      id: 'midaspay.deduplication',
      standing: 'our reading',
      rule: 'There is no event id, no test flag and no partial refund. `order.id` and `notification_type` together identify a notification.',
    },
    {
      id: 'midaspay.acceptance',
      standing: 'documented',
      rule: 'Accepted means HTTP 2xx and `{"processed": true}`. Another status, `processed: false`, a body that is not JSON and a timeout are failures and are retried.',
      source: 'MidasPay, HandleWebhook',
    },
    {
      id: 'midaspay.processed-is-boolean',
      standing: 'our reading',
      rule: 'An absent `processed`, and one that is not the boolean true, is a failure.',
    },
    {
      id: 'midaspay.headers',
      standing: 'documented',
      rule: 'A request has `Authorization` with the scheme TXGW-SHA256-RSA2048, `Txgw-Timestamp` (Unix seconds), `Txgw-Nonce`, `Txgw-Signature` (base64) and `Txgw-Serial` (40 hexadecimal digits).',
      source: 'MidasPay, signatures of requests',
    },
    {
      id: 'midaspay.authorization',
      standing: 'our reading',
      rule: 'After `auth_id` and `auth_id_type`, `Authorization` repeats timestamp, nonce, serial and signature.',
    },
    {
      id: 'midaspay.signature',
      standing: 'of the sister platform',
      rule: 'The signature is RSA PKCS#1 v1.5 with SHA-256 over `timestamp\\nnonce\\nbody\\n`; the last newline counts.',
      source: 'Midasbuy, signatures of notifications',
    },
    {
      id: 'midaspay.fresh-signature',
      standing: 'our reading',
      rule: 'Each attempt has a new timestamp and nonce; the bytes of the body never change.',
    },
    {
      id: 'midaspay.key-pair',
      standing: 'our reading',
      rule: 'The RSA key of 2048 bits and its self-signed certificate are made at the first use and kept with the state, through a reset too. `GET /_emulator/midaspay/certificate` returns them.',
    },
    {
      id: 'midaspay.retries',
      standing: 'of the sister platform',
      rule: 'Retries follow after 1 s, 1 min, 10 min, 30 min, 1 h, 6 h, 12 h, 24 h and 168 h. The schedule of MidasPay itself is not public.',
      source: 'Midasbuy, retries of notifications',
      setting: '--midaspay-retry-schedule',
    },
    {
      id: 'midaspay.https',
      standing: 'documented',
      rule: 'Notifications go to HTTPS URLs only. Here plain HTTP to the loopback interface is allowed too, unless strict HTTPS is on.',
      source: 'MidasPay, HandleWebhook',
      setting: '--strict-https',
    },
    {
      id: 'midaspay.endpoint',
      standing: 'our reading',
      rule: 'Without a `webhook_url` of the token, notifications go to the URL of a setting. Without either nothing is sent, and the order page of the dashboard says so.',
      setting: '--midaspay-webhook',
    },
    {
      id: 'midaspay.token',
      standing: 'documented',
      rule: '`POST /v1/mor/token/create` answers `{token, redirect_url}`. `user.id`, `settings.project_id`, `settings.external_id`, the currency and amount of the checkout and the SKU of each item are required; amounts are decimal strings.',
      source: 'MidasPay, token/create',
    },
    {
      id: 'midaspay.token-errors',
      standing: 'documented',
      rule: 'An error is `{name, message, debug_id, details, causes}`.',
      source: 'MidasPay, token/create',
    },
    {
      id: 'midaspay.error-details',
      standing: 'our reading',
      rule: 'Each of `details` has `field`, `issue` and `message`; `causes` is empty. Invalid requests are 400, unknown paths 404, other methods 405, bodies of more than 1 MiB 413.',
    },
    {
      id: 'midaspay.amounts',
      standing: 'our reading',
      rule: '`items[].amount` is the price of one unit, "0" without a price, and items need not add up to the amount. Fewer digits than the currency has are completed, more are refused, negative amounts too.',
    },
    {
      id: 'midaspay.limits',
      standing: 'our reading',
      rule: 'A token has 1 to 1,000 items; ids have at most 255 characters, names 1,000, URLs 2,048, and `custom_parameters` 16,384 as JSON.',
    },
    {
      id: 'midaspay.game',
      standing: 'our reading',
      rule: 'A `project_id` that is the id of a game selects that game, any other the sandbox game. Each call makes a new order, also with an `external_id` that was used before.',
    },
    {
      id: 'midaspay.own-orders',
      standing: 'our reading',
      rule: "The S2S API does not know MidasPay's orders: reading, expiring or refunding one answers 404, and the list of payments leaves theirs out. The control API and the dashboard have the orders of every platform.",
    },
    {
      id: 'midaspay.checkout',
      standing: 'our reading',
      rule: 'No test cards and no self-serve sandbox exist. The page behind `redirect_url` is the checkout page with its test cards, in the language and the currency of the request.',
    },
    {
      id: 'midaspay.decline-is-silent',
      standing: 'our reading',
      rule: 'A declined, abandoned or expired payment sends nothing: the enumeration has no failure.',
    },
    {
      id: 'midaspay.cancellation',
      standing: 'our reading',
      rule: 'A refund, a lost dispute and a chargeback send `OrderCancelled` for the full amount, with the ids of order and transaction of its `OrderPaid`. It does not wait until `OrderPaid` was accepted.',
    },
    {
      id: 'midaspay.ids',
      standing: 'our reading',
      rule: '`transaction.id` is the id of the payment, `transaction.external_id` the `external_id` of the settings, `invoice_id` the receipt number. `user.email` is empty when neither the token nor the player gave one.',
    },
    {
      id: 'midaspay.request-signature',
      standing: 'documented',
      rule: 'API requests are signed over `METHOD\\nURL\\ntimestamp\\nnonce\\nbody\\n`, and a wrong signature is 401. Here the signature is checked only with the public key of a setting, and the message of the 401 names the mistake.',
      source: 'MidasPay, signatures of requests',
      setting: '--midaspay-merchant-key',
    },
    {
      id: 'midaspay.request-url',
      standing: 'our reading',
      rule: 'The URL of that text is the path with its query; the whole URL is accepted too. `auth_id` is not checked.',
    },
  ],
};
