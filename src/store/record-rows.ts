import type { Stored } from '../domain/model/record.ts';
import type { TextSearch } from '../domain/model/tables.ts';
import {
  BlockReader,
  blockBytes,
  blockOf,
  hasRecord,
  mayContain,
  type RecordBlock,
  recordAt,
} from './record-block.ts';
import { ENTRY_BYTES } from './record-size.ts';

/** How a table keeps records that have not changed for a while. */
export interface Packing {
  /** Records of one block. */
  readonly rows: number;
  /** The newest blocks stay objects. */
  readonly recent: number;
}

/** Packing a block of orders takes 3 ms. 4096 orders as objects take 6 MB. */
export const PACKED: Packing = { rows: 1024, recent: 4 };

/** A part of a table at the time it was asked for. */
export interface RowsView {
  /** The block that has exactly these records, if there is one. */
  readonly block: RecordBlock | null;
  /** Whether some of the records are packed. */
  readonly isPacked: boolean;
  records(): Stored[];
}

/**
 * The records of a table by position, in chunks of consecutive positions. A chunk is either a list of records, or a block
 * with the records that have changed since.
 */
export class RecordRows<R extends Stored> {
  readonly #packing: Packing | null;
  readonly #rows: number;
  readonly #measure: (record: R) => number;
  /** Chunks without records are absent. */
  readonly #chunks = new Map<number, Chunk<R>>();
  /** The first chunk that may have records, and the one behind the last. */
  #first = 0;
  #end = 0;
  /** Every chunk before this one is packed or empty. */
  #unpacked = 0;
  /** Packed chunks of which more than half has changed. */
  readonly #stale = new Set<number>();
  #bytes = 0;
  /** For the next scan: V8 is fast with objects that it has seen before. */
  #idleReader: BlockReader | null = null;

  constructor(packing: Packing | null, measure: (record: R) => number) {
    this.#packing = packing;
    this.#rows = packing?.rows ?? 1024;
    this.#measure = measure;
  }

  /** About how much memory the records take. */
  get bytes(): number {
    return this.#bytes;
  }

  get(position: number): R | undefined {
    return this.#chunks.get(this.#chunkOf(position))?.get(position % this.#rows);
  }

