import { plannedFor } from '../../domain/due/due-work.ts';
import { moveClock } from '../../domain/games/clocks.ts';
import type { Delivery } from '../../domain/model/delivery.ts';
import type { Game } from '../../domain/model/game.ts';
import { TimelineRecorder } from '../../domain/webhooks/timeline-recorder.ts';
import { isHeldBack } from '../../domain/webhooks/pausing.ts';
import type { TimelineEntry } from '../../domain/webhooks/timeline.ts';
import { monotonicNow, setImmediate } from '../../real-time.ts';
import type { AppContext } from '../server/app-context.ts';
import { onGameChange, waitFor, type Condition } from './waiting.ts';

const GONE = 'The game was reset or deleted.';

/** What came of moving a clock forward: what happened, or why it stopped on the way. */
export type AdvanceResult =
  { readonly failure: null; readonly entries: readonly TimelineEntry[] } | { readonly failure: string };

/**
 * Moves the clock of a game from one moment at which something is due to the next, up to `target`. Runs what is due at
 * each, and goes on when the attempts of it have ended; also those that were under way before.
 *
 * @param app the context of the game
 * @param target Unix milliseconds
 * @param timeoutMs how long all of it may take, in milliseconds of real time
 */
export async function advanceClock(
  app: AppContext,
  game: Game,
  target: number,
  timeoutMs: number,
): Promise<AdvanceResult> {
  const { clock, store } = app.domain;
  const from = clock.now();
  const deadline = monotonicNow() + timeoutMs;
  const recorder = new TimelineRecorder(store.tables, game.id);
  const unsubscribe = store.onCommit((changes) => {
    recorder.add(changes);
  });
  let moves = 0;
  try {
    for (;;) {
      if (store.tables.games.get(game.id)?.resets !== game.resets) return { failure: GONE };
      runPlanned(app, game);
      const failure = await attemptsEnded(app, game, Math.ceil(deadline - monotonicNow()));
      if (failure !== null) return { failure };
      const next = Math.min(nextDue(app, game), target);
      const now = clock.now();
      // Short periods of a subscription can make millions of moments.
      if (moves > 0 && monotonicNow() > deadline && now < target) {
        return { failure: `more was due than ${timeoutMs} ms are enough for.` };
      }
      moves += 1;
      if (next > now) moveClock(app.domain, game, next);
      // A running clock may have passed the target.
      else if (now >= target && nextDue(app, game) > now) break;
      await store.durable();
      await nextTurn();
    }
    await store.durable();
    return { failure: null, entries: recorder.entries(from, clock.now()) };
  } finally {
    unsubscribe();
  }
}

/** Carries out what is planned for now or earlier, the earliest first; also what that plans for now or earlier. */
function runPlanned({ domain }: AppContext, game: Game): void {
  const { tables } = domain.store;
  const done = new Set<string>();
  for (;;) {
    const [planned] = plannedFor(tables, game.id);
    if (!planned || planned.dueAt > domain.clock.now()) return;
    const name = `${planned.table} ${planned.id}, due at ${planned.dueAt}`;
    if (done.has(name))
      throw new Error(`What was planned is still planned after it was carried out: ${name}`);
    done.add(name);
    planned.run(domain);
  }
}

/** Resolves to `null` when no attempt is due or under way, else to why not. */
function attemptsEnded(app: AppContext, game: Game, timeoutMs: number): Promise<string | null> {
  const check = (): Condition => {
    const now = app.domain.clock.now();
    const left = pendingOf(app, game).filter((delivery) => isUnderWay(delivery) || dueAt(delivery) <= now);
    if (left.length === 0) return { is: 'met' };
    return { is: 'open', missing: `${left.length} attempts are still under way` };
  };
  return waitFor(app, Math.max(0, timeoutMs), check, onGameChange(app, game), () => undefined);
}

/** When the next attempt or planned work is due; `Infinity` without any. */
function nextDue(app: AppContext, game: Game): number {
  const [planned] = plannedFor(app.domain.store.tables, game.id);
  const start = planned?.dueAt ?? Infinity;
  return pendingOf(app, game).reduce((next, delivery) => Math.min(next, dueAt(delivery)), start);
}

/** What waits for a paused webhook is due when somebody resumes that. */
function pendingOf({ domain }: AppContext, game: Game): readonly Delivery[] {
  const { tables } = domain.store;
  return tables.deliveries
    .by('status', 'pending')
    .filter((delivery) => delivery.gameId === game.id)
    .filter((delivery) => isUnderWay(delivery) || !isHeldBack(tables, delivery));
}

function isUnderWay({ startedAt }: Delivery): boolean {
  return startedAt !== null;
}

function dueAt({ nextAttemptAt }: Delivery): number {
  return nextAttemptAt ?? Infinity;
}

/** Lets other requests have their turn between two moments. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
