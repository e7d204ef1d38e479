import type { IncomingMessage, ServerResponse } from 'node:http';
import type { NextFunction, Request, Response } from 'express';
import type { AppContext } from './app-context.ts';
import { sendPage } from '../pages/send-page.ts';
import { toProblem, type Problem } from './problems.ts';
import { sendJson } from './messages.ts';

/** The one place that answers an error: JSON to programs, a page to people. */
export function answerErrors(app: AppContext) {
  return (error: unknown, req: Request, res: Response, next: NextFunction): void => {
    const problem = problemOf(app, error, req);
    if (res.headersSent) next(error);
    else if (wantsPage(req)) sendErrorPage(res, problem);
    else sendProblem(res, problem);
  };
}

/** The same, always as to a program, for a request that Express has not seen. */
export function answerApiError(
  app: AppContext,
  error: unknown,
  { req, res }: { readonly req: IncomingMessage; readonly res: ServerResponse },
): void {
  const problem = problemOf(app, error, req);
  if (res.headersSent) res.destroy();
  else sendProblem(res, problem);
}

/** What is no fault of the caller is logged. */
function problemOf({ log }: AppContext, error: unknown, { method, url }: IncomingMessage): Problem {
  const problem = toProblem(error);
  if (problem.status >= 500) log.error({ err: error, method, path: url?.split('?')[0] }, 'request failed');
  return problem;
}

function sendProblem(res: ServerResponse, { status, detail, headers }: Problem): void {
  sendJson(res, status, { detail }, headers);
}

function wantsPage(req: Request): boolean {
  const isApi = /^\/(?:s2s|_emulator|livez|readyz)(?:\/|$)/.test(req.path);
  return !isApi && req.accepts(['json', 'html']) === 'html';
}

function sendErrorPage(res: Response, problem: Problem): void {
  const { detail, status } = problem;
  const lines =
    typeof detail === 'string' ? [detail] : detail.map(({ loc, msg }) => `${loc.join('.')}: ${msg}`);
  res.set(problem.headers);
  sendPage(res, 'error', { status, lines, heading: HEADINGS[status] ?? 'Something went wrong' }, status);
}

const HEADINGS: Readonly<Partial<Record<number, string>>> = {
  403: 'Not allowed',
  404: 'Nothing here',
  409: 'Not possible now',
  422: 'This request can’t be read',
  503: 'Try again in a moment',
};
