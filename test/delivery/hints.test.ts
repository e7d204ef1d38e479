import { errors } from 'undici';
import { describe, expect, it } from 'vitest';
import { describeFailure, Ended, type Circumstances } from '../../src/delivery/diagnosis/failure.ts';
import { hintForAnswer } from '../../src/delivery/diagnosis/hints.ts';
import { aShipment } from './shipments.ts';

function hintOf(status: number, body = '', headers: Record<string, string> = {}): string | null {
  const response = { status, headers, body, encoding: 'utf8', bodyBytes: 0, truncated: false } as const;
  return hintForAnswer({ shipment: aShipment(), timestamp: '1' }, response);
}

describe('the hint for an answer', () => {
  it.each([301, 302, 303, 307, 308])('names the Location of a %i', (status) => {
    expect(hintOf(status, '', { location: 'https://game.example/hook/' })).toBe(
      'Redirects are not followed: give the webhook the final URL, https://game.example/hook/',
    );
  });

  it('does without a Location, and cuts one that is very long', () => {
    expect(hintOf(302)).toBe('Redirects are not followed: give the webhook the final URL.');
    expect(hintOf(302, '', { location: 'x'.repeat(10_000) })?.length).toBeLessThan(300);
  });

  const pages: [who: string, status: number, body: string, words: string][] = [
    ['Express', 404, '<!DOCTYPE html><body>\n<pre>Cannot POST /hook</pre>\n</body>', 'Express has no route'],
    [
      'Django CSRF',
      403,
      '<h1>Forbidden <span>(403)</span></h1><p>CSRF verification failed.</p>',
      '@csrf_exempt',
    ],
    [
      'Django',
      404,
      "<p>You're seeing this error because you have <code>DEBUG = True</code>",
      'Django debug page',
    ],
    ['Rails', 404, '<header><h1>Routing Error</h1></header>', 'Rails error page'],
    [
      'Rails CSRF',
      422,
      'ActionController::InvalidAuthenticityToken in HooksController',
      'verify_authenticity_token',
    ],
    ['Spring', 404, '<html><body><h1>Whitelabel Error Page</h1>', 'Spring Boot'],
    ['Laravel CSRF', 419, '<html><head><title>Page Expired</title>', "Laravel's CSRF check"],
    ['Laravel', 500, '<html>at Illuminate\\Routing\\Router', 'Laravel error page'],
    [
      'Flask',
      404,
      '<p>The requested URL was not found on the server. If you entered the URL manually',
      'Flask has no',
    ],
    ['Werkzeug', 500, '<title>KeyError // Werkzeug Debugger</title>', 'Werkzeug'],
    ['Next.js', 404, '<html><script src="/_next/static/x.js">', 'Next.js'],
    ['ASP.NET', 500, "<h1>Server Error in '/' Application.</h1>", 'ASP.NET'],
    ['nginx', 404, '<center>404</center><hr><center>nginx/1.25.3</center>', "nginx's own page"],
    [
      'Apache',
      404,
      '<address>Apache/2.4.57 (Debian) Server at localhost Port 80</address>',
      "Apache's own page",
    ],
    ['ngrok', 404, 'The endpoint is offline. ERR_NGROK_3200', 'ngrok answered'],
    ['any page', 404, ' <!doctype html><h1>Hm</h1>', 'route of the handler. The answer is a web page'],
  ];
  it.each(pages)('knows the page of %s', (_who, status, body, words) => {
    expect(hintOf(status, body)).toContain(words);
  });

  it('diagnoses 401 and 403 [answers.signature-hints]', () => {
    expect(hintOf(401)).toContain('signature');
    expect(hintOf(403, '{}')).toContain('signature');
  });

  const statuses: [status: number, words: string | null][] = [
    [404, 'Nothing is at this path'],
    [405, 'method'],
    [410, 'gone for good'],
    [429, 'Retry-After'],
    [500, "receiver's code failed"],
    [502, 'proxy'],
    [418, null],
  ];
  it.each(statuses)('tells what HTTP %i asks for', (status, words) => {
    if (words === null) expect(hintOf(status)).toBeNull();
    else expect(hintOf(status)).toContain(words);
  });

  it('is quick on a hostile body', () => {
    const started = performance.now();
    hintOf(500, "Server Error in '/".repeat(3600));
    hintOf(500, '<title>'.repeat(9000));
    expect(performance.now() - started).toBeLessThan(500);
  });
});

