import { pino } from 'pino';
import { randomIds } from '../src/app/ids.ts';
import { createPlatforms, paymentPlatforms } from '../src/app/platforms.ts';
import { readSeed } from '../src/app/seed-file.ts';
import { seedGame } from '../src/app/setup.ts';
import { ensureGame } from '../src/domain/games/games.ts';
import type { DomainContext } from '../src/domain/model/context.ts';
import type { Game } from '../src/domain/model/game.ts';
import { flagName, parseSettings } from '../src/settings/command-line.ts';
import { openStore } from '../src/store/durable-store.ts';

/** A data directory that a measurement fills in its own process, with the seeded sandbox game. */
export interface BenchStore {
  readonly domain: DomainContext;
  readonly game: Game;
  readonly close: () => Promise<void>;
}

/** No order is forgotten in it, and of the events as many are kept as by default. */
export async function openBenchStore(directory: string): Promise<BenchStore> {
  const store = await openStore({ directory, log: pino({ level: 'silent' }) });
  const settings = parseSettings([], {});
  const rules = { ...settings, keepOrders: Infinity, maxBytes: Infinity };
  const ids = randomIds();
  const platforms = paymentPlatforms(createPlatforms(settings, null, store, ids));
  const domain: DomainContext = { store, clock: { now: Date.now }, ids, rules, platforms };
  const game = ensureGame(domain, 'sandbox');
  seedGame(domain, game, readSeed(settings.seedFile, flagName('seedFile')));
  return { domain, game, close: () => store.close() };
}
