import * as z from 'zod';
import { operation } from '../api/operation.ts';
import { booleanParameter } from '../api/parameters.ts';
import { exportGame } from '../game-file/export.ts';
import { GAME_FILE_LIMIT, gameFileSchema, type GameFile } from '../game-file/schema.ts';
import { importAsNew, importInto } from '../game-file/transfer.ts';
import { createdGame, createdGameSchema } from './games.ts';

const NOT_HALF = 'All of the file is validated first, and applied in one transaction.';

/** Described without a name of its own, because what is written may leave out what has a default. */
const exportedSchema = z.lazy(() => gameFileSchema);

export const gameFileOperations = [
  operation({
    id: 'export_game',
    method: 'GET',
    path: '/export',
    summary: 'Export the game as one file: everything that makes it, without players, orders and keys.',
    description:
      'The file makes such a game by POST /_emulator/games/import, by POST /_emulator/import, and at a start with --seed.',
    query: z.strictObject({
      secrets: booleanParameter
        .default(false)
        .describe('Whether the file has the secrets of webhooks. Without them, an import makes new ones.'),
    }),
    response: { 200: exportedSchema },
    run: ({ app, game, query }) => exportGame(app.domain.store.tables, game, query.secrets) as GameFile,
  }),
  operation({
    id: 'import_as_new_game',
    method: 'POST',
    path: '/games/import',
    summary: 'Create a game from a file that the export made.',
    description: `${NOT_HALF} A reset puts the game back to the file. A name that is taken gets a number, unless the query gives it.`,
    query: z.strictObject({ name: z.string().min(1).max(100).optional() }),
    bodyLimit: GAME_FILE_LIMIT,
    body: gameFileSchema,
    response: { 201: createdGameSchema },
    errors: { 409: 'Another created game has the name that the query gives.' },
    run: ({ app, query, body, base }) => {
      const game = importAsNew(app, body, query.name);
      const [webhook] = app.domain.store.tables.webhooks.by('game', game.id);
      return createdGame(game, webhook ?? null, base);
    },
  }),
  operation({
    id: 'import_into_game',
    method: 'POST',
    path: '/import',
    summary: 'Put the game of a file in the place of this one. Its orders, players and webhooks are deleted.',
    description: `${NOT_HALF} The game keeps its id and its key. No event is sent.`,
    bodyLimit: GAME_FILE_LIMIT,
    body: gameFileSchema,
    response: {
      200: z.lazy(() => z.object({ game_id: z.string(), name: z.string() }).meta({ id: 'ImportedGame' })),
    },
    run: ({ app, game, body }) => {
      const { id, name } = importInto(app, game, body);
      return { game_id: id, name };
    },
  }),
];
