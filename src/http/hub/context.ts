import type { Game } from '../../domain/model/game.ts';
import { pagesOf, type PageContext } from '../pages/page.ts';
import type { HubProblem } from './verification.ts';

/** What the pages of a game's hub work with. */
export interface HubContext extends PageContext {
  readonly game: Game;
}

/** What a page of the hub shows. */
export interface HubView {
  readonly problem?: HubProblem;
  readonly playerId?: string;
  readonly accountId?: string;
  readonly characters?: readonly object[];
  /** The player who is logged in, with what the game offers. */
  readonly home?: object;
}

export const hubPage = pagesOf<HubContext, HubView>();
