import { inTransaction, type DomainContext } from '../model/context.ts';
import { Conflict, NotFound } from '../model/errors.ts';
import type { Game, Scenario } from '../model/game.ts';
import { existing } from '../model/record.ts';

/** How many scenarios a game may have. */
export const SCENARIOS_LIMIT = 100;

/**
 * Keeps an order to make again, in place of one with the same name.
 *
 * @throws Conflict when the game has as many as it may have
 */
export function saveScenario(domain: DomainContext, { id }: Game, scenario: Scenario): void {
  inTransaction(domain, ({ tables }) => {
    const game = existing(tables.games, id);
    const others = (game.scenarios ?? []).filter(({ name }) => name !== scenario.name);
    if (others.length >= SCENARIOS_LIMIT) {
      throw new Conflict(`The game has ${SCENARIOS_LIMIT} scenarios; delete some.`);
    }
    tables.games.put({ ...game, scenarios: [...others, scenario] });
  });
}

/** @throws NotFound */
export function deleteScenario(domain: DomainContext, { id }: Game, name: string): void {
  inTransaction(domain, ({ tables }) => {
    const game = existing(tables.games, id);
    const { scenarios = [] } = game;
    if (!scenarios.some((one) => one.name === name)) {
      throw new NotFound(`There is no scenario ${JSON.stringify(name)}.`);
    }
    tables.games.put({ ...game, scenarios: scenarios.filter((one) => one.name !== name) });
  });
}
