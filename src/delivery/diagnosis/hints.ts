import type { AttemptResponse } from '../ports.ts';

const BY_STATUS: Readonly<Record<number, string>> = {
  400: 'The receiver could not use the request. Compare how it parses the body with the body that was sent.',
  404: 'Nothing handles this path. Compare it with the route of the handler.',
  405: 'The path exists, but not for this method. Compare it with the method of the webhook.',
  410: 'The receiver says that this URL is gone for good. Change or disable the webhook; until then it is retried.',
  413: 'The event is larger than the request bodies that the receiver accepts. Raise the limit.',
  415: 'The receiver does not accept application/json on this path.',
  422: 'The receiver validated the body and rejected it. Its response should say why.',
  429: 'The receiver limits the rate of requests. Retry-After postpones the next attempt, by at most an hour.',
  502: 'A proxy got no valid response from the application behind it: is the application running?',
  503: 'The receiver is unavailable. Retry-After postpones the next attempt, by at most an hour.',
  504: 'A proxy timed out waiting for the application behind it. Send the response before you do slow work.',
};

const SERVER_ERROR = "The receiver's code failed. See its log for the reason.";
const WEB_PAGE = 'The response is a web page: is this the URL of the handler?';

/**
 * One line on what to do about a failed response; `null` if there is nothing to say.
 *
 * @param explainRejection why a receiver may have responded with 401 or 403, which depends on the signature
 */
export function hintForResponse(
  { status, headers, body }: Pick<AttemptResponse, 'status' | 'headers' | 'body'>,
  explainRejection: () => string,
): string | null {
  if (status >= 300 && status < 400) return hintForRedirect(headers['location']);
  const page = hintForPage(body);
  if (page !== null) return page;
  if (status === 401 || status === 403) return explainRejection();
  const parts = [BY_STATUS[status] ?? (status >= 500 ? SERVER_ERROR : null), isHtml(body) ? WEB_PAGE : null];
  return parts.filter((part) => part !== null).join(' ') || null;
}

function hintForRedirect(location: string | undefined): string {
  const advice = "Redirects are not followed. Change the webhook's URL to the final one";
  return location === undefined ? `${advice}.` : `${advice}: ${location.slice(0, 200)}`;
}

interface KnownPage {
  readonly pattern: RegExp;
  readonly hint: string;
}

/**
 * Pages that frameworks, servers and tunnels send before the developer's own code runs, or after it failed. The first
 * match decides, so specific patterns come before general ones.
 */
const KNOWN_PAGES: readonly KnownPage[] = [
  {
    pattern: /CSRF verification failed|CSRF token (?:missing|from POST)/i,
    hint: "Django's CSRF check rejected the request. Mark the view with @csrf_exempt.",
  },
  {
    pattern: /ActionController::InvalidAuthenticityToken|InvalidAuthenticityToken/,
    hint: "Rails' CSRF check rejected the request. Add skip_before_action :verify_authenticity_token.",
  },
  {
    pattern: /<title>\s*Page Expired\s*<|CSRF token mismatch/i,
    hint: "Laravel's CSRF check rejected the request. Exclude the route from it.",
  },
  {
    pattern: /<pre>Cannot (?:GET|POST) |^Cannot (?:GET|POST) \//,
    hint: 'Express has no route for this method and path.',
  },
  {
    pattern: /ERR_NGROK_\d+|ngrok-error-code/,
    hint: 'ngrok responded instead of the receiver: is the receiver running behind the tunnel?',
  },
  {
    pattern: /You're seeing this error because you have <code>DEBUG = True|DisallowedHost/,
    hint: 'A Django debug page: see its log for the traceback (DisallowedHost: add the host to ALLOWED_HOSTS).',
  },
  {
    pattern: /Whitelabel Error Page/,
    hint: "Spring Boot's error page: no handler for this path, or the handler threw.",
  },
  {
    pattern: /Action Controller: Exception caught|ActionController::RoutingError|Routing Error/,
    hint: 'A Rails error page: no route for this method and path, or the action raised.',
  },
  {
    pattern: /Werkzeug (?:powered traceback|Debugger)|werkzeug\.debug/i,
    hint: "Flask's (Werkzeug's) debugger: the handler raised.",
  },
  {
    pattern: /The requested URL was not found on the server\. If you entered the URL manually/,
    hint: 'Flask has no route for this path.',
  },
  {
    pattern: /Illuminate\\|laravel_session|<title>Laravel/,
    hint: 'A Laravel error page: no route for this path, or the handler threw.',
  },
  {
    pattern: /\/_next\/static|__NEXT_DATA__|This page could not be found/,
    hint: 'A Next.js page: there is no API route at this path.',
  },
  {
    pattern:
      /Server Error in '\/[^']{0,200}' Application|<title>IIS|An unhandled exception occurred while processing the request/,
    hint: 'An ASP.NET error page: no endpoint for this path, or the handler threw.',
  },
  {
    pattern: /<center>nginx(?:\/[\d.]+)?<\/center>|Welcome to nginx!/,
    hint: "nginx's own page: the request did not reach the application behind it.",
  },
  {
    pattern: /<address>Apache\/|Apache2 \w+ Default Page/,
    hint: "Apache's own page: the request did not reach the application behind it.",
  },
];

/** What a known page in a response body means; `null` if the body is no known page. */
function hintForPage(body: string): string | null {
  return KNOWN_PAGES.find(({ pattern }) => pattern.test(body))?.hint ?? null;
}

function isHtml(body: string): boolean {
  return /^\s*<(?:!doctype html|html)/i.test(body);
}
