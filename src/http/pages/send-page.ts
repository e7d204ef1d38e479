import type { NextFunction, Request, Response } from 'express';
import type { AppContext } from '../server/app-context.ts';
import { type Problem, problemOf, sendProblem } from '../server/problems.ts';

/**
 * Pages run only what this server serves: no inline script or style, no frames, no outside requests but
 * pictures, which an order may bring from anywhere.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  'img-src * data:',
  "connect-src 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ');

/**
 * Sends a page. `model` is a view model: strings, numbers, flags and lists of these, never records.
 * With the referrer policy `no-referrer` a browser would send forms with `Origin: null`, which the guard of
 * the dashboard has to refuse.
 */
export function sendPage(res: Response, view: string, model: object, status = 200): void {
  res.status(status);
  res.set({
    'Content-Security-Policy': POLICY,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'same-origin',
    'Cache-Control': 'no-store',
  });
  res.render(view, model);
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
  401: 'Password needed',
  403: 'Not allowed',
  404: 'Not found',
  409: 'Not possible now',
  422: 'Invalid request',
  503: 'Try again in a moment',
};
