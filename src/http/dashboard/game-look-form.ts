import * as z from 'zod';
import { changeLook } from '../../domain/games/games.ts';
import { dashboardPage } from './context.ts';
import { LOOK_FORM_LIMIT, lookIn } from './game-look.ts';
import { redirectTo } from './layout.ts';
import { settingsPage } from './settings.ts';

/** Changes what people see of the game. */
export const saveLook = dashboardPage({
  method: 'POST',
  path: '/settings/look',
  form: z.object({ game_name: z.string(), color: z.string(), logo: z.string() }),
  formLimit: LOOK_FORM_LIMIT,
  again: settingsPage,
  run: ({ domain, game, root }, { form }) => {
    changeLook(domain, game, lookIn(form));
    return redirectTo(`${root}/settings`, 'look-saved');
  },
});
