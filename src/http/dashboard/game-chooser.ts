import { dashboardPath } from '../server/page-paths.ts';
import type { DashboardContext } from './context.ts';

/**
 * The header's links to the same section of other games: the two that every emulator has and the one that is shown; and
 * where to find the others.
 *
 * @param path of the section, below the root of a game
 */
export function gameChooser({ root, tables, game }: DashboardContext, path: string) {
  const created = tables.games.size - 2;
  const choices = [
    {
      label: 'Sandbox',
      href: dashboardPath('sandbox') + path,
      isCurrent: game.declared === null && game.sandbox,
    },
    { label: 'Live', href: dashboardPath('live') + path, isCurrent: game.declared === null && !game.sandbox },
  ];
  if (game.declared !== null) choices.push({ label: game.name, href: root + path, isCurrent: true });
  const current = choices.find(({ isCurrent }) => isCurrent)?.label ?? game.name;
  return {
    environments: choices,
    games: created > 0 ? { href: `${root}/games`, count: created + 2, current } : null,
  };
}
