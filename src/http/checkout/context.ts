import { NotFound } from '../../domain/model/errors.ts';
import type { Game } from '../../domain/model/game.ts';
import { lookOf } from '../pages/look.ts';
import { orderPath } from '../server/page-paths.ts';
import { pageFor, pagesOf, type PageContext, type Section } from '../pages/page.ts';
import { languageOf, type Language } from './language.ts';
import { progressOf, statusOf, type OrderProgress } from './state.ts';

/** What the pages of an order work with. */
export interface CheckoutContext extends PageContext, OrderProgress {
  readonly game: Game;
  readonly language: Language;
}

interface CheckoutView {
  readonly view: string;
  readonly title: string;
  /** For a browser without JavaScript: the seconds after which it asks again, and where; `null` for never. */
  readonly refresh: string | null;
  readonly model: object;
}

export const checkoutPage = pagesOf<CheckoutContext, CheckoutView>();

/** The hosted checkout of one order. */
export const checkout: Section<CheckoutContext, CheckoutView> = {
  /**
   * Order ids are unguessable and unique over all games, so everybody who knows one may see its page.
   *
   * @throws NotFound
   */
  context(asked, { id = '' }) {
    const order = asked.tables.orders.get(id);
    const game = order && asked.tables.games.get(order.gameId);
    if (!game) throw new NotFound(`There is no order ${JSON.stringify(id)}.`);
    const page = pageFor(asked, game);
    const language = languageOf(order.locale, page.preferredLanguage);
    return { ...page, ...progressOf(page.domain, order), game, language };
  },
  layout(context, { view, title, refresh, model }) {
    const { order, language, game, state } = context;
    const shared = {
      t: language.texts,
      lang: language.lang,
      theme: order.uiSettings?.mode ?? 'auto',
      path: orderPath(order.id),
      state,
      version: statusOf(context).version,
      live: state !== 'expired',
      title: `${title} · ${game.name}`,
      look: lookOf(game),
      refresh,
    };
    return { view: `checkout/${view}`, model: { ...shared, ...model } };
  },
};
