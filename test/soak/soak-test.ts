import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { connect, ControlError } from '../../src/index.ts';
import { EmulatorChild } from '../fuzz/child.ts';
import { startReceiver, type Handler } from '../support/rough-receiver.ts';

export interface SoakOptions {
  readonly minutes: number;
  /** How many orders are created and paid in a second. */
  readonly ordersPerSecond: number;
}

/** What an emulator takes at one moment. */
export interface Sample {
  readonly second: number;
  readonly rssBytes: number;
  readonly diskBytes: number;
  readonly descriptors: number;
  readonly orders: number;
  readonly attempts: number;
}

export interface SoakReport {
  readonly samples: readonly Sample[];
  /** What grew, and from what to what; empty is the goal. */
  readonly growth: readonly string[];
  /** Why the process ended; `null` is the goal. */
  readonly crash: string | null;
}

const SAMPLES = 60;

/** So low that the limits are reached while the test warms up. */
const LIMITS = { keepOrders: 500, keepEvents: 1000, maxMemory: 96, keepRequests: 100 };

/** An answer as large as is kept. */
const LARGE = 'x'.repeat(64 * 1024);

/** Two of three attempts at an item.add fail, and so does everything else, each with a large answer. */
function mostlyFailing(): Handler {
  let attempts = 0;
  return ({ path }) => {
    if (path !== '/grant') return { status: 500, body: LARGE };
    attempts += 1;
    return attempts % 3 === 0 ? { body: { status: 'ok' } } : { status: 503, body: LARGE };
  };
}

/**
 * Runs an emulator with a data directory while orders are paid and most webhooks fail. Calls `onSample` for each sample.
 */
export async function soakTest(
  { minutes, ordersPerSecond }: SoakOptions,
  onSample: (sample: Sample) => void = () => undefined,
): Promise<SoakReport> {
  const dataDir = await mkdtemp(join(tmpdir(), 'aghanim-emulator-soak-'));
  const receiver = await startReceiver();
  receiver.always(mostlyFailing());
  const options = {
    ephemeral: false,
    dataDir,
    logLevel: 'silent',
    retrySchedule: '0.1,0.2,0.4,0.8',
    ...LIMITS,
  } as const;
  const emulator = await EmulatorChild.start(options);
  const samples: Sample[] = [];
  try {
    const client = await connect(emulator.url);
    await register(emulator.url, `${receiver.url}/grant`, ['item.add', 'item.remove']);
    await register(emulator.url, `${receiver.url}/tell`, ['order.*', 'payment.*']);
    const startedAt = performance.now();
    const elapsed = () => (performance.now() - startedAt) / 1000;
    let orders = 0;
    let attempts = 0;
    const buy = async (): Promise<void> => {
      while (elapsed() < minutes * 60 && emulator.ending === null) {
        if (orders >= elapsed() * ordersPerSecond) {
          await pause(20);
          continue;
        }
        orders += 1;
        const order = { player_id: `player-${orders % 50}`, items: [{ sku: 'CRS-82500' }] };
        try {
          const { order_id: id } = await client.orders.create(order);
          await client.orders.pay(id, { card: '4242424242424242' });
        } catch (error) {
          // It refuses what its memory has no room for; the deliveries that take it end soon.
          if (!(error instanceof ControlError && error.status === 503)) throw error;
          await pause(1000);
        }
      }
    };
    const watch = async (): Promise<void> => {
      for (let next = 1; next <= SAMPLES && emulator.ending === null; next += 1) {
        await pause(Math.max(0, (next * minutes * 60) / SAMPLES - elapsed()) * 1000);
        const { rssBytes, descriptors } = await emulator.state();
        const diskBytes = await sizeOf(dataDir);
        const second = Math.round(elapsed());
        attempts += receiver.requests.length;
        receiver.clear();
        const sample = { second, rssBytes, diskBytes, descriptors: descriptors ?? 0, orders, attempts };
        samples.push(sample);
        onSample(sample);
      }
    };
    await Promise.all([buy(), buy(), watch()]);
    return { samples, growth: growthOf(samples), crash: emulator.ending };
  } finally {
    await emulator.stop();
    await receiver.close();
    await rm(dataDir, { recursive: true });
  }
}

async function register(url: string, hook: string, events: readonly string[]): Promise<void> {
  const answer = await fetch(`${url}/s2s/v1/webhooks`, {
    method: 'POST',
    headers: { Authorization: 'Bearer s2s_sandbox_local', 'Content-Type': 'application/json' },
    body: JSON.stringify({ url: hook, events, method: 'POST' }),
  });
  if (answer.status >= 300) throw new Error(`The webhook was refused: ${await answer.text()}`);
}

async function sizeOf(folder: string): Promise<number> {
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  const sizes = files.map(async (file) => {
    // A snapshot may replace a file while its size is asked for.
    const found = file.isFile() ? await stat(join(file.parentPath, file.name)).catch(() => null) : null;
    return found?.size ?? 0;
  });
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

const MIB = 2 ** 20;

/** What a healthy run may add between its second and its last third, besides a tenth: buffers, a garbage collection. */
const TOLERATED = { rssBytes: 24 * MIB, diskBytes: 16 * MIB, descriptors: 16 };

/** Compares the highest values of the second and of the last third; the first is for warming up. */
export function growthOf(samples: readonly Sample[]): readonly string[] {
  const third = Math.floor(samples.length / 3);
  return (['rssBytes', 'diskBytes', 'descriptors'] as const).flatMap((name) => {
    const highest = (part: readonly Sample[]) => Math.max(...part.map((sample) => sample[name]));
    const before = highest(samples.slice(third, 2 * third));
    const after = highest(samples.slice(2 * third));
    return after > before * 1.1 + TOLERATED[name] ? [`${name} grew from ${before} to ${after}`] : [];
  });
}

/** One line for a sample. */
export function describeSample({
  second,
  rssBytes,
  diskBytes,
  descriptors,
  orders,
  attempts,
}: Sample): string {
  const mib = (bytes: number) => `${(bytes / MIB).toFixed(0)} MiB`;
  return `${second} s: memory ${mib(rssBytes)}, disk ${mib(diskBytes)}, descriptors ${descriptors}, ${orders} orders, ${attempts} attempts`;
}
