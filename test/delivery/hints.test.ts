import { errors } from 'undici';
import { describe, expect, it } from 'vitest';
import { describeFailure, SenderError, type FailureContext } from '../../src/delivery/diagnosis/failure.ts';
import { hintForResponse } from '../../src/delivery/diagnosis/hints.ts';

function hintOf(status: number, body = '', headers: Record<string, string> = {}): string | null {
  return hintForResponse({ status, headers, body }, () => 'the signature was rejected');
}

describe('the hint for a response', () => {
  it.each([301, 302, 303, 307, 308])('names the Location of a %i', (status) => {
    expect(hintOf(status, '', { location: 'https://game.example/hook/' })).toBe(
      "Redirects are not followed. Change the webhook's URL to the final one: https://game.example/hook/",
    );
  });

  it('does not need a Location, and cuts a very long one', () => {
    expect(hintOf(302)).toBe("Redirects are not followed. Change the webhook's URL to the final one.");
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
    ['ngrok', 404, 'The endpoint is offline. ERR_NGROK_3200', 'ngrok responded'],
    ['any page', 404, ' <!doctype html><h1>Hm</h1>', 'route of the handler. The response is a web page'],
  ];
  it.each(pages)('recognizes the page of %s', (_who, status, body, words) => {
    expect(hintOf(status, body)).toContain(words);
  });

  it('diagnoses 401 and 403 [answers.signature-hints]', () => {
    expect(hintOf(401)).toContain('signature');
    expect(hintOf(403, '{}')).toContain('signature');
  });

  const statuses: [status: number, words: string | null][] = [
    [404, 'Nothing handles this path'],
    [405, 'method'],
    [410, 'gone for good'],
    [429, 'Retry-After'],
    [500, "receiver's code failed"],
    [502, 'proxy'],
    [418, null],
  ];
  it.each(statuses)('says what to do about HTTP %i', (status, words) => {
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

describe('the description of a failure', () => {
  const context: FailureContext = {
    hostname: 'localhost',
    timeoutMs: 10_000,
    inContainer: false,
    loopbackHost: null,
  };
  const failureOf = (code: string, received: 'nothing' | 'bytes' | 'headers' = 'nothing') =>
    describeFailure(Object.assign(new Error('text'), { code }), received, context);

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
    ['EMFILE', 'out_of_descriptors'],
    ['ENFILE', 'out_of_descriptors'],
    ['EWHATEVER', 'network'],
  ];
  it.each(kinds)('takes its kind from the code %s', (code, kind) => {
    expect(failureOf(code).kind).toBe(kind);
  });

  it('is a missing descriptor when the attempt at one of several addresses had none', () => {
    const refused = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
    const missing = Object.assign(new Error('none left'), { code: 'EMFILE' });
    const both = Object.assign(new AggregateError([refused, missing]), { code: 'ECONNREFUSED' });
    expect(describeFailure(both, 'nothing', context).kind).toBe('out_of_descriptors');
  });

  it('depends on how much of the response arrived before the connection closed', () => {
    expect(failureOf('UND_ERR_SOCKET', 'nothing').kind).toBe('connection_closed');
    expect(failureOf('UND_ERR_SOCKET', 'bytes').kind).toBe('invalid_http');
    expect(failureOf('UND_ERR_SOCKET', 'headers').kind).toBe('answer_incomplete');
  });

  it("takes the kind of the parser's errors from their class name", () => {
    const { kind } = describeFailure(new errors.HTTPParserError('text'), 'bytes', context);
    expect(kind).toBe('invalid_http');
  });

  it('contains the time limit for a timeout', () => {
    const { kind, message } = describeFailure(new SenderError('SENDER_TIMEOUT', ''), 'nothing', context);
    expect([kind, message]).toEqual(['timeout', 'No complete response within 10000 ms']);
  });

  it('uses the code if the error has no message', () => {
    const error = Object.assign(new AggregateError([]), { code: 'ECONNREFUSED' });
    expect(describeFailure(error, 'nothing', context).message).toBe('ECONNREFUSED');
  });

  it('names --add-host if host.docker.internal cannot be resolved', () => {
    const unresolved = (differences: Partial<FailureContext>) =>
      describeFailure(Object.assign(new Error('x'), { code: 'ENOTFOUND' }), 'nothing', {
        ...context,
        ...differences,
      }).hint;
    const flag = '--add-host host.docker.internal:host-gateway';
    expect(unresolved({ hostname: 'host.docker.internal' })).toContain(flag);
    expect(unresolved({ hostname: 'localhost', loopbackHost: 'host.docker.internal' })).toContain(flag);
    expect(unresolved({ hostname: 'game' })).not.toContain('--add-host');
  });

  describe('of a refused connection', () => {
    const refused = (differences: Partial<FailureContext>) =>
      describeFailure(Object.assign(new Error('x'), { code: 'ECONNREFUSED' }), 'nothing', {
        ...context,
        ...differences,
      }).hint;

    it('says how to reach the host from a container if the URL is a loopback URL', () => {
      expect(refused({ inContainer: true })).toMatch(/host\.docker\.internal.*--loopback-host/);
      expect(refused({ inContainer: true, hostname: '127.0.0.1' })).toContain(
        '127.0.0.1 is the container itself',
      );
    });

    it('names both causes in a container: the receiver in the same container, and on the host', () => {
      expect(refused({ inContainer: true })).toMatch(/in this container too.*on the host/);
    });

    it('asks whether the receiver runs in all other cases', () => {
      expect(refused({})).toContain('is the receiver running');
      expect(refused({ inContainer: true, hostname: 'game' })).toContain('is the receiver running');
      expect(refused({ inContainer: true, loopbackHost: 'host.docker.internal' })).toContain(
        'receiver running',
      );
    });
  });
});
