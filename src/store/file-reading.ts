import { closeSync, openSync, readSync } from 'node:fs';
import type { Stored } from '../domain/model/record.ts';

const CHUNK_BYTES = 1024 * 1024;
const NEWLINE = 0x0a;

/** Yields the bytes of a file in chunks, so that memory use does not depend on its length. */
export function* chunksOf(file: string): Generator<Buffer, void> {
  const fd = openSync(file, 'r');
  try {
    for (;;) {
      const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
      const length = readSync(fd, chunk);
      if (length === 0) return;
      yield chunk.subarray(0, length);
    }
  } finally {
    closeSync(fd);
  }
}

/** Yields the lines of a file, each with its newline; the last line may have none. */
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

export function endsWithNewline(line: Buffer): boolean {
  return line.at(-1) === NEWLINE;
}

/** 0 if there is no further newline. */
function afterNewline(chunk: Buffer, from: number): number {
  return chunk.indexOf(NEWLINE, from) + 1;
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a parsed value can be a record: an object with an id. */
export function isStored(value: unknown): value is Stored {
  return isObject(value) && typeof value['id'] === 'string';
}
