import type { DeliveryLog } from '../log.ts';
import type { Clock, Landing, Outbox } from '../ports.ts';
import { Alarm } from './alarm.ts';

/**
 * Does the work on all things at once. When that fails, it does it on each alone, so that one on which it can't
 * be done does not hold up the others; `refuse` hears of those.
 */
export function together<Thing, Result>(
  things: readonly Thing[],
  work: (things: readonly Thing[]) => readonly Result[],
  refuse: (thing: Thing, error: unknown) => void,
): readonly Result[] {
  const [first] = things;
  if (first === undefined) return [];
  try {
    return work(things);
  } catch (error) {
    if (things.length > 1) return things.flatMap((thing) => together([thing], work, refuse));
    refuse(first, error);
    return [];
  }
}

/** How long to wait before storage that failed is tried again, in milliseconds. */
export const STORAGE_PAUSE = 1000;

export interface RecordsOptions {
  readonly outbox: Pick<Outbox, 'settle'>;
  readonly clock: Clock;
  readonly log: DeliveryLog;
  readonly onRecorded: (landings: readonly Landing[]) => void;
  readonly onLost: (landings: readonly Landing[]) => void;
}

/**
 * Records the attempts that have ended; those that end in the same turn of the event loop share a transaction. A
 * result is kept until it is recorded: no request is made again because storage is down.
 */
export class Records {
  readonly #options: RecordsOptions;
  readonly #soon: Alarm;
  readonly #later: Alarm;
  #fresh: Landing[] = [];
  #refused: Landing[] = [];

  constructor(options: RecordsOptions) {
    this.#options = options;
    this.#soon = new Alarm(options.clock, () => {
      this.#write(this.#takeFresh());
    });
    this.#later = new Alarm(options.clock, () => {
      this.#write(this.#takeRefused());
    });
  }

  add(landing: Landing): void {
    this.#fresh.push(landing);
    this.#soon.noLaterThan(this.#options.clock.now());
  }

  /** Tries once more, and forgets what storage does not take now. */
  giveUp(): void {
    this.#soon.cancel();
    this.#write([...this.#takeRefused(), ...this.#takeFresh()]);
    this.#later.cancel();
    const lost = this.#takeRefused();
    if (lost.length > 0) this.#options.onLost(lost);
  }

  #takeFresh(): Landing[] {
    const landings = this.#fresh;
    this.#fresh = [];
    return landings;
  }

  #takeRefused(): Landing[] {
    const landings = this.#refused;
    this.#refused = [];
    return landings;
  }

  #write(landings: readonly Landing[]): void {
    const recorded = together(landings, this.#settle, this.#refuse);
    if (recorded.length > 0) this.#options.onRecorded(recorded);
  }

  readonly #settle = (landings: readonly Landing[]): readonly Landing[] => {
    this.#options.outbox.settle(landings);
    return landings;
  };

  readonly #refuse = (landing: Landing, error: unknown): void => {
    const { clock, log } = this.#options;
    const { deliveryId } = landing;
    log.error({ deliveryId, err: error }, 'attempt could not be recorded; trying again');
    this.#refused.push(landing);
    this.#later.noLaterThan(clock.now() + STORAGE_PAUSE);
  };
}
