import type { Game } from '../../domain/model/game.ts';
import type { Change } from '../../domain/model/store.ts';
import { clearTimeout, monotonicNow, setTimeout } from '../../real-time.ts';
import type { AppContext } from '../server/app-context.ts';

/** Whether a condition holds now; `impossible` says why it can no longer hold. */
export type Condition =
  | { readonly is: 'met' }
  | { readonly is: 'impossible'; readonly reason: string }
  | {
      readonly is: 'open';
      /** What is still missing, for the message of a timeout. */
      readonly missing: string;
      /** Unix milliseconds: when time alone may change the condition. */
      readonly changesAt?: number | null;
    };

/** How a wait ended: `null` when the condition holds, else why not. */
export type WaitResult = string | null;

/** Calls one of its arguments after each change; returns what ends that. */
export type Subscribe = (recheck: () => void, abort: (reason: string) => void) => () => void;

/** What `RequestContext` has of the connection. */
type OnDisconnect = (listener: () => void) => void;

/** How long a wait for a moment goes on without another look at the clock. */
const RECHECK_MS = 1000;

/** A timer of more than 24.8 days fires at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * Waits until a condition holds. Ends at once when the condition becomes impossible, when the game is reset, and when
 * the client disconnects.
 *
 * @param subscribe calls its first argument after each change that may concern the condition, and its second one when
 *   the wait is in vain
 */
export function waitFor(
  { domain: { clock } }: AppContext,
  timeoutMs: number,
  check: () => Condition,
  subscribe: Subscribe,
  onDisconnect: OnDisconnect,
): Promise<WaitResult> {
  return new Promise((resolve, reject) => {
    const deadline = monotonicNow() + timeoutMs;
    let timer: NodeJS.Timeout | undefined;
    let unsubscribe = (): void => undefined;
    let isOver = false;
    const end = (settle: () => void): void => {
      if (isOver) return;
      isOver = true;
      clearTimeout(timer);
      unsubscribe();
      settle();
    };
    const finish = (result: WaitResult): void => {
      end(() => {
        resolve(result);
      });
    };
    const recheck = (): void => {
      if (isOver) return;
      try {
        const condition = check();
        if (condition.is === 'met') finish(null);
        else if (condition.is === 'impossible') finish(condition.reason);
        else if (monotonicNow() >= deadline) finish(`${condition.missing} after ${timeoutMs} ms.`);
        else schedule(condition.changesAt ?? null);
      } catch (error) {
        end(() => {
          reject(error instanceof Error ? error : new Error(String(error)));
        });
      }
    };
    const schedule = (changesAt: number | null): void => {
      clearTimeout(timer);
      const left = Math.max(0, deadline - monotonicNow());
      const untilChange = changesAt === null ? LONGEST_TIMER_MS : Math.max(0, changesAt - clock.now());
      // The time of day may jump, so what depends on it is looked at again at least each second.
      const longest = changesAt === null ? LONGEST_TIMER_MS : RECHECK_MS;
      timer = setTimeout(recheck, Math.ceil(Math.min(left, untilChange, longest)));
    };
    const over = (): boolean => isOver;
    recheck();
    if (over()) return;
    unsubscribe = subscribe(recheck, finish);
    onDisconnect(() => {
      finish('The client disconnected.');
    });
  });
}

/** Calls `recheck` after each commit that concerns the game, and `abort` when the game is reset or deleted. */
export function onGameChange({ domain }: AppContext, game: Game): Subscribe {
  return (recheck, abort) => {
    const gameNow = () => domain.store.tables.games.get(game.id);
    return domain.store.onCommit((changes) => {
      if (!changes.some((change) => concerns(change, game.id))) return;
      const known = gameNow();
      if (!known) abort('The game was deleted during the wait.');
      else if (known.resets !== game.resets) abort('The game was reset during the wait.');
      else recheck();
    });
  };
}

/** Attempts change only together with their delivery. */
function concerns({ record, id }: Change, gameId: string): boolean {
  if (record === null) return true;
  return 'gameId' in record ? record.gameId === gameId : id === gameId;
}

/** @param of says whose deliveries they are: ` of order ord_…` */
export function stillPending(count: number, of = ''): string {
  return count === 1 ? `1 delivery${of} is still pending` : `${count} deliveries${of} are still pending`;
}
