/** A line of a file, counted from 1; `null` when the damage has no one line. */
export interface Place {
  readonly file: string;
  readonly line: number | null;
}

/** The files hold something that was not written by this store; starting on them could lose data. */
export class DamagedData extends Error {
  override readonly name = 'DamagedData';
  readonly place: Place;

  /** `problem` says what is wrong, `remedy` what to do, both as sentences. */
  constructor(place: Place, problem: string, remedy: string) {
    const where = place.line === null ? place.file : `${place.file}, line ${place.line}`;
    super(`${where}: ${problem} ${remedy}`);
    this.place = place;
  }
}

/** Another process works on the directory. */
export class DirectoryInUse extends Error {
  override readonly name = 'DirectoryInUse';
  /** The process that holds the directory; `null` when it has not written its name yet. */
  readonly pid: number | null;

  constructor(directory: string, pid: number | null, hostname: string | null) {
    const who =
      pid === null ? 'another process' : `process ${pid}${hostname === null ? '' : ` on ${hostname}`}`;
    super(`${directory} is in use by ${who}. Stop that one first, or give this one another data directory.`);
    this.pid = pid;
  }
}

/** The data directory cannot be made, read or written. */
export class DirectoryUnusable extends Error {
  override readonly name = 'DirectoryUnusable';

  constructor(directory: string, cause: unknown) {
    super(
      `${directory} cannot be used as the data directory (${reasonOf(cause)}). Name a directory that this user may write to.`,
      { cause },
    );
  }
}

/** The system's code of a failed file operation (`ENOENT`), or `null`. */
export function errorCode(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}

/** In one line: what V8 says of bad JSON quotes it with its line breaks. */
export function reasonOf(error: unknown): string {
  const reason = error instanceof Error ? error.message : String(error);
  return reason.replace(/\s+/g, ' ');
}
