import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createOrder } from '../../src/domain/orders/orders.ts';
import { PLAIN_ORDER } from '../../test/support/orders.ts';
import type { BenchOptions } from '../options.ts';
import { figure, goal, times, type Section } from '../report.ts';
import { inRounds, median } from '../rounds.ts';
import { inFolder, startEmulator } from '../server.ts';
import { openBenchStore } from '../store.ts';

/** Orders of one measurement, and how many measurements there are at each size. */
const BATCH = 200;
const BATCHES = 15;

interface Size {
  readonly stored: number;
  /** Microseconds an order. */
  readonly cost: number;
  readonly startMs: number;
  /** MiB. */
  readonly memory: number;
  /** Reading `db.json` and `JSON.parse`, the least that a start needs, in milliseconds. */
  readonly parseMs: number;
}

/** What an order costs, and a start, when many orders are stored. */
export async function growth(options: BenchOptions): Promise<Section[]> {
  const measurements = options.stored.map((stored) => ({
    name: String(stored),
    measure: () => inFolder((folder) => measureAt(join(folder, 'data'), stored)),
  }));
  return [section([...(await inRounds(options.rounds, measurements)).values()])];
}

async function measureAt(directory: string, stored: number): Promise<Size> {
  const cost = await costAt(directory, stored);
  const parseMs = time(() => JSON.parse(readFileSync(join(directory, 'db.json'), 'utf8')) as unknown);
  const server = await startEmulator(directory);
  const { startMs, memory } = server;
  await server.stop();
  return { stored, cost, startMs, memory, parseMs };
}

/** Fills the store up and measures what more orders cost, domain and journal included. */
async function costAt(directory: string, stored: number): Promise<number> {
  const { domain, game, close } = await openBenchStore(directory);
  const { store } = domain;
  const create = (): void => {
    createOrder(domain, game, ORDER, null);
  };
  while (store.tables.orders.size < stored) create();
  warmUp(create);
  const batches = Array.from({ length: BATCHES }, () =>
    time(() => {
      repeat(BATCH, create);
    }),
  );
  await close();
  return (median(batches) / BATCH) * 1000;
}

/** At no stored orders the code is cold, which is not what is to be compared. */
function warmUp(create: () => void): void {
  repeat(5 * BATCH, create);
}

function repeat(count: number, work: () => void): void {
  for (let done = 0; done < count; done += 1) work();
}

function time(work: () => unknown): number {
  const startedAt = performance.now();
  work();
  return performance.now() - startedAt;
}

const ORDER = { ...PLAIN_ORDER, metadata: { campaign: 'spring' } };

function section(sizes: readonly (readonly Size[])[]): Section {
  const base = sizes[0] ?? [];
  const growthOf = (rounds: readonly Size[]) =>
    median(rounds.map(({ cost }, round) => cost / (base[round]?.cost ?? NaN)));
  return {
    heading: 'Growth',
    about:
      'The cost of an order at so many stored ones: the use case with its journal line, in one process without ' +
      'HTTP. Then the start of the program on that directory, beside reading and parsing its file alone. Medians of ' +
      'the rounds; ratios are medians of the ratio in each round.',
    columns: [
      'stored orders',
      'µs an order',
      'against none',
      'ready after ms',
      'bare JSON.parse ms',
      'memory MiB',
    ],
    rows: sizes.map((rounds) => {
      const medianOf = (key: keyof Size) => median(rounds.map((size) => size[key]));
      return [
        medianOf('stored').toLocaleString('en-US'),
        figure(medianOf('cost')),
        times(growthOf(rounds)),
        figure(medianOf('startMs')),
        figure(medianOf('parseMs')),
        figure(medianOf('memory')),
      ];
    }),
    goals: [goal('at most 1.2 × at every size', Math.max(...sizes.map(growthOf)), { atMost: 1.2 })],
  };
}
