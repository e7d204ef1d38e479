import type { Ids } from './ids.ts';
import type { Tables } from './tables.ts';

/**
 * Ids that follow from the name of a game, what they are for, and how many of these there are: the same in every
 * process, and different for games of other names. Counting each kind by itself keeps the id of an order independent
 * of how many attempts the delivery engine has recorded by then.
 */
export function sequenceIds(tables: Pick<Tables, 'idSequences'>, gameId: string): Ids {
  return idsFrom((kind) => draw(tables, gameId, kind));
}

/** The same outside a transaction: each id is drawn in one of its own. */
export function sequenceIdsOf(
  transact: (work: (tables: Pick<Tables, 'idSequences'>) => string) => string,
  gameId: string,
): Ids {
  return idsFrom((kind) => transact((tables) => draw(tables, gameId, kind)));
}

/** Lets the ids begin anew after those of what the game was created with. */
export function restartSequence(tables: Pick<Tables, 'idSequences'>, gameId: string): void {
  const sequence = tables.idSequences.get(gameId);
  if (sequence) tables.idSequences.put({ ...sequence, used: sequence.kept });
}

/** Makes what has been drawn so far that of what the game was created with. */
export function keepDrawn(tables: Pick<Tables, 'idSequences'>, gameId: string): void {
  const sequence = tables.idSequences.get(gameId);
  if (sequence) tables.idSequences.put({ ...sequence, kept: sequence.used });
}

/** The id of a game with this name, which must be known before anything can be drawn. */
export function namedIds(name: string): Ids {
  return idsFrom((kind) => seedOf(name, kind, 1));
}

function draw(tables: Pick<Tables, 'idSequences'>, gameId: string, kind: string): string {
  const sequence = tables.idSequences.get(gameId);
  if (!sequence) throw new Error(`Game ${gameId} has no sequence of ids.`);
  const count = (sequence.used[kind] ?? 0) + 1;
  tables.idSequences.put({ ...sequence, used: { ...sequence.used, [kind]: count } });
  return seedOf(sequence.name, kind, count);
}

function seedOf(name: string, kind: string, count: number): string {
  return `${kind} ${count} of ${name}`;
}

const DIGITS = '0123456789';
const BASE_62 = `${DIGITS}ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz`;
const HEX = '0123456789abcdef';

/** What is drawn without a kind. */
const OTHER = 'id';

/** @param seed gives the text from which the next id of a kind follows */
function idsFrom(seed: (kind: string) => string): Ids {
  return {
    base62: (length, kind = OTHER) => characters(randomOf(seed(kind)), BASE_62, length),
    digits: (length, kind = OTHER) => {
      const random = randomOf(seed(kind));
      return characters(random, DIGITS.slice(1), 1) + characters(random, DIGITS, length - 1);
    },
    uuid: (kind = OTHER) => {
      const random = randomOf(seed(kind));
      const hex = (length: number): string => characters(random, HEX, length);
      return `${hex(8)}-${hex(4)}-4${hex(3)}-${characters(random, '89ab', 1)}${hex(3)}-${hex(12)}`;
    },
  };
}

function characters(random: () => number, alphabet: string, length: number): string {
  return Array.from({ length }, () => alphabet[Math.floor(random() * alphabet.length)]).join('');
}

/** Odd multipliers and different starts make four hashes of the text that have nothing to do with each other. */
const HASHES = [
  [0x9e3779b1, 0x85ebca77],
  [0xc2b2ae3d, 0x27d4eb2f],
  [0x165667b1, 0xd3a2646d],
  [0xfd7046c5, 0xb55a4f09],
] as const;

/** Numbers from 0 to below 1 that follow from a text: its hash of 128 bits, and the generator sfc32 (Chris Doty-Humphrey). */
function randomOf(text: string): () => number {
  let [a, b, c, d] = HASHES.map(([start, factor]) => hashOf(text, start, factor)) as [
    number,
    number,
    number,
    number,
  ];
  const next = (): number => {
    const sum = (a + b + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  };
  // The first numbers still resemble the hash.
  for (let round = 0; round < 12; round += 1) next();
  return next;
}

function hashOf(text: string, start: number, factor: number): number {
  let hash = start;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), factor);
    hash = (hash << 15) | (hash >>> 17);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return hash ^ (hash >>> 13);
}
