import type { Fault, FaultCode } from '../../domain/model/errors.ts';
import type { Redemption } from '../../domain/model/coupon.ts';
import type { Game } from '../../domain/model/game.ts';
import { redeemPath } from './paths.ts';

/** What the player filled in. */
export interface RedeemForm {
  readonly player_id: string;
  readonly code: string;
}

export interface Problem {
  readonly heading: string;
  readonly detail: string;
}

const HEADINGS: Readonly<Partial<Record<FaultCode, string>>> = {
  coupon_not_found: 'There is no such code',
  coupon_already_used: 'This code has been used already',
  coupon_not_applicable: "This code can't be activated",
};

/** The refusal in a player's words, and in the emulator's own for the developer who looks on. */
export function problemOf({ code, message }: Fault): Problem {
  return { heading: HEADINGS[code] ?? 'Something is missing', detail: message };
}

interface Shown {
  readonly form: RedeemForm;
  readonly problem?: Problem;
  readonly redemption?: Redemption;
}

/** The view model of `redeem.ejs`. */
export function pageModel(game: Game, { form, problem, redemption }: Shown) {
  return {
    action: redeemPath(game),
    isLive: !game.sandbox,
    playerId: form.player_id,
    code: form.code,
    problem: problem ?? null,
    done: redemption
      ? { code: redemption.code, playerId: redemption.playerId, items: redemption.itemNames }
      : null,
  };
}
