import type { Game } from '../../domain/model/game.ts';
import type { AppContext } from '../server/app-context.ts';

/** One request to the control API. Query and body are as they came; handlers parse them. */
export interface ControlRequest {
  readonly app: AppContext;
  readonly game: Game;
  /** The `{id}` of the path; empty where there is none. */
  readonly id: string;
  readonly query: unknown;
  /** An empty object when the request has no body. */
  readonly body: unknown;
  /** What links in the answer begin with. */
  readonly base: string;
}

/** Gives the body of a 200. */
export type ControlHandler = (call: ControlRequest) => object;
