import type { Environment } from '../../domain/games/games.ts';
import type { Game } from '../../domain/model/game.ts';

/** The checkout page of an order. */
export function orderPath(orderId: string): string {
  return `/order/${orderId}`;
}

/** The page on which the players of a game redeem their codes; each game has its own. */
export function redeemPath({ id, sandbox, declared }: GamePlace): string {
  if (declared !== null) return `/redeem/games/${id}`;
  return sandbox ? '/redeem' : '/redeem/live';
}

/** The hub of a game, where its players log in. */
export function hubPath({ id, sandbox, declared }: GamePlace): string {
  if (declared !== null) return `/hub/${id}`;
  return sandbox ? '/hub/sandbox' : '/hub/live';
}

/** Where the dashboard shows a delivery. */
export function dashboardDeliveryPath(game: GamePlace, deliveryId: string): string {
  return `${dashboardGamePath(game)}/deliveries/${deliveryId}`;
}

/** What a link to the pages of a game needs to know of it. */
type GamePlace = Pick<Game, 'id' | 'sandbox' | 'declared'>;

/** What the dashboard's links about a game begin with. */
export function dashboardGamePath({ id, sandbox, declared }: GamePlace): string {
  return declared === null ? dashboardPath(sandbox ? 'sandbox' : 'live') : `/dashboard/games/${id}`;
}

/** What the dashboard's links inside an environment begin with. */
export function dashboardPath(environment: Environment): string {
  return `/dashboard/${environment}`;
}

/** Where the dashboard shows an order, whichever environment it belongs to. */
export function dashboardOrderPath(orderId: string): string {
  return `/dashboard/orders/${orderId}`;
}
