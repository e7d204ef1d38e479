import * as z from 'zod';
import { operation } from '../api/operation.ts';
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
      };
    },
  }),
];
