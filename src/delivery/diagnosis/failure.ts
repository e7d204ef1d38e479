import { isLoopback } from './container.ts';
import type { AttemptError } from '../ports.ts';

/** Why an attempt has no complete answer. */
export type FailureKind =
  | 'timeout'
  | 'aborted'
  | 'invalid_url'
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

/** What the hints need to know about the attempt. */
export interface Circumstances {
  readonly hostname: string;
  readonly timeoutMs: number;
  readonly inContainer: boolean;
  readonly loopbackHost: string | null;
}

/** How far the answer had come: `bytes` is something that is not a whole head of an HTTP answer. */
export type Progress = 'nothing' | 'bytes' | 'head';

/** An end that this side chose; everything else comes from Node and undici with a code of its own. */
export class Ended extends Error {
  readonly code: 'ENDED_TIMEOUT' | 'ENDED_ABORTED' | 'ENDED_PROVISIONAL' | 'ENDED_INVALID_URL' | 'ENDED_CUT';
  constructor(code: Ended['code'], message: string) {
    super(message);
    this.code = code;
  }
}

const KINDS: Readonly<Record<string, FailureKind>> = {
  ENDED_TIMEOUT: 'timeout',
  ENDED_ABORTED: 'aborted',
  ENDED_PROVISIONAL: 'invalid_http',
  HTTPParserError: 'invalid_http',
  ETIMEDOUT: 'timeout',
  ENDED_INVALID_URL: 'invalid_url',
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
  timeout: 'Answer first and work afterwards. A breakpoint in the handler has the same effect.',
  aborted: 'The emulator stopped during this attempt; it is made again at the next start.',
  invalid_url: 'The URL of the webhook cannot be requested: correct it.',
  dns: 'The name of the host is unknown here: check its spelling and the network of the emulator.',
  connection_refused: 'Nothing listens at this host and port: is the receiver running, and on this port?',
  unreachable: 'There is no way to this address from here: check the network of the emulator.',
  tls: 'The TLS connection failed: use http:// when the receiver speaks plain HTTP; for a self-signed certificate start the emulator with NODE_EXTRA_CA_CERTS.',
  connection_reset:
    'The receiver broke the connection off: did it crash or restart while it handled the request?',
  connection_closed: 'The receiver closed the connection without an answer: did its handler crash?',
  invalid_http:
    'What came back is no HTTP answer: is this the right port, and does it speak https:// instead?',
  headers_too_large: 'The headers of the answer exceed 16 KiB: is a cookie or a debug header growing?',
  answer_incomplete: 'The answer ended before the length it announced: did the handler crash while writing?',
  network: null,
};

/** Turns what ended an attempt into its record. The kind comes from the error's code, never from its text. */
export function describeFailure(error: Error, progress: Progress, around: Circumstances): AttemptError {
  const code = codeOf(error);
  const kind = kindOf(code, progress);
  return { kind, message: messageFor(kind, error, around), hint: hintFor(kind, around) };
}

/** The error's code; its class where it has none, as undici's parser errors do. */
export function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}

function kindOf(code: string, progress: Progress): FailureKind {
  if (code === 'UND_ERR_SOCKET') return closedAfter(progress);
  return KINDS[code] ?? (TLS_CODE.test(code) ? 'tls' : 'network');
}

function closedAfter(progress: Progress): FailureKind {
  if (progress === 'head') return 'answer_incomplete';
  return progress === 'bytes' ? 'invalid_http' : 'connection_closed';
}

function messageFor(kind: FailureKind, error: Error, { timeoutMs }: Circumstances): string {
  if (kind === 'timeout') return `No complete answer within ${timeoutMs} ms`;
  return error.message === '' ? codeOf(error) : error.message;
}

function hintFor(kind: FailureKind, { hostname, inContainer, loopbackHost }: Circumstances): string | null {
  if (kind === 'connection_refused' && inContainer && loopbackHost === null && isLoopback(hostname)) {
    return (
      `The emulator runs in a container, where ${hostname} is the container itself: use host.docker.internal ` +
      'in the URL, or start with --loopback-host host.docker.internal.'
    );
  }
  return HINTS[kind];
}
