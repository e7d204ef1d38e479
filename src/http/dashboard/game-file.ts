import { formatRetrySchedule } from '../../domain/model/retry-schedule.ts';
import { itemCreateSchema } from '../s2s/items/item-schemas.ts';
import { catalogueItemRead } from '../s2s/items/item-wire.ts';
import { restoreDeclared } from '../s2s/declared.ts';
import { type DashboardContext, dashboardPage } from './context.ts';
import { redirectTo } from './layout.ts';
import { settingsPage } from './settings.ts';

/** Puts the game back to its first start, as the control API does. */
export const resetGame = dashboardPage({
  method: 'POST',
  path: '/settings/reset',
  again: settingsPage,
  run: ({ app, game, root }) => {
    app.reset(game);
    restoreDeclared(app, game);
    app.faults.clear(game.id);
    return redirectTo(`${root}/settings`, 'game-reset');
  },
});

/** The game as one file, which is the body of a request that creates such a game. */
export const exportGame = dashboardPage({
  method: 'GET',
  path: '/settings/export',
  run: (context) => ({ json: gameFile(context) }),
});

function gameFile({ tables, game }: DashboardContext) {
  const [webhook] = tables.webhooks.by('game', game.id);
  const items = tables.items.by('game', game.id).flatMap((item) => {
    // What only reading shows, such as ids and prices in other units, is no part of a new item.
    const { success, data } = itemCreateSchema.safeParse({
      ...catalogueItemRead(tables, item),
      nested_items: undefined,
      categories: undefined,
    });
    return success ? [data] : [];
  });
  return {
    name: `Copy of ${game.name}`,
    ...(webhook && {
      webhook: { url: webhook.url, events: webhook.events, secret: webhook.secret },
    }),
    items,
    settings: {
      auto_refund: game.autoRefund,
      retry_schedule: game.retrySchedule && formatRetrySchedule(game.retrySchedule),
    },
  };
}
