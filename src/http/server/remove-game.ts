import { deleteGame } from '../../domain/games/test-games.ts';
import type { OperationFaults } from './api-faults.ts';
import type { AppContext } from './app-context.ts';

/**
 * Deletes a created game with everything that belongs to it, also what is kept in memory only. Returns the faults that
 * no request has consumed.
 *
 * @throws NotFound
 * @throws Conflict for the two games that every emulator has
 */
export function removeGame(app: AppContext, id: string): readonly OperationFaults[] {
  deleteGame(app.domain, id);
  app.requestLog.clear(id);
  app.rateLimiter.clear(id);
  app.gameUses.forget(id);
  return app.faults.clear(id);
}
