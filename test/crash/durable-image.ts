import {
  closeSync,
  copyFileSync,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';

/** Which file has which name, as far as the directory was synchronised. */
type Names = Readonly<Record<string, number>>;

/**
 * What a power failure leaves of a directory: of each file the content at its last synchronisation, under the name that
 * it had when the directory was last synchronised. The image is in a directory of its own, so that it survives a kill.
 */
export class DurableImage {
  readonly #directory: string;
  readonly #image: string;
  /** How much of each file is in the image, by inode. A file that is not here is copied as a whole. */
  readonly #lengths = new Map<number, number>();

  constructor(directory: string, image: string) {
    this.#directory = directory;
    this.#image = image;
    mkdirSync(image, { recursive: true });
  }

  /** Call it when a file was synchronised. */
  keepFile(fd: number): void {
    const { ino, size } = fstatSync(fd);
    // A new descriptor, because that of a snapshot only writes.
    const name = readdirSync(this.#directory).find((one) => inodeOf(join(this.#directory, one)) === ino);
    if (name === undefined) throw new Error(`a file was synchronised that is not in ${this.#directory}`);
    writeWhole(this.#fileOf(ino), readFileSync(join(this.#directory, name)));
    this.#lengths.set(ino, size);
  }

  /** The same for a file that is only appended to: copies what is new. */
  keepEnd(fd: number): void {
    const { ino, size } = fstatSync(fd);
    const known = this.#lengths.get(ino);
    if (known === undefined || known > size) {
      this.keepFile(fd);
      return;
    }
    appendTo(this.#fileOf(ino), readFrom(fd, known, size));
    this.#lengths.set(ino, size);
  }

  /** Call it when a file was shortened or opened anew, because what follows is not at its end. */
  forgetLength(fd: number): void {
    this.#lengths.delete(fstatSync(fd).ino);
  }

  /** Call it when a directory was synchronised. */
  keepNames(fd: number): void {
    if (fstatSync(fd).ino !== statSync(this.#directory).ino) return;
    const names = readdirSync(this.#directory).map((name) => [name, inodeOf(join(this.#directory, name))]);
    writeWhole(this.#namesFile, Buffer.from(JSON.stringify(Object.fromEntries(names))));
  }

  /** Puts the directory into the state that a power failure leaves. Nothing may use it. */
  restore(): void {
    for (const name of readdirSync(this.#directory)) rmSync(join(this.#directory, name), { recursive: true });
    if (!existsSync(this.#namesFile)) return;
    for (const [name, ino] of Object.entries(JSON.parse(readFileSync(this.#namesFile, 'utf8')) as Names)) {
      const [from, to] = [this.#fileOf(ino), join(this.#directory, name)];
      if (existsSync(from)) copyFileSync(from, to);
      else writeFileSync(to, '');
      // By the time of the next start, whatever ran before has not touched its lock for long.
      utimesSync(to, 0, 0);
    }
    // The restored files are other ones than before, and all of them are durable.
    rmSync(this.#image, { recursive: true });
    mkdirSync(this.#image);
    const fds = readdirSync(this.#directory).map((name) => openSync(join(this.#directory, name), 'r'));
    for (const fd of fds) {
      this.keepFile(fd);
      closeSync(fd);
    }
    const directory = openSync(this.#directory, 'r');
    this.keepNames(directory);
    closeSync(directory);
    this.#lengths.clear();
  }

  get #namesFile(): string {
    return join(this.#image, 'names.json');
  }

  #fileOf(ino: number): string {
    return join(this.#image, String(ino));
  }
}

function inodeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.ino ?? 0;
}

function readFrom(fd: number, start: number, end: number): Buffer {
  const bytes = Buffer.alloc(end - start);
  for (let done = 0; done < bytes.length;) {
    const read = readSync(fd, bytes, done, bytes.length - done, start + done);
    if (read === 0) return bytes.subarray(0, done);
    done += read;
  }
  return bytes;
}

/** In one step, because the process may be killed at any time. */
function writeWhole(file: string, bytes: Buffer): void {
  writeFileSync(`${file}.new`, bytes);
  renameSync(`${file}.new`, file);
}

function appendTo(file: string, bytes: Buffer): void {
  const fd = openSync(file, 'a');
  for (let done = 0; done < bytes.length;) done += writeSync(fd, bytes, done);
  closeSync(fd);
}
