import { inTransaction, type DomainContext, type Tx } from '../model/context.ts';
import { Conflict, Invalid, NotFound, type Fault } from '../model/errors.ts';
import type { Game } from '../model/game.ts';
import { newId } from '../model/ids.ts';
import type { LoyaltyProgram, LoyaltyTier } from '../model/loyalty.ts';
import { getProgram, putProgram } from './program.ts';

/** A tier as a request gives it; a tier without an id is new. */
export type GivenTier = Omit<LoyaltyTier, 'id'> & { readonly id: string | null };

/**
 * Replaces the tiers of a program. Those that are not given any more are deleted.
 *
 * @throws NotFound when there is no such program, or a tier has an id that the program does not have.
 * @throws Conflict when two tiers have the same id.
 * @throws Invalid when an item is not in the catalogue.
 */
export function replaceTiers(
  domain: DomainContext,
  game: Game,
  programId: string,
  given: readonly GivenTier[],
): readonly LoyaltyTier[] {
  return inTransaction(domain, (tx) => {
    const program = getProgram(tx.tables, game.id, programId);
    refuseWrongIds(program, given);
    refuseUnknownItems(tx, game.id, given);
    const tiers = given.map((tier) => ({ ...tier, id: tier.id ?? newId(tx.ids, 'loyaltyTier') }));
    return putProgram(tx, program, { tiers: tiers.sort((a, b) => a.points - b.points) }).tiers;
  });
}

function refuseWrongIds(program: LoyaltyProgram, given: readonly GivenTier[]): void {
  const free = new Set(program.tiers.map(({ id }) => id));
  for (const { id } of given) {
    if (id === null || free.delete(id)) continue;
    if (!program.tiers.some((tier) => tier.id === id)) {
      throw new NotFound(`Loyalty tier ${JSON.stringify(id)} was not found.`);
    }
    throw new Conflict(`Loyalty tier ${JSON.stringify(id)} is named twice.`);
  }
}

function refuseUnknownItems(tx: Tx, gameId: string, given: readonly GivenTier[]): void {
  const faults = given.flatMap(({ items }, index) =>
    items.flatMap(({ itemId }, place): Fault[] => {
      if (tx.tables.items.get(itemId)?.gameId === gameId) return [];
      const message = `Item ${JSON.stringify(itemId)} was not found: give the id of an item of the catalogue.`;
      return [{ path: [index, 'items', place, 'id'], code: 'unknown_item', message }];
    }),
  );
  if (faults.length > 0) throw new Invalid(faults);
}

/** The highest tier that this many points reach; `null` below the first. */
export function tierOf({ tiers }: Pick<LoyaltyProgram, 'tiers'>, points: number): LoyaltyTier | null {
  return tiers.findLast((tier) => tier.points <= points) ?? null;
}
