import type { AttemptResponse } from '../ports.ts';
import { diagnose, type Signed } from './signature-diagnosis.ts';

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

interface Page {
  readonly sign: RegExp;
  readonly meaning: string;
}

/**
 * Pages that frameworks, servers and tunnels answer with before the developer's own code runs, or after it
 * failed. The first sign that is found names the page, so the particular ones come first.
 */
const PAGES: readonly Page[] = [
  {
    sign: /CSRF verification failed|CSRF token (?:missing|from POST)/i,
    meaning: "Django's CSRF check refused the request: mark the view with @csrf_exempt",
  },
  {
    sign: /ActionController::InvalidAuthenticityToken|InvalidAuthenticityToken/,
    meaning: "Rails' CSRF check refused the request: skip_before_action :verify_authenticity_token",
  },
  {
    sign: /<title>\s*Page Expired\s*<|CSRF token mismatch/i,
    meaning: "Laravel's CSRF check refused the request: except the route from it",
  },
  {
    sign: /<pre>Cannot (?:GET|POST) |^Cannot (?:GET|POST) \//,
    meaning: 'Express has no route for this method and path',
  },
  {
    sign: /ERR_NGROK_\d+|ngrok-error-code/,
    meaning: 'ngrok answered instead of the receiver: is it running behind the tunnel?',
  },
  {
    sign: /You're seeing this error because you have <code>DEBUG = True|DisallowedHost/,
    meaning: 'A Django debug page: its log has the traceback (DisallowedHost: add the host to ALLOWED_HOSTS)',
  },
  {
    sign: /Whitelabel Error Page/,
    meaning: "Spring Boot's error page: no handler for this path, or the handler threw",
  },
  {
    sign: /Action Controller: Exception caught|ActionController::RoutingError|Routing Error/,
    meaning: 'A Rails error page: no route for this method and path, or the action raised',
  },
  {
    sign: /Werkzeug (?:powered traceback|Debugger)|werkzeug\.debug/i,
    meaning: "Flask's (Werkzeug's) debugger: the handler raised",
  },
  {
    sign: /The requested URL was not found on the server\. If you entered the URL manually/,
    meaning: 'Flask has no route for this path',
  },
  {
    sign: /Illuminate\\|laravel_session|<title>Laravel/,
    meaning: 'A Laravel error page: no route for this path, or the handler threw',
  },
  {
    sign: /\/_next\/static|__NEXT_DATA__|This page could not be found/,
    meaning: 'A Next.js page: there is no API route at this path',
  },
  {
    sign: /Server Error in '\/[^']{0,200}' Application|<title>IIS|An unhandled exception occurred while processing the request/,
    meaning: 'An ASP.NET error page: no endpoint for this path, or the handler threw',
  },
  {
    sign: /<center>nginx(?:\/[\d.]+)?<\/center>|Welcome to nginx!/,
    meaning: "nginx's own page: the request did not get through to the application behind it",
  },
  {
    sign: /<address>Apache\/|Apache2 \w+ Default Page/,
    meaning: "Apache's own page: the request did not get through to the application behind it",
  },
];

/** What kind of page the body of an answer is, and what that means; `null` when it is none that we know. */
export function nameOfPage(body: string): string | null {
  return PAGES.find(({ sign }) => sign.test(body))?.meaning ?? null;
}

/** Whether the body is an HTML document of any kind. */
export function isWebPage(body: string): boolean {
  return /^\s*<(?:!doctype html|html)/i.test(body);
}
