import { diagnose, type Signed } from './diagnosis.ts';
import { isWebPage, nameOfPage } from './pages.ts';
import type { AttemptResponse } from './ports.ts';

const WEB_PAGE = 'The answer is a web page: is this the URL of the handler?';

const BY_STATUS: Readonly<Record<number, string>> = {
  400: 'The receiver could not use the request: compare its parsing with the body that was sent.',
  404: 'Nothing is at this path: compare it with the route of the handler.',
  405: 'The path exists, but not for this method: compare it with the method of the webhook.',
  410: 'The receiver says that this URL is gone for good: change or disable the webhook. Retries go on.',
  413: 'The receiver limits the size of bodies below that of this event: raise the limit.',
  415: 'The receiver does not take application/json on this path.',
  422: 'The receiver validated the body and refused it: its answer says what it missed.',
  429: 'The receiver limits the rate of requests. Retry-After puts the next attempt off, by an hour at most.',
  502: 'A proxy got no proper answer from the application behind it: is the application running?',
  503: 'The receiver is not available. Retry-After puts the next attempt off, by an hour at most.',
  504: 'A proxy waited too long for the application behind it: answer first, work afterwards.',
};

/** One line on what to do about an answer that is a failure; `null` when there is nothing to say. */
export function hintForAnswer(signed: Signed, answer: AttemptResponse): string | null {
  if (answer.status >= 300 && answer.status < 400) return hintForRedirect(answer.headers['location']);
  const page = nameOfPage(answer.body);
  if (page !== null) return `${page}.`;
  if (answer.status === 401 || answer.status === 403) return diagnose(signed, answer);
  const parts = [hintForStatus(answer.status), isWebPage(answer.body) ? WEB_PAGE : null];
  return parts.filter((part) => part !== null).join(' ') || null;
}

function hintForRedirect(location: string | undefined): string {
  const advice = 'Redirects are not followed: give the webhook the final URL';
  return location === undefined ? `${advice}.` : `${advice}, ${location.slice(0, 200)}`;
}

function hintForStatus(status: number): string | null {
  return BY_STATUS[status] ?? (status >= 500 ? "The receiver's code failed: its log has the reason." : null);
}
