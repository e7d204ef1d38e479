/** Where the store logs the problems that it recovers from; a pino logger fits. */
export interface StoreLog {
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}

/** A line of a file, counted from 1; `null` if the damage is not in one line. */
export interface FilePosition {
  readonly file: string;
  readonly line: number | null;
}

/** A file contains something that this store did not write. Starting with it could lose data. */
export class DamagedData extends Error {
  override readonly name = 'DamagedData';
  readonly position: FilePosition;
  /** Where the damage is and what it is, without what to do. */
  readonly problem: string;

  /** `problem` and `remedy` are sentences: what is wrong, and what to do. */
  constructor(position: FilePosition, problem: string, remedy: string) {
    const where = position.line === null ? position.file : `${position.file}, line ${position.line}`;
    super(`${where}: ${problem} ${remedy}`);
    this.problem = `${where}: ${problem}`;
    this.position = position;
  }
}

/** Another process uses the directory. */
export class DirectoryInUse extends Error {
  override readonly name = 'DirectoryInUse';
  /** The process that uses the directory; `null` if it has not written its lock file yet. */
  readonly pid: number | null;

  constructor(directory: string, pid: number | null, hostname: string | null) {
    const who =
      pid === null ? 'another process' : `process ${pid}${hostname === null ? '' : ` on ${hostname}`}`;
    super(`${directory} is in use by ${who}. Stop that process first, or choose another data directory.`);
    this.pid = pid;
  }
}

/** The data directory cannot be created, read or written. */
export class DirectoryUnusable extends Error {
  override readonly name = 'DirectoryUnusable';

  constructor(directory: string, cause: unknown) {
    super(
      `${directory} cannot be used as the data directory (${reasonOf(cause)}). Choose a directory that this user may write to.`,
      { cause },
    );
  }
}

/** The directory was deleted, moved or replaced while it was in use. */
export class DirectoryLost extends Error {
  override readonly name = 'DirectoryLost';

  /** `outcome` is a sentence about the state that was not written. */
  constructor(directory: string, outcome: string) {
    super(`${directory} was deleted, moved or replaced while it was in use. ${outcome}`);
  }
}

/** The code of a file system error, such as `ENOENT`; `null` for other errors. */
export function errorCode(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}

/** The error's message on one line; V8's messages about invalid JSON quote it with its line breaks. */
export function reasonOf(error: unknown): string {
  const reason = error instanceof Error ? error.message : String(error);
  return reason.replace(/\s+/g, ' ');
}
