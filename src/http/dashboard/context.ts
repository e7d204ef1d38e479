import type { Environment } from '../../domain/games/games.ts';
import type { Game } from '../../domain/model/game.ts';
import { pagesOf, type PageContext } from '../pages/page.ts';

/** What the pages of one game work with. */
export interface DashboardContext extends PageContext {
  /** That of a created game is the sandbox. */
  readonly environment: Environment;
  readonly game: Game;
  /** What every link about this game begins with. */
  readonly root: string;
}

/** The S2S key of the game whose pages these are. */
export function keyOf({ app, game }: Pick<DashboardContext, 'app' | 'game'>): string {
  return game.key ?? (game.sandbox ? app.config.sandboxKey : app.config.liveKey);
}

/** What a page shows, before the dashboard's header and footer are put around it. */
export interface DashboardView {
  /** One of `views/dashboard/pages`. */
  readonly view: string;
  readonly title: string;
  readonly section: SectionName;
  /** Changes when what a message says after an action may no longer be true. */
  readonly state?: string;
  readonly model: object;
}

export const dashboardPage = pagesOf<DashboardContext, DashboardView>();

export type SectionName =
  | 'transactions'
  | 'players'
  | 'events'
  | 'webhooks'
  | 'deliveries'
  | 'requests'
  | 'catalogue'
  | 'coupons'
  | 'subscriptions'
  | 'settings'
  | 'fidelity'
  | 'games';
