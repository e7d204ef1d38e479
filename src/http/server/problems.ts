import { Conflict, Invalid, NotFound, StorageUnavailable, type Fault } from '../../domain/model/errors.ts';

/** A request that HTTP itself refuses, before any use case. */
export class HttpRefusal extends Error {
  override readonly name = 'HttpRefusal';
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, detail: string, headers: Readonly<Record<string, string>> = {}) {
    super(detail);
    this.status = status;
    this.headers = headers;
  }
}

/** An error as the API words it: a text, or for 422 the list of everything that is wrong. */
export interface Problem {
  readonly status: number;
  readonly detail: string | readonly Fault[];
  readonly headers: Readonly<Record<string, string>>;
}

const INTERNAL = 'Internal error of the emulator: its log has the details. Nothing was changed.';

/**
 * The one place that knows which error answers with which status. Source of the statuses: the error codes
 * in the description of the published OpenAPI.
 */
export function toProblem(error: unknown): Problem {
  if (error instanceof HttpRefusal)
    return { status: error.status, detail: error.message, headers: error.headers };
  if (error instanceof Invalid) return { status: 422, detail: error.faults, headers: {} };
  if (error instanceof NotFound) return { status: 404, detail: error.message, headers: {} };
  if (error instanceof Conflict) return { status: 409, detail: error.message, headers: {} };
  if (error instanceof StorageUnavailable) return { status: 503, detail: error.message, headers: {} };
  return {
    status: clientStatus(error) ?? 500,
    detail: clientStatus(error) ? (error as Error).message : INTERNAL,
    headers: {},
  };
}

/** Express and its parsers mark errors that are the client's with a 4xx status. */
function clientStatus(error: unknown): number | null {
  if (!(error instanceof Error) || !('status' in error)) return null;
  const { status } = error;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : null;
}
