import { ensureGame } from './domain/games.ts';
import { applySeed, type Seed } from './domain/seed.ts';
import { ensureWebhook } from './domain/webhooks.ts';
import type { World } from './domain/world.ts';
import type { Settings } from './settings/settings.ts';

/** Makes what every start finds: the two games, the seed's catalogue, the webhook of `--webhook`. */
export function setUp(world: World, settings: Settings, seed: Seed): void {
  for (const environment of ['sandbox', 'live'] as const)
    applySeed(world, ensureGame(world, environment), seed);
  if (settings.webhook === null) return;
  ensureWebhook(world, ensureGame(world, 'sandbox'), settings.webhook, settings.webhookSecret);
}
