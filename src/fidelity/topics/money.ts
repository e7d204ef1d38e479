import type { Topic } from '../rule.ts';

export const IDS: Topic = {
  name: 'Ids',
  rules: [
    {
      id: 'ids.prefixes',
      standing: 'documented',
      rule: 'An id is a prefix and base-62 characters. A `request_id` is a UUID, a `receipt_number` consists of digits.',
      source: 'Webhook Overview, "Schema" (samples)',
    },
    {
      id: 'ids.lengths',
      standing: 'our reading',
      rule: 'Each kind of id has one length. Where the guides show a sample, the length follows it; real ids may differ.',
    },
    {
      id: 'ids.webhooks',
      standing: 'our reading',
      rule: 'The prefixes of webhook ids (`wh_`) and of webhook secrets (`whsec_`) are chosen by the emulator.',
    },
  ],
};

export const MONEY: Topic = {
  name: 'Money',
  rules: [
    {
      id: 'money.minor-units',
      standing: 'documented',
      rule: 'Amounts are integers in minor units of their currency; `price_decimal` is in major units.',
      source: 'Coupon Redeemed Webhook, "Request schema" (9499 and 94.99 USD)',
    },
    {
      id: 'money.quantity',
      standing: 'our reading',
      rule: '`quantity` is how much of the item one purchase grants. It does not multiply the price. (The sample of the guides sells 480,000 crystals for 9499.)',
    },
    {
      id: 'money.minor-digits',
      standing: 'our reading',
      rule: 'A currency has the minor digits of ISO 4217 that `Intl` gives. A currency that `Intl` does not know (RP, VC) has 2.',
    },
    {
      id: 'money.rounding',
      standing: 'our reading',
      rule: 'A `price_decimal` finer than the minor unit is rounded half up. `currency_minor_unit` is the number of minor digits.',
    },
    {
      id: 'money.no-price-points',
      standing: 'our reading',
      rule: 'Catalogue prices are used as given, without rounding to a price point.',
    },
    {
      id: 'money.discount-percent',
      standing: 'our reading',
      rule: '`discount_percent` of an order lowers `amount`, rounded half up. `amount_before_discount` is the sum without it.',
    },
    {
      id: 'money.exchange-rates',
      standing: 'our reading',
      rule: 'Amounts are converted, US dollar figures included, at a fixed table of exchange rates.',
    },
    {
      id: 'money.fees',
      standing: 'our reading',
      rule: 'Fees and taxes are percentages of the amount.',
      setting: '--payment-fee, --aghanim-fee, --tax',
    },
    {
      id: 'money.tax-included',
      standing: 'our reading',
      rule: 'Tax is part of the price and never added to it.',
      setting: '--tax',
    },
  ],
};