  /** `undefined` removes the record. */
  set(position: number, record: R | undefined): void {
    const number = this.#chunkOf(position);
    const chunk = this.#chunks.get(number) ?? (record && this.#create(number));
    if (chunk === undefined) return;
    this.#bytes -= chunk.bytes;
    chunk.set(position % this.#rows, record);
    this.#bytes += chunk.bytes;
    if (chunk.isStale) this.#stale.add(number);
  }

  /** The first position behind all chunks. */
  get endPosition(): number {
    return this.#end * this.#rows;
  }

  /** The records, oldest first; also those that are added while it runs. */
  *records(): Generator<R, void> {
    for (let number = this.#first; number < this.#end; number += 1) {
      for (let place = 0; place < this.#rows; place += 1) {
        const record = this.#chunks.get(number)?.get(place);
        if (record !== undefined) yield record;
      }
    }
  }

  /** The records at these positions. */
  at(positions: readonly number[]): R[] {
    const records: R[] = [];
    let [number, chunk]: [number, Chunk<R> | undefined] = [-1, undefined];
    for (const position of positions) {
      const wanted = this.#chunkOf(position);
      if (wanted !== number) [number, chunk] = [wanted, this.#chunks.get(wanted)];
      const record = chunk?.get(position % this.#rows);
      if (record !== undefined) records.push(record);
    }
    return records;
  }

  /** The records at these positions, each until the next one is asked for; see {@link BlockReader}. */
  *scan(positions: readonly number[], search: TextSearch<R> | null): Generator<R, void> {
    // Two scans that run at the same time need two readers.
    const reader = this.#idleReader ?? new BlockReader();
    this.#idleReader = null;
    try {
      let chunk: Chunk<R> | undefined;
      let isSearched = false;
      let first = -1;
      for (const position of positions) {
        if (first < 0 || position < first || position >= first + this.#rows) {
          const number = this.#chunkOf(position);
          chunk = this.#chunks.get(number);
          first = number * this.#rows;
          isSearched = search === null || chunk?.mayContain(search) === true;
        }
        const place = position - first;
        const record = isSearched ? chunk?.read(place, reader) : chunk?.unpacked(place);
        if (record !== undefined) yield record;
      }
    } finally {
      this.#idleReader = reader;
    }
  }

  /** The record for the length of a call; see {@link BlockReader}. */
  read(position: number, reader: BlockReader): R | undefined {
    return this.#chunks.get(this.#chunkOf(position))?.read(position % this.#rows, reader);
  }

  /** The records as they are now, in parts; they may change while the parts are used. */
  view(): RowsView[] {
    return this.#numbers().flatMap((number) => this.#chunks.get(number)?.view() ?? []);
  }

  /** Adds a block of at most `rows` records behind all others. Returns the position of its first place. */
  addBlock(block: RecordBlock): number {
    const number = this.#end;
    const chunk = this.#create(number);
    chunk.pack(block);
    this.#bytes += chunk.bytes;
    this.#unpacked = this.#end;
    return number * this.#rows;
  }

  /** Packs what is due. Call it outside transactions, which remember what they change. */
  settle(nextPosition: number): void {
    const last = this.#chunkOf(nextPosition);
    if (this.#packing !== null && this.#unpacked < last - this.#packing.recent) this.#pack(this.#unpacked++);
    for (const number of this.#stale) {
      this.#stale.delete(number);
      this.#pack(number);
    }
    while (this.#first < last && (this.#chunks.get(this.#first)?.size ?? 0) === 0) {
      this.#chunks.delete(this.#first);
      this.#first += 1;
    }
  }

  #pack(number: number): void {
    const chunk = this.#chunks.get(number);
    if (chunk === undefined) return;
    this.#bytes -= chunk.bytes;
    if (chunk.size === 0) this.#chunks.delete(number);
    else {
      chunk.pack(chunk.packed());
      this.#bytes += chunk.bytes;
    }
  }

  #create(number: number): Chunk<R> {
    const chunk = new Chunk<R>(this.#rows, this.#measure);
    this.#chunks.set(number, chunk);
    this.#first = this.#chunks.size === 1 ? number : Math.min(this.#first, number);
    this.#end = Math.max(this.#end, number + 1);
    return chunk;
  }

  #numbers(): number[] {
    return [...this.#chunks.keys()].sort((a, b) => a - b);
  }

  #chunkOf(position: number): number {
    return Math.floor(position / this.#rows);
  }
}

class Chunk<R extends Stored> {
  readonly #rows: number;
  readonly #measure: (record: R) => number;
  /** Those of a packed chunk are only the records that changed since. */
  #records: (R | undefined)[] = [];
  #block: RecordBlock | null = null;
  /** Which places of the block no longer count; `null` without a block. */
  #replaced: Uint8Array | null = null;
  #replacedCount = 0;
  /** Records in the block. */
  #packedCount = 0;
  #packedBytes = 0;
  size = 0;
  bytes = 0;

  constructor(rows: number, measure: (record: R) => number) {
    this.#rows = rows;
    this.#measure = measure;
  }

  get isStale(): boolean {
    return this.#block !== null && this.#replacedCount * 2 > this.#packedCount;
  }

  get(place: number): R | undefined {
    if (this.#block === null || !this.#isPacked(place)) return this.#records[place];
    return recordAt(this.#block, place) as R | undefined;
  }

  read(place: number, reader: BlockReader): R | undefined {
    const packed =
      this.#block !== null && this.#replaced?.[place] === 0 ? reader.at(this.#block, place) : undefined;
    return (packed as R | undefined) ?? this.#records[place];
  }

  /** The record if it is not in the block. */
  unpacked(place: number): R | undefined {
    return this.#records[place];
  }

  /** Whether a record of the block may contain the text. */
  mayContain({ fields, contains }: TextSearch<R>): boolean {
    return this.#block !== null && mayContain(this.#block, fields, contains);
  }

  set(place: number, record: R | undefined): void {
    const before = this.#records[place];
    if (this.#isPacked(place)) {
      if (this.#replaced !== null) this.#replaced[place] = 1;
      this.#replacedCount += 1;
      this.#count(-1, -this.#packedBytes);
    } else if (before !== undefined) this.#count(-1, -this.#measure(before));
    this.#records[place] = record;
    if (record !== undefined) this.#count(1, this.#measure(record));
  }

  /** A block of all records as they are. */
  packed(): RecordBlock {
    return blockOf(Array.from({ length: this.#rows }, (_, place) => this.get(place)));
  }

  pack(block: RecordBlock): void {
    this.#block = block;
    this.#replaced = new Uint8Array(this.#rows);
    this.#replacedCount = 0;
    this.#records = [];
    this.#packedCount = block.places.reduce((count, at) => (at < 0 ? count : count + 1), 0);
    this.size = this.#packedCount;
    this.bytes = ENTRY_BYTES * this.size + blockBytes(block);
    this.#packedBytes = this.bytes / Math.max(1, this.size);
  }

  view(): RowsView {
    const [block, replaced, records] = [this.#block, this.#replaced?.slice(), [...this.#records]];
    const isPure = this.#replacedCount === 0 && this.size === this.#packedCount;
    return {
      block: isPure ? block : null,
      isPacked: block !== null,
      records: () => {
        const found: Stored[] = [];
        for (let place = 0; place < this.#rows; place += 1) {
          const isPacked = block !== null && replaced?.[place] === 0 && hasRecord(block, place);
          const record = isPacked ? (recordAt(block, place) as Stored) : records[place];
          if (record !== undefined) found.push(record);
        }
        return found;
      },
    };
  }

  #count(size: number, bytes: number): void {
    this.size += size;
    this.bytes += bytes;
  }

  #isPacked(place: number): boolean {
    return this.#block !== null && this.#replaced?.[place] === 0 && hasRecord(this.#block, place);
  }
}
