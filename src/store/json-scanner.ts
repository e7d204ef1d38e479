const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const NEWLINE = 0x0a;
const OPEN_BRACE = 0x7b;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACE = 0x7d;
const CLOSE_BRACKET = 0x5d;

/** A part of a JSON text that is a value of its own. */
export interface Piece {
  readonly text: string;
  /** Where it begins, counted from 1. */
  readonly line: number;
}

/**
 * Takes a JSON text of any length apart: the objects and arrays at one depth become pieces, and what is
 * around them the skeleton, with the number of the piece in the place of each. It knows nothing but strings
 * and brackets; whether the parts are JSON, their reader finds out.
 */
export class JsonScanner {
  readonly #depthOfPieces: number;
  readonly #onPiece: (piece: Piece) => void;
  #skeleton = '';
  #parts: Buffer[] = [];
  #pieces = 0;
  #depth = 0;
  #line = 1;
  #lineOfPiece = 0;
  #chunk: Buffer = Buffer.alloc(0);
  #taken = 0;
  #inString = false;
  /** 1 when the last chunk ended with a backslash in a string: the next byte belongs to it. */
  #escaped = 0;

  /** `depthOfPieces` is the number of brackets around a piece. */
  constructor(depthOfPieces: number, onPiece: (piece: Piece) => void) {
    this.#depthOfPieces = depthOfPieces;
    this.#onPiece = onPiece;
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

  /** The skeleton, when all was fed. */
  end(): string {
    return this.#skeleton + this.#text();
  }

  /** Where the piece begins that has no end, when there is one. */
  get unclosedLine(): number | null {
    return this.#depth > this.#depthOfPieces ? this.#lineOfPiece : null;
  }

  /** Returns where the string ends that goes on at `from`. */
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
    if (this.#depth === this.#depthOfPieces) {
      this.#take(at);
      this.#skeleton += this.#text() + String(this.#pieces);
      this.#lineOfPiece = this.#line;
    }
    this.#depth += 1;
  }

  #close(end: number): void {
    this.#depth -= 1;
    if (this.#depth !== this.#depthOfPieces) return;
    this.#take(end);
    this.#pieces += 1;
    this.#onPiece({ text: this.#text(), line: this.#lineOfPiece });
  }

  #take(end: number): void {
    this.#parts.push(this.#chunk.subarray(this.#taken, end));
    this.#taken = end;
  }

  #text(): string {
    const [only, ...others] = this.#parts;
    const bytes = only !== undefined && others.length === 0 ? only : Buffer.concat(this.#parts);
    this.#parts = [];
    return bytes.toString('utf8');
  }
}
