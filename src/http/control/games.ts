import * as z from 'zod';
import { createGame } from '../../domain/games/test-games.ts';
import { inTransaction } from '../../domain/model/context.ts';
import { within } from '../../domain/model/errors.ts';
import { EVENT_TYPES } from '../../domain/model/event.ts';
import type { Game } from '../../domain/model/game.ts';
import { keepDrawn } from '../../domain/model/sequence-ids.ts';
import type { Webhook } from '../../domain/model/webhook.ts';
import { createWebhook } from '../../domain/webhooks/webhooks.ts';
import { operation } from '../api/operation.ts';
import { boundedPageParameters, listOf, listPage } from '../api/pagination.ts';
import { parse } from '../api/validation.ts';
import { itemCreateSchema } from '../s2s/items/item-schemas.ts';
import { appFor, type AppContext } from '../server/app-context.ts';
import { dashboardGamePath } from '../server/page-paths.ts';
import { removeGame } from '../server/remove-game.ts';
import { declareItems } from '../s2s/declared.ts';
import { brandingOf, brandingSchema } from '../game-file/branding-schema.ts';
import { faultsSchema } from './faults.ts';
import { scheduleIn, settingsBody } from './settings.ts';

export const webhookSchema = z.strictObject({
  url: z.string(),
  secret: z.string().min(1).max(256).optional(),
  events: z.array(z.enum(EVENT_TYPES)).default(['item.add', 'item.remove']),
  player_context: z.boolean().optional(),
});

export const newGameSchema = z.strictObject({
  name: z.string().min(1).max(100).optional(),
  webhook: webhookSchema.optional(),
  items: z.array(z.unknown()).max(1000).default([]).describe('Bodies of POST /v1/items, added to the seed.'),
  settings: settingsBody.default({}),
  branding: brandingSchema.optional(),
  ids: z
    .enum(['random', 'sequence'])
    .default('random')
    .describe('"sequence" makes key, secret, ids and receipt numbers follow from the name alone.'),
});

export const createdGameSchema = z.lazy(() =>
  z
    .object({
      game_id: z.string(),
      name: z.string(),
      key: z.string().describe('The S2S key, for this API and for the S2S API.'),
      webhook_id: z.string().nullable(),
      webhook_secret: z.string().nullable(),
      dashboard_url: z.string().describe('Opens the dashboard on this game.'),
    })
    .meta({ id: 'CreatedGame' }),
);

const gameSchema = z.lazy(() =>
  z
    .object({
      game_id: z.string(),
      name: z.string(),
      key: z.string(),
      sandbox: z.boolean(),
      created: z.boolean().describe('False for the two games that every emulator has.'),
      orders: z.int(),
    })
    .meta({ id: 'Game' }),
);

export const gameOperations = [
  operation({
    id: 'create_game',
    method: 'POST',
    path: '/games',
    summary: 'Create a game with data, a key and a webhook of its own, such as one for each test.',
    description: 'A reset of the game keeps what is declared here. Delete the game when the test has ended.',
    body: newGameSchema,
    response: { 201: createdGameSchema },
    errors: { 409: 'Another created game has the name, or two items have the same SKU.' },
    run: ({ app, body: { name, webhook, items, settings, branding, ids }, base }) => {
      const parsed = parse(z.object({ items: z.array(itemCreateSchema) }), { items }, 'body').items;
      const game = createGame(app.domain, {
        name: name ?? null,
        ids,
        key: null,
        autoRefund: settings.auto_refund ?? null,
        retrySchedule: within(['settings'], () => scheduleIn(settings.retry_schedule ?? null)),
        items,
        branding: brandingOf(branding),
      });
      app.gameUses.note(game.id);
      try {
        const own = appFor(app, game);
        const declared = webhook && within(['webhook'], () => declareWebhook(own, game, webhook));
        app.seedGame(game);
        if (parsed.length > 0) {
          within(['items'], () => {
            declareItems(own, game, parsed);
          });
        }
        return createdGame(game, declared ?? null, base);
      } catch (error) {
        removeGame(app, game.id);
        throw error;
      }
    },
  }),
  operation({
    id: 'list_games',
    method: 'GET',
    path: '/games',
    summary: 'List the games, oldest first.',
    query: z.strictObject({ ...boundedPageParameters, name: z.string().min(1).optional() }),
    response: { 200: listOf(gameSchema) },
    run: ({ app, query: { name, ...page } }) => {
      const games = [...app.domain.store.tables.games.all()];
      const found = games.filter((game) => name === undefined || game.name === name);
      return listPage(found, page, (game) => gameWire(app, game));
    },
  }),
  operation({
    id: 'delete_game',
    method: 'DELETE',
    path: '/games/{id}',
    summary: 'Delete a created game with everything that belongs to it; no event is sent.',
    response: { 200: z.lazy(() => z.object({ unconsumed_faults: z.array(faultsSchema) })) },
    errors: { 404: 'There is no such game.', 409: 'Every emulator has this game.' },
    run: ({ app, params }) => {
      return { unconsumed_faults: removeGame(app, params.id) };
    },
  }),
];

function declareWebhook(app: AppContext, game: Game, asked: z.output<typeof webhookSchema>): Webhook {
  const fields = {
    url: asked.url,
    events: asked.events,
    method: 'POST' as const,
    description: 'Declared with the game',
    enabled: true,
    enabledLogs: true,
    playerContextEnabled: asked.player_context ?? null,
    batchMode: null,
  };
  const webhook = createWebhook(app.domain, game, fields, asked.secret);
  inTransaction(app.domain, (tx) => {
    if (game.declared) tx.tables.games.put({ ...game, declared: { ...game.declared, webhook } });
    keepDrawn(tx.tables, game.id);
  });
  return webhook;
}

export function createdGame(game: Game, webhook: Webhook | null, base: string) {
  const { id, name, key } = game;
  return {
    game_id: id,
    name,
    key: key ?? '',
    webhook_id: webhook?.id ?? null,
    webhook_secret: webhook?.secret ?? null,
    dashboard_url: base + dashboardGamePath(game),
  };
}

function gameWire({ config, domain }: AppContext, { id, name, key, sandbox, declared }: Game) {
  return {
    game_id: id,
    name,
    key: key ?? (sandbox ? config.sandboxKey : config.liveKey),
    sandbox,
    created: declared !== null,
    orders: domain.store.tables.orders.count('game', id),
  };
}
