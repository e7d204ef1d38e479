import * as z from 'zod';
import type { Game } from '../../domain/model/game.ts';
import type { ReadTables } from '../../domain/model/tables.ts';
import { dashboardGamePath } from '../server/page-paths.ts';
import { dashboardPage, keyOf } from './context.ts';
import { paginate } from './layout.ts';

/** Finds a game among hundreds: the newest first, by a part of name, id or key. */
export const gamesPage = dashboardPage({
  method: 'GET',
  path: '/games',
  query: z.object({ q: z.string().max(200).catch('') }),
  run: (context, { query: { q } }) => {
    const { tables, root, game: current } = context;
    const found = findGames(tables, q);
    const [only] = found;
    if (q !== '' && only && found.length === 1) return { redirect: dashboardGamePath(only) };
    const { shown, paginator } = paginate(context, '/games', found);
    return {
      view: 'games',
      title: 'Games',
      section: 'games',
      model: {
        action: `${root}/games`,
        q,
        rows: shown.map((game) => ({
          name: game.name,
          href: dashboardGamePath(game),
          id: game.id,
          key: keyOf({ app: context.app, game }),
          orders: tables.orders.count('game', game.id),
          failed: tables.deliveries.count('exhausted', game.id),
          isCurrent: game.id === current.id,
        })),
        paginator,
      },
    };
  },
});

function findGames(tables: Pick<ReadTables, 'games'>, q: string): readonly Game[] {
  const wanted = q.toLowerCase();
  return [...tables.games.all()]
    .filter(({ name, id, key }) => [name, id, key ?? ''].some((text) => text.toLowerCase().includes(wanted)))
    .reverse();
}
