import type { Topic } from './topic.ts';

/** What the page does where neither the guides nor the specification say. */
export const PAGE_READINGS: Topic = {
  topic: 'Checkout page, in detail',
  reading: [
    "Without a locale on the order the browser's language is used, else English; locales without texts of their own show English ones with their numbers and dates.",
    'An empty `payment_methods_enabled` allows everything; a list without `card` leaves nothing to pay with (409). Live offers cards only too.',
    "The saved card of a live game is the one of the player's last payment that still stands; neither consent nor CVV is asked for.",
    'The coupon field shows only when `coupons_enabled` is true.',
    'The automatic redirect happens once in a browser tab, when the order is done; coming back does not redirect again.',
    'Every order that is not free requires email, postal code and country; a card is valid to the end of its month in UTC.',
    'Links of the page need a scheme; besides javascript, data and vbscript it leaves out blob, file, filesystem and about.',
    "The response code is shown to the player beneath the words of a decline; dates are in the server's time zone, which is named.",
  ],
};

/** What a tester can make happen, and what follows. */
export const LATER_LIFE: Topic = {
  topic: 'After the payment, and the control API',
  reading: [
    'The trigger of `order.*`, `payment.*` and `fraud.reported` events is null; only item and coupon events name one.',
    'An order without a webhook for `item.add` has granting `none`; it counts as paid and not received.',
    'What was granted stays granted, whatever a later resend brings; a declined or failed grant can still be accepted by a resend, and then a removal that waited is sent.',
    'A webhook that is deleted or disabled has its pending deliveries canceled; a canceled `item.add` counts as failed.',
    'A resend starts the retry schedule anew; it is refused (409) while an attempt is in flight.',
    'Retry-After on 429 and 503 can only lengthen a delay, to at most an hour.',
    '`abandon` of an order that nobody began to pay begins a payment first: `payment.pending`, then `payment.abandoned`.',
    "Resolving a payment that waits for 3-D Secure counts as the bank's answer; `declined` otherwise means code 16.",
    'The reason of a dispute is kept on the payment and travels in no event.',
    'A refund on a page carries no `request_id`; one asked for by a call does.',
    'Test events go to any enabled webhook, subscribed or not, once and without retries; bodies of event types whose fields are not published are plausible guesses.',
    [
      'Only the newest 10,000 events are kept with their deliveries, once nothing of them is pending; orders and payments are all kept.',
      '--keep-events',
    ],
    ['A tax is part of the price, never added to it.', '--tax'],
  ],
};
