import * as z from 'zod';
import { Conflict, Invalid, invalidField } from '../../domain/model/errors.ts';
import { parse } from '../api/validation.ts';
import { exportGame as gameFileOf } from '../game-file/export.ts';
import { GAME_FILE_LIMIT, gameFileSchema, type GameFile } from '../game-file/schema.ts';
import { importAsNew, importInto, restoreGame } from '../game-file/transfer.ts';
import { parseBody } from '../server/body.ts';
import { dashboardGamePath } from '../server/page-paths.ts';
import { HttpRefusal, InvalidRequest } from '../server/problems.ts';
import { dashboardPage } from './context.ts';
import { redirectTo } from './layout.ts';
import { settingsPage } from './settings.ts';

/** Puts the game back to its first start, as the control API does. */
export const resetGame = dashboardPage({
  method: 'POST',
  path: '/settings/reset',
  again: settingsPage,
  run: ({ app, game, root }) => {
    restoreGame(app, game);
    app.faults.clear(game.id);
    return redirectTo(`${root}/settings`, 'game-reset');
  },
});

/** The game as one file, which the form of the settings page and the control API import. */
export const exportGame = dashboardPage({
  method: 'GET',
  path: '/settings/export',
  query: z.object({ secrets: z.literal('true').optional().catch(undefined) }),
  run: ({ tables, game }, { query }) => ({
    json: gameFileOf(tables, game, query.secrets !== undefined),
    indented: true,
  }),
});

/** Makes a game of a file, or puts it in the place of this one. */
export const importGame = dashboardPage({
  method: 'POST',
  path: '/settings/import',
  form: z.object({ file: z.string().min(1), as: z.enum(['new', 'this']), name: z.string().max(100) }),
  formLimit: 3 * GAME_FILE_LIMIT.bytes,
  again: settingsPage,
  run: ({ app, game, root }, { form }) => {
    const file = readFile(form.file);
    const name = form.name === '' ? undefined : form.name;
    const imported = asFieldError(() =>
      form.as === 'new' ? importAsNew(app, file, name) : importInto(app, game, file),
    );
    const path = form.as === 'new' ? dashboardGamePath(imported) : root;
    return redirectTo(`${path}/settings`, form.as === 'new' ? 'game-made' : 'game-imported');
  },
});

/** @throws Invalid at the field `file`, naming the places in the file */
function readFile(text: string): GameFile {
  if (Buffer.byteLength(text) > GAME_FILE_LIMIT.bytes) {
    throw notAFile(`The file is larger than ${GAME_FILE_LIMIT.bytes} bytes.`);
  }
  return asFieldError(() =>
    parse(gameFileSchema, parseBody(text, 'application/json', GAME_FILE_LIMIT) ?? {}, 'file'),
  );
}

/** Every error of the file is one of the field that the file was put in. */
function asFieldError<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    const isOfFile =
      error instanceof Invalid ||
      error instanceof InvalidRequest ||
      error instanceof Conflict ||
      (error instanceof HttpRefusal && error.status === 400);
    throw isOfFile ? notAFile(error.message) : error;
  }
}

function notAFile(message: string): Invalid {
  return invalidField(['file'], 'invalid_json', message);
}
