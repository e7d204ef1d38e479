import { isUtf8 } from 'node:buffer';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const NEWLINE = 0x0a;
const OPEN_BRACE = 0x7b;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACE = 0x7d;
const CLOSE_BRACKET = 0x5d;

/** An object or array inside a JSON text. */
export interface JsonPart {
  readonly text: string;
  /** The line on which it starts, counted from 1. */
  readonly line: number;
  /** Whether the bytes of the part are valid UTF-8; otherwise `text` has replacement characters. */
  readonly isUtf8: boolean;
}

/**
 * Splits a JSON text of any length into the objects and arrays at one depth, and an outline: the text around them,
 * with the number of each in its place. It only recognizes strings and brackets; the caller has to parse the parts.
 */
export class JsonScanner {
  readonly #partDepth: number;
  readonly #onPart: (part: JsonPart) => void;
  #outline = '';
  #buffers: Buffer[] = [];
  #count = 0;
  #depth = 0;
  #line = 1;
  #partLine = 0;
  #chunk: Buffer = Buffer.alloc(0);
  #taken = 0;
  #inString = false;
  /** 1 if the last chunk ended with a backslash in a string, which escapes the next byte. */
  #escaped = 0;

  /** `partDepth` is the number of brackets around a part. */
  constructor(partDepth: number, onPart: (part: JsonPart) => void) {
    this.#partDepth = partDepth;
    this.#onPart = onPart;
  }

  feed(chunk: Buffer): void {
    this.#chunk = chunk;
    this.#taken = 0;
    for (let at = this.#inString ? this.#skipString(this.#escaped) : 0; at < chunk.length;) {
      const byte = chunk[at];
      at += 1;
      if (byte === QUOTE) at = this.#skipString(at);
      else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) this.#open(at - 1);
      else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) this.#close(at);
      else if (byte === NEWLINE) this.#line += 1;
    }
    this.#take(chunk.length);
  }

  /** Returns the outline. Call it after the last chunk. */
  end(): string {
    return this.#outline + this.#text();
  }

  /** The line on which an unclosed part starts; `null` if all are closed. */
  get unclosedLine(): number | null {
    return this.#depth > this.#partDepth ? this.#partLine : null;
  }

  /** Returns the end of the string that continues at `from`. */
  #skipString(from: number): number {
    const chunk = this.#chunk;
    let at = from;
    for (; at < chunk.length; at += 1) {
      const byte = chunk[at];
      if (byte === BACKSLASH) at += 1;
      else if (byte === QUOTE) {
        this.#inString = false;
        return at + 1;
      }
    }
    this.#inString = true;
    this.#escaped = at - chunk.length;
    return chunk.length;
  }

  #open(at: number): void {
    if (this.#depth === this.#partDepth) {
      this.#take(at);
      this.#outline += this.#text() + String(this.#count);
      this.#partLine = this.#line;
    }
    this.#depth += 1;
  }

  #close(end: number): void {
    this.#depth -= 1;
    if (this.#depth !== this.#partDepth) return;
    this.#take(end);
    this.#count += 1;
    const bytes = this.#bytes();
    this.#onPart({ text: bytes.toString('utf8'), line: this.#partLine, isUtf8: isUtf8(bytes) });
  }

  #take(end: number): void {
    this.#buffers.push(this.#chunk.subarray(this.#taken, end));
    this.#taken = end;
  }

  #text(): string {
    return this.#bytes().toString('utf8');
  }

  #bytes(): Buffer {
    const [only, ...others] = this.#buffers;
    const bytes = only !== undefined && others.length === 0 ? only : Buffer.concat(this.#buffers);
    this.#buffers = [];
    return bytes;
  }
}
