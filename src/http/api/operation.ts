import type * as z from 'zod';
import type { Game } from '../../domain/model/game.ts';
import type { AppContext } from '../server/app-context.ts';
import type { BodyLimit } from '../server/body.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Identifies an operation. Of a published operation that is not served, nothing else is known. */
export interface OperationName {
  readonly method: Method;
  /** Below the mount point, with its parameters in braces: `/v1/orders/{order_id}`. */
  readonly path: string;
  /** Its `operationId` in the OpenAPI description. */
  readonly id: string;
}

/** A known operation that is not served. */
export interface UnservedOperation extends OperationName {
  /** Completes "The emulator does not serve this operation: …". */
  readonly reason: string;
}

/** What a specification, such as the published document, adds to the operations with rules of their own. */
export interface GenericApi {
  readonly version: string;
  readonly operations: readonly Operation[];
  /** The operations of the document that are neither served by rules of their own nor generically. */
  readonly unserved: readonly UnservedOperation[];
}

/** `POST /v1/orders`. */
export function operationName({ method, path }: { readonly method: string; readonly path: string }): string {
  return `${method} ${path}`;
}

/** The bodies of the successful answers of an operation, by status; `null` for an answer without a body. */
export type Responses = Readonly<Record<number, z.ZodType | null>>;

/** One operation of an API: the router, the validation and the OpenAPI description are made from it. */
export interface Operation extends OperationName {
  readonly summary: string;
  readonly description?: string | undefined;
  readonly query?: z.ZodType | undefined;
  /** Parameters of the query that are validated and then change nothing. */
  readonly unusedQuery?: readonly string[] | undefined;
  readonly body?: z.ZodType | undefined;
  /** How large the body may be, where that is more than usual. */
  readonly bodyLimit?: BodyLimit | undefined;
  readonly response: Responses;
  /** Whether it answers with server-sent events, whose data `response` describes. */
  readonly streams?: true | undefined;
  /** The errors that not every operation of the API can answer, by status. */
  readonly errors?: Readonly<Record<number, string>> | undefined;
  /** The only status of `response`; `null` if there are several, so that `run` chooses one. */
  readonly status: number | null;
  /** Returns the body, or an `Answer` if there are several statuses, or a promise of either. Throws errors. */
  readonly run: (request: RequestContext) => unknown;
}

/** One authenticated request whose query and body have been validated. */
export interface RequestContext<Params = Readonly<Record<string, string>>, Query = unknown, Body = unknown> {
  readonly app: AppContext;
  readonly game: Game;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  /** A UUID. Events that the request causes contain it. */
  readonly requestId: string;
  /** Calls `listener` when the connection ends, before or after the answer. */
  readonly onDisconnect: (listener: () => void) => void;
  /** The origin that links in the answer begin with, without a slash at its end. */
  readonly base: string;
}

type ParamName<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | ParamName<Rest>
  : never;

/** The parameters of a path, by the names that it has in braces. */
export type PathParameters<Path extends string> = Readonly<Record<ParamName<Path>, string>>;

/** Makes a type read-only at any depth, because handlers return fields of records. */
type Immutable<T> = T extends readonly (infer Item)[]
  ? readonly Immutable<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: Immutable<T[Key]> }
    : T;

type BodyOf<Schema> = Schema extends z.ZodType ? Immutable<z.output<Schema>> : undefined;

type IsOne<T> = [T] extends [Intersection<T>] ? true : false;

type Intersection<T> = (T extends unknown ? (one: T) => void : never) extends (all: infer I) => void
  ? I
  : never;

/** An answer of an operation with several statuses. */
export type Answer<R extends Responses> = {
  [Status in keyof R]: { readonly status: Status; readonly body: BodyOf<R[Status]> };
}[keyof R];

/** A handler returns the body if there is one status, an `Answer` if there are several, and nothing if there is no body. */
type Run<Request, R extends Responses> = [R[keyof R]] extends [null]
  ? (request: Request) => void
  : IsOne<keyof R> extends true
    ? (request: Request) => BodyOf<R[keyof R]> | Promise<BodyOf<R[keyof R]>>
    : (request: Request) => Answer<R> | Promise<Answer<R>>;

/** An operation as it is written. The types of the handler's request and answer follow from the path and the schemas. */
export interface OperationSpec<
  Path extends string,
  Query extends z.ZodType,
  Body extends z.ZodType,
  R extends Responses,
> extends Omit<Operation, 'status' | 'run'> {
  readonly path: Path;
  readonly query?: Query;
  readonly body?: Body;
  readonly response: R;
  readonly run: Run<RequestContext<PathParameters<Path>, z.output<Query>, z.output<Body>>, R>;
}

/** Creates an operation. */
export function operation<
  Path extends string,
  Query extends z.ZodType,
  Body extends z.ZodType,
  R extends Responses,
>(spec: OperationSpec<Path, Query, Body, R>): Operation {
  const [status, ...others] = Object.keys(spec.response).map(Number);
  // api.ts calls `run` with what the path and the schemas gave.
  const run = spec.run as Operation['run'];
  return { ...spec, run, status: status === undefined || others.length > 0 ? null : status };
}
