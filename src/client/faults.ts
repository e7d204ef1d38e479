import type { FaultsAnswer, NewFaults } from './game-answers.ts';
import type { ControlConnection } from './connection.ts';

/** How the next requests to the S2S API fail, each operation's in order. */
export class FaultsClient {
  readonly #connection: ControlConnection;

  constructor(connection: ControlConnection) {
    this.#connection = connection;
  }

  /**
   * Declares answers, after those that the operation already has. Returns all that the operation has now.
   *
   *     await emulator.faults.create({ operation: 'POST /v1/orders', answers: [503, 'lost_after_commit'] });
   *
   * @throws ControlError 422 for an operation that does not exist
   */
  create(body: NewFaults): Promise<FaultsAnswer> {
    return this.#connection.post('/_emulator/faults', body);
  }

  /** What no request has consumed yet. */
  async list(): Promise<readonly FaultsAnswer[]> {
    const { data } = await this.#connection.get<{ readonly data: readonly FaultsAnswer[] }>(
      '/_emulator/faults',
    );
    return data;
  }
}
