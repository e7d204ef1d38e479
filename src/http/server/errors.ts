import type { IncomingMessage, ServerResponse } from 'node:http';
import type { NextFunction, Request, Response } from 'express';
import type { Logger } from 'pino';
import type { AppContext } from './app-context.ts';
import { sendPage } from '../pages/send-page.ts';
import { toProblem, type Problem } from './problems.ts';
import { sendJson } from './messages.ts';

/** The status and the text that an error is answered with. What is no fault of the caller is logged. */
export function problemOf(log: Logger, error: unknown, { method, url }: IncomingMessage): Problem {
  const problem = toProblem(error);
  if (problem.status >= 500) log.error({ err: error, method, path: url?.split('?')[0] }, 'request failed');
  return problem;
}

/** Answers an error to a program. */
export function sendProblem(res: ServerResponse, { status, detail, headers }: Problem): void {
  if (res.headersSent) res.destroy();
  else sendJson(res, status, { detail }, headers);
}

/** Answers what the pages' handlers throw: a page to browsers, JSON to programs. */
export function answerErrors({ log }: AppContext) {
  return (error: unknown, req: Request, res: Response, next: NextFunction): void => {
    const problem = problemOf(log, error, req);
    if (res.headersSent) next(error);
    else if (req.accepts(['json', 'html']) === 'html') sendErrorPage(res, problem);
    else sendProblem(res, problem);
  };
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
