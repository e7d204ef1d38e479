import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { StartFailure } from '../settings/errors.ts';
import type { ClientConnection } from './connection.ts';

/**
 * The file that tells other programs where the emulator is. It exists while the emulator is ready, and appears whole,
 * because it is written under another name and renamed. Only its user can read it: it holds the key, the secret and the password.
 */
export class ReadyFile {
  readonly #path: string;
  #text: string | null = null;

  constructor(path: string) {
    this.#path = path;
  }

  /**
   * Removes the file of an emulator that was killed, so that nobody takes it for this one's.
   *
   * @throws StartFailure
   */
  removeStale(): void {
    this.#try(() => {
      rmSync(this.#path, { force: true });
    });
  }

  /** @throws StartFailure when the file cannot be written */
  write(connection: ClientConnection, pid: number): void {
    const { url, apiUrl, key, webhookSecret, dashboardUrl, password } = connection;
    const text = `${JSON.stringify({
      url,
      api_url: apiUrl,
      key,
      webhook_secret: webhookSecret,
      dashboard_url: dashboardUrl,
      pid,
      ...(password === null ? {} : { password }),
    })}\n`;
    const temporary = `${this.#path}.${pid}.tmp`;
    this.#try(() => {
      writeFileSync(temporary, text, { mode: 0o600 });
      renameSync(temporary, this.#path);
    });
    this.#text = text;
  }

  /** Removes the file, unless another emulator has written it since. */
  remove(): void {
    if (this.#text === null) return;
    try {
      if (readFileSync(this.#path, 'utf8') === this.#text) rmSync(this.#path);
    } catch {
      // It was removed, or its directory was.
    }
  }

  #try(change: () => void): void {
    try {
      change();
    } catch (error) {
      const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
      throw new StartFailure(`--ready-file ${this.#path} cannot be written: ${reason}`, { cause: error });
    }
  }
}
