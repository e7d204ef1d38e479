import type * as z from 'zod';
import type { Game } from '../../domain/model/game.ts';
import type { AppContext } from '../server/app-context.ts';

/** One authenticated request, parsed. */
export interface RequestContext<Body = unknown, Query = unknown> {
  readonly app: AppContext;
  readonly game: Game;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Query;
  readonly body: Body;
  /** A UUID that names this request; events it causes carry it. */
  readonly requestId: string;
  /** What links in the answer begin with. */
  readonly base: string;
}

export interface Answer {
  readonly status: number;
  /** Absent for an answer without a body. */
  readonly body?: unknown;
}

/** A published operation that the emulator serves. */
export interface Operation {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** As published: `/v1/orders/{order_id}`. */
  readonly path: string;
  readonly body?: z.ZodType;
  readonly query?: z.ZodType;
  readonly run: (call: RequestContext) => Answer;
}

type Spec<B extends z.ZodType, Q extends z.ZodType> = Pick<Operation, 'method' | 'path'> & {
  readonly body?: B;
  readonly query?: Q;
  readonly run: (call: RequestContext<z.output<B>, z.output<Q>>) => Answer;
};

/** Ties the schemas of an operation to what its handler gets. */
export function operation<B extends z.ZodType, Q extends z.ZodType>(spec: Spec<B, Q>): Operation {
  // The router calls `run` only with what `body` and `query` gave; the cast says just that.
  return spec as Operation;
}
