import * as z from 'zod';
import { redeemCoupon } from '../../domain/orders/redeem-coupon.ts';
import { seconds } from '../../domain/wire/time.ts';
import { parse } from '../api/validation.ts';
import type { ControlRequest } from './handler.ts';

const redeemBody = z.strictObject({ player_id: z.string().min(1), code: z.string().min(1) });

/** Redeems a free-item code as the page at `/redeem` does. */
export function redeem({ app, game, body }: ControlRequest) {
  const asked = parse(redeemBody, body, 'body');
  const redemption = redeemCoupon(app.domain, game, { playerId: asked.player_id, code: asked.code });
  return {
    redemption_id: redemption.id,
    player_id: redemption.playerId,
    code: redemption.code,
    redeemed_at: seconds(redemption.createdAt),
    items: redemption.itemNames,
  };
}
