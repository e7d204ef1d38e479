import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { HttpRefusal, toProblem, type Problem } from './problems.ts';
import { sendJson } from './messages.ts';

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
