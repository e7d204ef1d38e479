import type { ClockMode } from '../domain/games/clocks.ts';
import type { SignatureTime } from '../domain/model/game-clock.ts';
import type { WaitQuery } from './answers.ts';
import type { ClockAnswer, MovedClockAnswer } from './game-answers.ts';
import type { ControlConnection } from './connection.ts';

/** The clock of a game. Order expiry, retries, disputes and lifetimes hang on it; signatures have the real time. */
export class ClockClient {
  readonly #connection: ControlConnection;

  constructor(connection: ControlConnection) {
    this.#connection = connection;
  }

  get(): Promise<ClockAnswer> {
    return this.#connection.get('/_emulator/clock');
  }

  /** Freezes the clock or lets it go on, and chooses the time of signatures. */
  change(body: {
    readonly mode?: ClockMode | undefined;
    readonly signature_time?: SignatureTime | undefined;
  }): Promise<ClockAnswer> {
    return this.#connection.post('/_emulator/clock', body);
  }

  /** Stops the clock at the next full second. */
  freeze(): Promise<ClockAnswer> {
    return this.change({ mode: 'frozen' });
  }

  /**
   * Moves the clock forward, runs everything that falls due, waits for the attempts, and says what happened.
   *
   *     await emulator.clock.advance({ by: '24h' });
   *
   * @param body `by` is a duration: seconds, or a text such as `90s`, `15m`, `24h` or `3d`; `to` is a moment
   * @throws ControlError 409 when an attempt does not end in time
   */
  advance(
    body: ({ readonly by: string | number } | { readonly to: string | number }) & WaitQuery,
  ): Promise<MovedClockAnswer> {
    return this.#connection.post('/_emulator/clock/advance', body);
  }

  /**
   * Sets the clock to a moment: Unix seconds or ISO 8601. Backward only while the game has no orders.
   *
   * @throws ControlError 409
   */
  set(body: { readonly to: string | number } & WaitQuery): Promise<MovedClockAnswer> {
    return this.#connection.post('/_emulator/clock/set', body);
  }
}