describe('the record of a failure', () => {
  const around: Circumstances = {
    hostname: 'localhost',
    timeoutMs: 10_000,
    inContainer: false,
    loopbackHost: null,
  };
  const failureOf = (code: string, progress: 'nothing' | 'bytes' | 'head' = 'nothing') =>
    describeFailure(Object.assign(new Error('text'), { code }), progress, around);

  const kinds: [code: string, kind: string][] = [
    ['ECONNREFUSED', 'connection_refused'],
    ['ENOTFOUND', 'dns'],
    ['EAI_AGAIN', 'dns'],
    ['EHOSTUNREACH', 'unreachable'],
    ['ETIMEDOUT', 'timeout'],
    ['ECONNRESET', 'connection_reset'],
    ['EPIPE', 'connection_reset'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'tls'],
    ['CERT_HAS_EXPIRED', 'tls'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'tls'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'tls'],
    ['EPROTO', 'tls'],
    ['UND_ERR_HEADERS_OVERFLOW', 'headers_too_large'],
    ['UND_ERR_RES_CONTENT_LENGTH_MISMATCH', 'answer_incomplete'],
    ['UND_ERR_INVALID_ARG', 'invalid_url'],
    ['EWHATEVER', 'network'],
  ];
  it.each(kinds)('takes its kind from the code %s', (code, kind) => {
    expect(failureOf(code).kind).toBe(kind);
  });

  it('tells a closed connection by how far the answer had come', () => {
    expect(failureOf('UND_ERR_SOCKET', 'nothing').kind).toBe('connection_closed');
    expect(failureOf('UND_ERR_SOCKET', 'bytes').kind).toBe('invalid_http');
    expect(failureOf('UND_ERR_SOCKET', 'head').kind).toBe('answer_incomplete');
  });

  it("takes the kind of the parser's errors from their class", () => {
    const { kind } = describeFailure(new errors.HTTPParserError('text'), 'bytes', around);
    expect(kind).toBe('invalid_http');
  });

  it('has the limit in the message of a timeout', () => {
    const { kind, message } = describeFailure(new Ended('ENDED_TIMEOUT', ''), 'nothing', around);
    expect([kind, message]).toEqual(['timeout', 'No complete answer within 10000 ms']);
  });

  it('falls back on the code where there is no text', () => {
    const error = Object.assign(new AggregateError([]), { code: 'ECONNREFUSED' });
    expect(describeFailure(error, 'nothing', around).message).toBe('ECONNREFUSED');
  });

  describe('of a refused connection', () => {
    const refused = (differences: Partial<Circumstances>) =>
      describeFailure(Object.assign(new Error('x'), { code: 'ECONNREFUSED' }), 'nothing', {
        ...around,
        ...differences,
      }).hint;

    it('names the way out of a container when the URL is a loopback one', () => {
      expect(refused({ inContainer: true })).toMatch(/host\.docker\.internal.*--loopback-host/);
      expect(refused({ inContainer: true, hostname: '127.0.0.1' })).toContain(
        '127.0.0.1 is the container itself',
      );
    });

    it('asks whether the receiver runs in every other case', () => {
      expect(refused({})).toContain('is the receiver running');
      expect(refused({ inContainer: true, hostname: 'game' })).toContain('is the receiver running');
      expect(refused({ inContainer: true, loopbackHost: 'host.docker.internal' })).toContain(
        'receiver running',
      );
    });
  });
});
