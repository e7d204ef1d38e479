import { inTransaction, processOf, type DomainContext } from '../model/context.ts';
import { Conflict } from '../model/errors.ts';
import type { GameClock, SignatureTime } from '../model/game-clock.ts';
import type { Game } from '../model/game.ts';
import type { ReadTables } from '../model/tables.ts';

export const CLOCK_MODES = ['real', 'frozen'] as const;

/** `real` runs at the rate of the system's clock, `frozen` stands still. */
export type ClockMode = (typeof CLOCK_MODES)[number];

/** The clock of a game, which has that of the system until it is changed. */
export function clockOf(tables: Pick<ReadTables, 'clocks'>, gameId: string): GameClock {
  return tables.clocks.get(gameId) ?? { id: gameId, frozenAt: null, offsetMs: 0, signatureTime: 'real' };
}

export function modeOf({ frozenAt }: GameClock): ClockMode {
  return frozenAt === null ? 'real' : 'frozen';
}

/**
 * Stops the clock at the next full second, or lets it go on from where it stands; chooses the time of signatures. The
 * APIs tell times in seconds, so a clock that stands between two would be ahead of what they tell.
 */
export function changeClock(
  domain: DomainContext,
  game: Game,
  change: { readonly mode?: ClockMode | undefined; readonly signatureTime?: SignatureTime | undefined },
): void {
  inTransaction(domain, (tx) => {
    const known = clockOf(tx.tables, game.id);
    const { mode = modeOf(known), signatureTime = known.signatureTime } = change;
    const at = mode === 'frozen' ? nextFullSecond(tx.now) : tx.now;
    const moved = mode === modeOf(known) ? known : showing(mode, known, at, systemNow(domain));
    tx.tables.clocks.put({ ...moved, signatureTime });
  });
}

/** Makes the clock show another time, in Unix milliseconds. What that makes due is carried out after the transaction. */
export function moveClock(domain: DomainContext, game: Game, to: number): void {
  inTransaction(domain, (tx) => {
    const known = clockOf(tx.tables, game.id);
    tx.tables.clocks.put(showing(modeOf(known), known, to, systemNow(domain)));
  });
}

/**
 * Sets the clock back.
 *
 * @throws Conflict when the game has orders, whose times would lie in the future
 */
export function setClockBack(domain: DomainContext, game: Game, to: number): void {
  const orders = domain.store.tables.orders.count('game', game.id);
  if (orders > 0) {
    throw new Conflict(
      `The clock of a game that has orders (${orders}) can't be set back: reset the game first.`,
    );
  }
  moveClock(domain, game, to);
}

function showing(mode: ClockMode, known: GameClock, at: number, system: number): GameClock {
  return mode === 'frozen'
    ? { ...known, frozenAt: at, offsetMs: 0 }
    : { ...known, frozenAt: null, offsetMs: at - system };
}

function nextFullSecond(at: number): number {
  return Math.ceil(at / 1000) * 1000;
}

function systemNow(domain: DomainContext): number {
  return processOf(domain).clock.now();
}
