import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { COUPON_FAULTS } from '../../domain/coupons/rules.ts';
import {
  Conflict,
  type Fault,
  Invalid,
  NotFound,
  StorageUnavailable,
  summary,
} from '../../domain/model/errors.ts';
import { sendJson } from './messages.ts';

/** One thing that is wrong with a request, as the API reports it. Source: `ValidationError` of the published OpenAPI. */
export interface ValidationDetail {
  /** Where: `['body', 'items', 0, 'sku']`. */
  readonly loc: readonly (string | number)[];
  readonly msg: string;
  readonly type: string;
}

/** A request whose query or body is invalid; `details` lists everything that is wrong. */
export class InvalidRequest extends Error {
  override readonly name = 'InvalidRequest';
  readonly details: readonly ValidationDetail[];

  constructor(details: readonly ValidationDetail[]) {
    super(summary(details.map(({ loc, msg }) => ({ path: loc, message: msg }))));
    this.details = details;
  }
}

/** A request that is refused before any use case, with its HTTP status. */
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

/** The answer to an error: a text, or for 422 the list of everything that is wrong. */
export interface Problem {
  readonly status: number;
  readonly detail: string | readonly ValidationDetail[];
  readonly headers: Readonly<Record<string, string>>;
}

/** The most details of one 422; the last one says how many more there are. */
export const DETAILS_LIMIT = 100;

/** Characters of a field name in `loc`. */
export const DETAIL_STEP_LENGTH = 100;
const MESSAGE_LENGTH = 500;
const DETAIL_LENGTH = 2000;

const INTERNAL = 'Internal error of the emulator: its log has the details. Nothing was changed.';

/**
 * The one place that knows which error answers with which status. Source of the statuses: the error codes
 * in the description of the published OpenAPI.
 */
export function toProblem(error: unknown): Problem {
  const details = detailsOf(error);
  if (details) return { status: 422, detail: boundedDetails(details), headers: {} };
  const status = statusOf(error);
  if (status === null || !(error instanceof Error)) return { status: 500, detail: INTERNAL, headers: {} };
  const headers = error instanceof HttpRefusal ? error.headers : {};
  return { status, detail: shortened(error.message, DETAIL_LENGTH), headers };
}

/** `null` for an error that the caller has not caused. */
function statusOf(error: unknown): number | null {
  if (error instanceof HttpRefusal) return error.status;
  if (error instanceof NotFound) return 404;
  if (error instanceof Conflict) return 409;
  if (error instanceof StorageUnavailable) return 503;
  return clientStatus(error);
}

/** What is wrong with an invalid request, or with one that a use case refuses; `null` for other errors. */
export function detailsOf(error: unknown): readonly ValidationDetail[] | null {
  if (error instanceof InvalidRequest) return error.details;
  return error instanceof Invalid ? error.faults.map(detailOf) : null;
}

const TOLD_BY_CODE: readonly string[] = COUPON_FAULTS;

/** Coupon faults have types of their own; all others get pydantic's `value_error`. */
function detailOf({ path, code, message }: Fault): ValidationDetail {
  return { loc: ['body', ...path], msg: message, type: TOLD_BY_CODE.includes(code) ? code : 'value_error' };
}

/** Express and its parsers give errors that the client has caused a 4xx status. */
function clientStatus(error: unknown): number | null {
  if (!(error instanceof Error) || !('status' in error)) return null;
  const { status } = error;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : null;
}

/** The details that an answer contains: at most `DETAILS_LIMIT`, each of bounded length. */
export function boundedDetails(
  details: readonly ValidationDetail[],
  total = details.length,
): readonly ValidationDetail[] {
  const shown = details.slice(0, DETAILS_LIMIT).map(({ loc, msg, type }) => ({
    loc: loc.map((step) => (typeof step === 'string' ? shortened(step, DETAIL_STEP_LENGTH) : step)),
    msg: shortened(msg, MESSAGE_LENGTH),
    type,
  }));
  const more = total - shown.length;
  return more > 0 ? [...shown, { loc: ['body'], msg: `and ${more} more`, type: 'more_errors' }] : shown;
}

/** A text of at most `length` characters; one that was longer ends with an ellipsis. */
export function shortened(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}

/** The status and the text that an error is answered with. Logs errors that the caller has not caused. */
export function problemOf(log: Logger, error: unknown, { method, url }: IncomingMessage): Problem {
  const problem = toProblem(error);
  const isDeliberate = error instanceof HttpRefusal;
  if (problem.status >= 500 && !isDeliberate)
    log.error({ err: error, method, path: url?.split('?')[0] }, 'request failed');
  return problem;
}

/** Answers with the JSON of an error. */
export function sendProblem(res: ServerResponse, { status, detail, headers }: Problem): void {
  if (res.headersSent) res.destroy();
  else sendJson(res, status, { detail }, headers);
}
