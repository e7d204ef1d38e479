/** What the S2S API does instead of answering a request as usual. */
export type FaultAnswer =
  | number
  | 'ok'
  | 'reset'
  | 'malformed'
  | 'lost_after_commit'
  | { readonly delay_ms: number }
  | { readonly status: number; readonly retry_after?: number | undefined; readonly body?: unknown };

/** The answers to come of one operation, the next one first. */
export interface OperationFaults {
  /** `POST /v1/orders` */
  readonly operation: string;
  readonly answers: readonly FaultAnswer[];
}

/** The faults that tests declared, by game; they are kept in memory only. */
export interface ApiFaults {
  /** How many games have answers left. */
  readonly size: number;
  /** Adds answers after those that the operation already has. */
  add(gameId: string, faults: OperationFaults): void;
  /** Whether the game has any answers left. */
  has(gameId: string): boolean;
  /** Removes and returns the next answer of an operation; `null` without one. */
  take(gameId: string, operation: string): FaultAnswer | null;
  /** What was not consumed, by operation. */
  list(gameId: string): readonly OperationFaults[];
  /** Removes everything of a game and returns it. */
  clear(gameId: string): readonly OperationFaults[];
}

export function createApiFaults(): ApiFaults {
  const games = new Map<string, Map<string, FaultAnswer[]>>();
  const list = (gameId: string): readonly OperationFaults[] =>
    Array.from(games.get(gameId) ?? [], ([operation, answers]) => ({ operation, answers: [...answers] }));
  return {
    get size() {
      return games.size;
    },
    add: (gameId, { operation, answers }) => {
      const operations = games.get(gameId) ?? new Map<string, FaultAnswer[]>();
      games.set(gameId, operations);
      operations.set(operation, [...(operations.get(operation) ?? []), ...answers]);
    },
    has: (gameId) => games.has(gameId),
    take: (gameId, operation) => {
      const operations = games.get(gameId);
      const answers = operations?.get(operation);
      const next = answers?.shift();
      if (answers?.length === 0) operations?.delete(operation);
      if (operations?.size === 0) games.delete(gameId);
      return next ?? null;
    },
    list,
    clear: (gameId) => {
      const left = list(gameId);
      games.delete(gameId);
      return left;
    },
  };
}
