import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { HttpRefusal } from './problems.ts';

/** How long a session is valid, in milliseconds. */
const SESSION_MS = 24 * 60 * 60 * 1000;

/** Wrong passwords of one address within `FAILURE_WINDOW_MS`; then it has to wait. */
const FAILURE_LIMIT = 10;

const FAILURE_WINDOW_MS = 60_000;

/** Addresses whose failures are counted at once. The one that failed first is forgotten for another. */
const ADDRESS_LIMIT = 10_000;

const COOKIE = 'aghanim_emulator_session';

interface Failures {
  count: number;
  /** Unix milliseconds. */
  readonly since: number;
}

export interface PasswordGuardOptions {
  /** `null` lets everyone in. */
  readonly password: string | null;
  /** Unix milliseconds. */
  readonly now: () => number;
  /** Whether browsers reach the emulator by https only, so that the cookie is sent there only. */
  readonly isSecure: boolean;
}

/**
 * Protects dashboard and control API: by basic authentication with any user name, after which a session cookie does. A
 * session ends with the process, because its key does.
 */
export class PasswordGuard {
  readonly #options: PasswordGuardOptions;
  readonly #key = randomBytes(32);
  readonly #failures = new Map<string, Failures>();

  constructor(options: PasswordGuardOptions) {
    this.#options = options;
  }

  /**
   * Lets a request pass that has the password or a session, and starts a session for the password.
   *
   * @throws HttpRefusal 401 without either; 429 after too many wrong passwords from the address
   */
  check(req: IncomingMessage, res: ServerResponse): void {
    const { password, isSecure } = this.#options;
    if (password === null || this.#hasSession(req)) return;
    const given = basicPassword(req.headers.authorization);
    if (given === null) throw unauthorized('It is protected by a password (--password)');
    const address = req.socket.remoteAddress ?? '';
    this.#refuseManyFailures(address);
    if (!this.#isSame(given, password)) {
      this.#countFailure(address);
      throw unauthorized('The password is wrong (--password)');
    }
    const attributes = `Path=/; HttpOnly; SameSite=Strict${isSecure ? '; Secure' : ''}`;
    res.setHeader('Set-Cookie', `${COOKIE}=${this.#session()}; ${attributes}`);
  }

  /** Compares digests, so that neither the contents nor the length of the password can be timed. */
  #isSame(given: string, expected: string): boolean {
    return timingSafeEqual(this.#digest(given), this.#digest(expected));
  }

  #digest(text: string): Buffer {
    return createHmac('sha256', this.#key).update(text).digest();
  }

  #session(): string {
    const expires = String(this.#options.now() + SESSION_MS);
    return `${expires}.${this.#digest(`session ${expires}`).toString('base64url')}`;
  }

  #hasSession({ headers }: IncomingMessage): boolean {
    return cookies(headers.cookie).some((session) => {
      const [expires = '', signature = ''] = session.split('.', 2);
      const right = this.#digest(`session ${expires}`).toString('base64url');
      return this.#isSame(signature, right) && Number(expires) > this.#options.now();
    });
  }

  #refuseManyFailures(address: string): void {
    const failures = this.#failures.get(address);
    if (!failures) return;
    const waitMs = failures.since + FAILURE_WINDOW_MS - this.#options.now();
    if (waitMs <= 0) {
      this.#failures.delete(address);
    } else if (failures.count >= FAILURE_LIMIT) {
      throw new HttpRefusal(429, 'Too many wrong passwords came from this address. Try again in a minute.', {
        'Retry-After': String(Math.ceil(waitMs / 1000)),
      });
    }
  }

  #countFailure(address: string): void {
    const failures = this.#failures.get(address);
    if (failures) {
      failures.count += 1;
      return;
    }
    const [first] = this.#failures.keys();
    if (first !== undefined && this.#failures.size >= ADDRESS_LIMIT) this.#failures.delete(first);
    this.#failures.set(address, { count: 1, since: this.#options.now() });
  }
}

function unauthorized(reason: string): HttpRefusal {
  return new HttpRefusal(401, `${reason}: send it by basic authentication, with any user name.`, {
    'WWW-Authenticate': 'Basic realm="aghanim-emulator", charset="UTF-8"',
  });
}

/** User name and password of basic authentication; `null` for another scheme. */
export function basicCredentials(
  authorization: string | undefined,
): { readonly user: string; readonly password: string } | null {
  const [, encoded] = /^basic +([\w+/=-]+) *$/i.exec(authorization ?? '') ?? [];
  if (encoded === undefined) return null;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon < 0 ? null : { user: text.slice(0, colon), password: text.slice(colon + 1) };
}

/** `null` without a password: an API key may stand alone, as the user name. */
function basicPassword(authorization: string | undefined): string | null {
  const password = basicCredentials(authorization)?.password ?? '';
  return password === '' ? null : password;
}

/** The values of our cookie; a browser sends several when they were set for several paths. At most the first four. */
function cookies(header = ''): readonly string[] {
  return header
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part.startsWith(`${COOKIE}=`))
    .slice(0, 4)
    .map((part) => part.slice(COOKIE.length + 1));
}
