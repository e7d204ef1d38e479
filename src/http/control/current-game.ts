import * as z from 'zod';
import { changeLook } from '../../domain/games/games.ts';
import { operation } from '../api/operation.ts';
import { brandingOf, brandingRead, brandingSchema } from '../game-file/branding-schema.ts';
import { dashboardGamePath } from '../server/page-paths.ts';

const currentGameSchema = z.lazy(() =>
  z
    .object({
      game_id: z.string(),
      name: z.string(),
      key: z.string(),
      webhook_id: z.string().nullable().describe('Of the oldest webhook.'),
      webhook_secret: z.string().nullable(),
      dashboard_url: z.string(),
      branding: brandingSchema,
    })
    .meta({ id: 'CurrentGame' }),
);

export const currentGameOperations = [
  operation({
    id: 'read_game',
    method: 'GET',
    path: '/game',
    summary: 'Read the game that the request is about, with what a test of it needs to know.',
    response: { 200: currentGameSchema },
    run: ({ app: { domain, config }, game, base }) => {
      const { id, name, key, sandbox } = game;
      const [webhook] = domain.store.tables.webhooks.by('game', id);
      return {
        game_id: id,
        name,
        key: key ?? (sandbox ? config.sandboxKey : config.liveKey),
        webhook_id: webhook?.id ?? null,
        webhook_secret: webhook?.secret ?? null,
        dashboard_url: base + dashboardGamePath(game),
        branding: brandingRead(game.branding),
      };
    },
  }),
  operation({
    id: 'change_game',
    method: 'PATCH',
    path: '/game',
    summary: 'Change the name of the game, and the look of its pages for players.',
    description: 'A branding replaces the former one; null goes back to the look of the emulator.',
    body: z.strictObject({
      name: z.string().trim().min(1).max(100).optional(),
      branding: brandingSchema.nullable().optional(),
    }),
    response: {
      200: z.lazy(() => z.object({ game_id: z.string(), name: z.string(), branding: brandingSchema })),
    },
    errors: { 409: 'Another created game has the name.' },
    run: ({ app, game, body: { name, branding } }) => {
      const asked = branding === undefined ? undefined : (brandingOf(branding ?? undefined) ?? null);
      const changed = changeLook(app.domain, game, { name, branding: asked });
      return { game_id: changed.id, name: changed.name, branding: brandingRead(changed.branding) };
    },
  }),
];
