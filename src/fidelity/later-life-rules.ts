import type { Topic } from './topic.ts';

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
