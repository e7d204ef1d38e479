import type { Response } from 'express';

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
