import type { Request, Response } from 'express';
import * as z from 'zod';
import { applyCoupon, removeCoupon } from '../../domain/orders/order-coupons.ts';
import type { AppContext } from '../server/app-context.ts';
import { orderAt } from './found-order.ts';

const text = z.string().trim().max(500).catch('');
const couponFormSchema = z.object({ coupon_code: text, remove: text });

export function readCouponForm(body: unknown): { readonly code: string; readonly remove: boolean } {
  const { coupon_code: code, remove } = couponFormSchema.parse(body ?? {});
  return { code, remove: remove !== '' };
}

/** The player puts a coupon on the order, or takes it off. */
export function changeCoupon({ domain }: AppContext) {
  return (req: Request, res: Response): void => {
    const { game, order } = orderAt(domain, req);
    const { code, remove } = readCouponForm(req.body);
    if (remove) removeCoupon(domain, game, order.id);
    else applyCoupon(domain, game, order.id, code);
    res.redirect(303, `/order/${order.id}`);
  };
}
