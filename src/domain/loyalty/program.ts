import { inTransaction, type DomainContext, type Tx } from '../model/context.ts';
import { NotFound } from '../model/errors.ts';
import type { Game } from '../model/game.ts';
import { newId } from '../model/ids.ts';
import type { LoyaltyProgram } from '../model/loyalty.ts';
import { applyChange, type ChangeOf } from '../model/record.ts';
import type { ReadTables } from '../model/tables.ts';

export type ProgramChange = ChangeOf<
  Omit<LoyaltyProgram, 'id' | 'gameId' | 'tiers' | 'createdAt' | 'modifiedAt'>
>;

/** A program that brings no points until it is activated. */
const NEW_PROGRAM = {
  name: 'Loyalty program',
  key: null,
  description: null,
  imageUrl: null,
  customIconUrl: null,
  activatedAt: null,
  endAt: null,
  period: 30,
  repeatable: false,
  requirementsExpression: null,
  pointsRate: 1,
  priceSource: 'local_price',
  excludedSalesChannels: null,
  showStoreButton: true,
  tiers: [],
} as const;

/** The game's program; `null` before anybody has asked for it. */
export function findProgram(
  tables: Pick<ReadTables, 'loyaltyPrograms'>,
  gameId: string,
): LoyaltyProgram | null {
  return tables.loyaltyPrograms.by('game', gameId)[0] ?? null;
}

/** The game's program, and whether this call has created it. */
export function openProgram(
  domain: DomainContext,
  game: Game,
): { readonly program: LoyaltyProgram; readonly isNew: boolean } {
  const known = findProgram(domain.store.tables, game.id);
  if (known) return { program: known, isNew: false };
  return inTransaction(domain, (tx) => {
    const marks = { id: newId(tx.ids, 'loyaltyProgram'), gameId: game.id };
    const program = { ...NEW_PROGRAM, ...marks, createdAt: tx.now, modifiedAt: tx.now };
    tx.tables.loyaltyPrograms.put(program);
    return { program, isNew: true };
  });
}

/** @throws NotFound when the game's program has another id. */
export function getProgram(
  tables: Pick<ReadTables, 'loyaltyPrograms'>,
  gameId: string,
  id: string,
): LoyaltyProgram {
  const program = tables.loyaltyPrograms.get(id);
  if (program?.gameId !== gameId) throw new NotFound(`Loyalty program ${JSON.stringify(id)} was not found.`);
  return program;
}

/** Fields that the change leaves out keep their values. @throws NotFound */
export function updateProgram(
  domain: DomainContext,
  game: Game,
  id: string,
  change: ProgramChange,
): LoyaltyProgram {
  return inTransaction(domain, (tx) => putProgram(tx, getProgram(tx.tables, game.id, id), change));
}

export function putProgram(
  tx: Tx,
  program: LoyaltyProgram,
  change: ChangeOf<Omit<LoyaltyProgram, 'id' | 'gameId'>>,
): LoyaltyProgram {
  const changed = applyChange<LoyaltyProgram>(program, { ...change, modifiedAt: tx.now });
  tx.tables.loyaltyPrograms.put(changed);
  return changed;
}

const DAY_MS = 86_400_000;

/** When a program runs, in Unix milliseconds; `null` where nothing bounds it. */
export interface ProgramWindow {
  readonly startAt: number | null;
  readonly endAt: number | null;
}

/** The time in which the program runs: of a program that repeats, the one that `now` lies in. */
export function programWindow(program: LoyaltyProgram, now: number): ProgramWindow {
  const { activatedAt, endAt, period, repeatable } = program;
  if (activatedAt === null) return { startAt: null, endAt: null };
  if (period === 0) return { startAt: activatedAt, endAt };
  const length = period * DAY_MS;
  const rounds = repeatable ? Math.max(0, Math.floor((now - activatedAt) / length)) : 0;
  const startAt = activatedAt + rounds * length;
  return { startAt, endAt: Math.min(startAt + length, endAt ?? Infinity) };
}

/** Whether paid orders bring points now. */
export function isActive(program: LoyaltyProgram, now: number): boolean {
  const { startAt, endAt } = programWindow(program, now);
  return startAt !== null && startAt <= now && now < (endAt ?? Infinity);
}
