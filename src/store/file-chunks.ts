import { closeSync, openSync, readSync } from 'node:fs';

const CHUNK = 1024 * 1024;
const NEWLINE = 0x0a;

/** The bytes of a file, piece by piece, so that its length does not matter. */
export function* chunksOf(file: string): Generator<Buffer, void> {
  const fd = openSync(file, 'r');
  try {
    for (;;) {
      const chunk = Buffer.allocUnsafe(CHUNK);
      const length = readSync(fd, chunk);
      if (length === 0) return;
      yield chunk.subarray(0, length);
    }
  } finally {
    closeSync(fd);
  }
}

/** The lines of a file, each with its newline; the last may lack it. */
export function* linesOf(file: string): Generator<Buffer, void> {
  let parts: Buffer[] = [];
  for (const chunk of chunksOf(file)) {
    let start = 0;
    for (let end = afterNewline(chunk, 0); end > 0; end = afterNewline(chunk, end)) {
      yield Buffer.concat([...parts, chunk.subarray(start, end)]);
      parts = [];
      start = end;
    }
    parts.push(chunk.subarray(start));
  }
  const last = Buffer.concat(parts);
  if (last.length > 0) yield last;
}

export function endsLine(line: Buffer): boolean {
  return line.at(-1) === NEWLINE;
}

/** 0 when there is no further newline. */
function afterNewline(chunk: Buffer, from: number): number {
  return chunk.indexOf(NEWLINE, from) + 1;
}
