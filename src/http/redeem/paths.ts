import type { Game } from '../../domain/model/game.ts';

/** Where the players of a game redeem their codes; there is one page for each environment. */
export function redeemPath({ sandbox }: Pick<Game, 'sandbox'>): string {
  return sandbox ? '/redeem' : '/redeem/live';
}
