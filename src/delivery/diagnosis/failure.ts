import type { AttemptResult } from '../ports.ts';
import { isLoopback } from './container.ts';

/** Why an attempt has no complete response. */
export type FailureKind =
  | 'timeout'
  | 'aborted'
  | 'invalid_url'
  | 'target_refused'
  | 'out_of_descriptors'
  | 'dns'
  | 'connection_refused'
  | 'unreachable'
  | 'tls'
  | 'connection_reset'
  | 'connection_closed'
  | 'invalid_http'
  | 'headers_too_large'
  | 'answer_incomplete'
  | 'network';

/** What the hints depend on. */
export interface FailureContext {
  readonly hostname: string;
  readonly timeoutMs: number;
  readonly inContainer: boolean;
  readonly loopbackHost: string | null;
}

/** How much of a response arrived; `bytes` are less than complete headers. */
export type ReceivedPart = 'nothing' | 'bytes' | 'headers';

/** An error that the sender raises itself; all others come from Node and undici with their own codes. */
export class SenderError extends Error {
  readonly code:
    | 'SENDER_TIMEOUT'
    | 'SENDER_ABORTED'
    | 'SENDER_INFORMATIONAL'
    | 'SENDER_INVALID_URL'
    | 'SENDER_TARGET_REFUSED'
    | 'SENDER_NO_DESCRIPTORS'
    | 'SENDER_BODY_LIMIT';

  constructor(code: SenderError['code'], message: string) {
    super(message);
    this.code = code;
  }
}

const KINDS: Readonly<Record<string, FailureKind>> = {
  SENDER_TIMEOUT: 'timeout',
  SENDER_ABORTED: 'aborted',
  SENDER_INFORMATIONAL: 'invalid_http',
  HTTPParserError: 'invalid_http',
  ETIMEDOUT: 'timeout',
  SENDER_INVALID_URL: 'invalid_url',
  SENDER_TARGET_REFUSED: 'target_refused',
  SENDER_NO_DESCRIPTORS: 'out_of_descriptors',
  EMFILE: 'out_of_descriptors',
  ENFILE: 'out_of_descriptors',
  UND_ERR_INVALID_ARG: 'invalid_url',
  ENOTFOUND: 'dns',
  EAI_AGAIN: 'dns',
  ECONNREFUSED: 'connection_refused',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  EADDRNOTAVAIL: 'unreachable',
  EPROTO: 'tls',
  ECONNRESET: 'connection_reset',
  ECONNABORTED: 'connection_reset',
  EPIPE: 'connection_reset',
  UND_ERR_HEADERS_OVERFLOW: 'headers_too_large',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'answer_incomplete',
};

/** Names of OpenSSL's verification errors (`SELF_SIGNED_CERT_IN_CHAIN`) and of Node's own TLS errors. */
const TLS_CODE = /^ERR_(?:TLS|SSL)_|CERT|^UNABLE_TO_|_CRL|^HOSTNAME_MISMATCH$/;

const HINTS: Readonly<Record<FailureKind, string | null>> = {
  timeout:
    'Send the response before you do slow work. A breakpoint in the handler also makes the attempt time out.',
  aborted: 'The emulator stopped during this attempt. It sends the delivery again after its next start.',
  invalid_url: "The webhook's URL cannot be requested. Correct it.",
  target_refused:
    'The setting --webhook-targets says where webhooks may go: loopback (this machine), private (private networks, too) or any. Correct the URL or the setting.',
  out_of_descriptors: 'The emulator has no file descriptors left. Raise its limit (ulimit -n).',
  dns: 'The host name cannot be resolved. Check its spelling and the network of the emulator.',
  connection_refused: 'Nothing listens on this host and port: is the receiver running, and on this port?',
  unreachable: 'There is no route to this address. Check the network of the emulator.',
  tls: 'The TLS connection failed. Use http:// if the receiver speaks plain HTTP. For a self-signed certificate, start the emulator with NODE_EXTRA_CA_CERTS.',
  connection_reset:
    'The receiver reset the connection: did it crash or restart while it handled the request?',
  connection_closed: 'The receiver closed the connection without a response: did its handler crash?',
  invalid_http:
    'The receiver did not send an HTTP response: is this the right port, and does it require https:// instead?',
  headers_too_large: 'The headers of the response exceed 16 KiB: is a cookie or a debug header growing?',
  answer_incomplete:
    'The response ended before its announced length: did the handler crash while writing it?',
  network: null,
};

/** Describes why an attempt got no complete response. The kind comes from the error's code, never from its message. */
export function describeFailure(
  error: Error,
  received: ReceivedPart,
  context: FailureContext,
): NonNullable<AttemptResult['error']> {
  const kind = kindOf(codeOf(error), received);
  return { kind, message: messageFor(kind, error, context), hint: hintFor(kind, context) };
}

/**
 * The error's code, or its class name if it has none, as undici's parser errors. Of several errors, one for each address
 * of a name, a missing descriptor is the reason, whatever the others say.
 */
export function codeOf(error: Error): string {
  if (error instanceof AggregateError) {
    const codes = error.errors.map((one: unknown) => (one instanceof Error ? codeOf(one) : ''));
    const missing = codes.find((code) => code === 'EMFILE' || code === 'ENFILE');
    if (missing !== undefined) return missing;
  }
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}

function kindOf(code: string, received: ReceivedPart): FailureKind {
  if (code === 'UND_ERR_SOCKET') return closedAfter(received);
  return KINDS[code] ?? (TLS_CODE.test(code) ? 'tls' : 'network');
}

function closedAfter(received: ReceivedPart): FailureKind {
  if (received === 'headers') return 'answer_incomplete';
  return received === 'bytes' ? 'invalid_http' : 'connection_closed';
}

function messageFor(kind: FailureKind, error: Error, { timeoutMs }: FailureContext): string {
  if (kind === 'timeout') return `No complete response within ${timeoutMs} ms`;
  return error.message === '' ? codeOf(error) : error.message;
}

const DOCKER_HOST = 'host.docker.internal';

function hintFor(kind: FailureKind, { hostname, inContainer, loopbackHost }: FailureContext): string | null {
  if (kind === 'connection_refused' && inContainer && loopbackHost === null && isLoopback(hostname)) {
    return (
      `The emulator runs in a container, where ${hostname} is the container itself. If the receiver runs in this ` +
      'container too, it does not listen on this port. If it runs on the host, use host.docker.internal in the ' +
      'URL, or start the emulator with --loopback-host host.docker.internal.'
    );
  }
  const target = loopbackHost !== null && isLoopback(hostname) ? loopbackHost : hostname;
  if (kind === 'dns' && target === DOCKER_HOST) {
    return (
      `${DOCKER_HOST} is known only in containers, and on Linux only in those that map it: start the container with ` +
      `--add-host ${DOCKER_HOST}:host-gateway (Compose: extra_hosts), or use localhost outside a container.`
    );
  }
  return HINTS[kind];
}
