import { z } from 'zod';
import { redeemCoupon } from '../../domain/coupon-redeem.ts';
import { seconds } from '../../domain/bodies/time.ts';
import { parse } from '../validation.ts';
import type { ControlCall } from './handler.ts';

const redeemBody = z.strictObject({ player_id: z.string().min(1), code: z.string().min(1) });

/** Redeems a free-item code as the page at `/redeem` does. */
export function redeem({ deps, game, body }: ControlCall) {
  const asked = parse(redeemBody, body, 'body');
  const redemption = redeemCoupon(deps.world, game, { playerId: asked.player_id, code: asked.code });
  return {
    redemption_id: redemption.id,
    player_id: redemption.playerId,
    code: redemption.code,
    redeemed_at: seconds(redemption.createdAt),
    items: redemption.itemNames,
  };
}
