import type { ListAnswer, PageQuery } from './answers.ts';
import type {
  CurrentGameAnswer,
  FaultsAnswer,
  GameAnswer,
  GameFileBody,
  GameOptions,
} from './game-answers.ts';
import { part, type ControlConnection } from './connection.ts';
import { GameClient, type GameAccess } from './game.ts';

/** Where an emulator is, and the key of one of its games. */
export interface ConnectOptions {
  /** The S2S key of a game; that of the sandbox game unless given. */
  readonly key?: string | undefined;
  /** The password of the control API, where `--password` sets one. */
  readonly password?: string | undefined;
}

/** A running emulator, in this process or another one. What it inherits concerns the game that it was given the key of. */
export class EmulatorClient extends GameClient {
  readonly #connection: ControlConnection;

  constructor(access: GameAccess) {
    super(access);
    this.#connection = access.connection;
  }

  /**
   * Creates a game with data, a key and a webhook of its own, such as one for each test.
   *
   *     const game = await emulator.game({ webhook: url });
   *     // … give game.apiUrl, game.key and game.webhookSecret to the code under test …
   *     await game.delete();
   *
   * @throws ControlError 409 when another game has the name, 422 for options that are not allowed
   */
  async game(options: GameOptions = {}): Promise<CreatedGame> {
    const { webhook } = options;
    const body = { ...options, webhook: typeof webhook === 'string' ? { url: webhook } : webhook };
    return new CreatedGame(this.#connection, await this.#connection.post('/_emulator/games', body));
  }

  /**
   * Creates a game from a file that `exportFile` made.
   *
   * @param name instead of the one in the file
   * @throws ControlError 409 when another game has the given name, 422 for a file that is not valid
   */
  async gameOf(file: GameFileBody, { name }: { readonly name?: string } = {}): Promise<CreatedGame> {
    const search = name === undefined ? '' : `?name=${part(name)}`;
    const created = await this.#connection.post<CurrentGameAnswer>(`/_emulator/games/import${search}`, file);
    return new CreatedGame(this.#connection, created);
  }

  /** The games of the emulator, oldest first. */
  games(query: PageQuery & { readonly name?: string | undefined } = {}): Promise<ListAnswer<GameAnswer>> {
    return this.#connection.get('/_emulator/games', query);
  }
}

/** A game that was created for a test. It is deleted at the end of an `await using`. */
export class CreatedGame extends GameClient implements AsyncDisposable {
  readonly id: string;
  readonly name: string;
  readonly webhookId: string | null;
  readonly #parent: ControlConnection;

  constructor(parent: ControlConnection, created: CurrentGameAnswer) {
    super({
      connection: parent.withKey(created.key),
      webhookSecret: () => created.webhook_secret,
      dashboardUrl: created.dashboard_url,
    });
    this.id = created.game_id;
    this.name = created.name;
    this.webhookId = created.webhook_id;
    this.#parent = parent;
  }

  /** Deletes the game with everything that belongs to it. Answers with the faults that no request consumed. */
  delete(): Promise<{ readonly unconsumed_faults: readonly FaultsAnswer[] }> {
    return this.#parent.delete(`/_emulator/games/${part(this.id)}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.delete();
  }
}
