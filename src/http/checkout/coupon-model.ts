import type { Scene } from './page.ts';
import type { TextKey } from './texts/en.ts';

/** A code that can't be used, and the type of its fault. */
export interface RefusedCoupon {
  readonly code: string;
  readonly fault: string;
}

/** Aghanim's three answers to a player whose coupon doesn't work. */
const ANSWERS: Readonly<Partial<Record<string, TextKey>>> = {
  coupon_not_found: 'coupon_not_found',
  coupon_already_used: 'coupon_used',
};

/** The coupon field, on orders that take coupons and can still be paid. */
export function couponModel({ order, standing, language }: Scene, refused: RefusedCoupon | null) {
  if (order.couponsEnabled !== true || standing.state !== 'payable') return null;
  return {
    code: refused?.code ?? '',
    error: refused && language.texts[ANSWERS[refused.fault] ?? 'coupon_unusable'],
    applied: order.coupon?.code ?? null,
  };
}
