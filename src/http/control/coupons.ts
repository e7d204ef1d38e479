import * as z from 'zod';
import { redeemCoupon } from '../../domain/coupons/redemptions.ts';
import { seconds } from '../../domain/wire/time.ts';
import { operation } from '../api/operation.ts';

const redemptionSchema = z.lazy(() =>
  z
    .object({
      redemption_id: z.string(),
      player_id: z.string(),
      code: z.string(),
      redeemed_at: z.int(),
      items: z.array(z.string()).describe('The names of the items that the player gets.'),
    })
    .meta({ id: 'Redemption' }),
);

export const couponOperations = [
  operation({
    id: 'redeem_coupon',
    method: 'POST',
    path: '/coupons/redeem',
    summary: 'Redeem a free-item code for a player, as the page at /redeem does.',
    body: z.strictObject({ player_id: z.string().min(1), code: z.string().min(1) }),
    response: { 200: redemptionSchema },
    run: ({ app, game, body }) => {
      const redemption = redeemCoupon(app.domain, game, body.player_id, body.code);
      return {
        redemption_id: redemption.id,
        player_id: redemption.playerId,
        code: redemption.code,
        redeemed_at: seconds(redemption.createdAt),
        items: redemption.itemNames,
      };
    },
  }),
];
