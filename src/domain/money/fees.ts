import type { Order } from '../model/order.ts';
import { roundHalfUp, toUsdCents } from './money.ts';
import type { Rules } from '../model/context.ts';

/** The deductions from an order's amount, in US cents. */
export interface Fees {
  readonly payment_system_fee_usd: number;
  readonly aghanim_fee_usd: number;
  readonly taxes_usd: number;
}

/** The tax that is included in `amount`, in the same minor units. */
export function includedTax(amount: number, taxPercent: number): number {
  return roundHalfUp((amount * taxPercent) / (100 + taxPercent));
}

export function feesOf(order: Order, rules: Rules): Fees {
  const cents = toUsdCents(order.amount, order.currency);
  return {
    payment_system_fee_usd: roundHalfUp((cents * rules.paymentFeePercent) / 100),
    aghanim_fee_usd: roundHalfUp((cents * rules.aghanimFeePercent) / 100),
    taxes_usd: includedTax(cents, rules.taxPercent),
  };
}

/** The order's amount after fees and tax, in US cents. */
export function revenueUsd(order: Order, rules: Rules): number {
  const fees = feesOf(order, rules);
  const taken = fees.payment_system_fee_usd + fees.aghanim_fee_usd + fees.taxes_usd;
  return toUsdCents(order.amount, order.currency) - taken;
}
