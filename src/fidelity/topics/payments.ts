import type { Topic } from '../rule.ts';

export const PAYMENTS: Topic = {
  name: 'Payments and their outcomes',
  rules: [
    {
      id: 'payments.one-attempt-at-a-time',
      standing: 'documented',
      rule: 'A payment locks its order: while it is under way, a second one is refused.',
      source: 'Payment and Order State Model, "Overview"',
    },
    {
      id: 'payments.test-cards',
      standing: 'documented',
      rule: 'The sandbox takes the published test cards, each with its outcome, and no others.',
      source: 'Checkout guides, test cards',
    },
    {
      id: 'payments.automatic-refund',
      standing: 'documented',
      rule: 'An order whose `item.add` the game declines is refunded automatically. In production Aghanim has to enable this for the game; here it is on unless switched off.',
      source: 'Automatic Payment Refunds, "Overview"',
      setting: '--auto-refund',
    },
    {
      id: 'payments.statuses',
      standing: 'specification',
      rule: 'Orders and payments have the published statuses and no others.',
      source: 'OrderStatus, PaymentStatus',
    },
    {
      id: 'payments.order-status',
      standing: 'our reading',
      rule: 'A captured order becomes paid when its payment is done, and reattempted when the payment is declined, rejected, canceled or voided, expires or is abandoned.',
    },
    {
      id: 'payments.undone-status',
      standing: 'our reading',
      rule: 'A refund leads through `refund_requested` to `refunded` at once. A disputed order becomes paid again when the dispute is won and canceled when it is lost.',
    },
    {
      id: 'payments.zero-total',
      standing: 'our reading',
      rule: 'An order with nothing to pay is paid by one button, without a card.',
    },
    {
      id: 'payments.follow-ups',
      standing: 'our reading',
      rule: 'Disputes and fraud reports of the special cards follow the payment after a delay, also when the payment was held and then succeeded.',
      setting: '--dispute-delay',
    },
    {
      id: 'payments.unknown-card',
      standing: 'our reading',
      rule: 'A card that is not a test card is refused as such, and its number is neither stored nor logged.',
    },
    {
      id: 'payments.receipt',
      standing: 'our reading',
      rule: 'The emulator sends no mail: it shows the receipt that would go to the email address of the player.',
    },
    {
      id: 'payments.abandon-before-paying',
      standing: 'our reading',
      rule: '`abandon`, `cancel` and `reject` of an order without a payment start one first: `payment.pending`, then `payment.abandoned`, `payment.canceled` or `payment.rejected`. `void` needs a payment in progress.',
    },
    {
      id: 'payments.fees-updated',
      standing: 'documented',
      rule: 'The event of a payment may be sent again after its fees were updated. Here that is a new event of the same type and transaction, with the percentages of the settings.',
      source: 'Payment Webhooks, "Handling Duplicate Payment Events"',
    },
    {
      id: 'payments.receipt-numbers',
      standing: 'our reading',
      rule: 'The first payment of an order has the `receipt_number` of the order, each further one a number of its own.',
    },
    {
      id: 'payments.resolve-3ds',
      standing: 'our reading',
      rule: 'Resolving a payment that waits for 3-D Secure counts as the answer of the bank. Declining any other held payment gives code 16.',
    },
    {
      id: 'payments.dispute-reason',
      standing: 'our reading',
      rule: 'The reason of a dispute is kept with the payment and sent in no event.',
    },
    {
      id: 'payments.list',
      standing: 'our reading',
      rule: 'Payments are listed newest first. Ranges include both ends. An unknown status finds nothing.',
    },
  ],
};
