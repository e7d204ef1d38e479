import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { request } from 'undici';
import { addWebhook, call, createOrders } from '../api.ts';
import type { BenchOptions } from '../options.ts';
import { figure, goal, times, type Section } from '../report.ts';
import { inFolder, type Server, startEmulator, startReceiver } from '../server.ts';
import { inWarmRounds, median } from '../rounds.ts';

const CLIENT = fileURLToPath(new URL('../servers/bare-client.js', import.meta.url));
const BASELINE = 'bare undici.request';
const EMULATOR = 'emulator, sent and recorded';
const POLL_MS = 5;
/** The emulator's default for attempts under way at once, per webhook. */
const CONNECTIONS = 8;

/** Many deliveries due at once: how many a second are sent, answered and recorded. */
export async function burst(options: BenchOptions): Promise<Section[]> {
  return inFolder(async (folder) => {
    const receiver = await startReceiver();
    const emulator = await startEmulator(join(folder, 'data'));
    try {
      const hook = await addWebhook(emulator.url, `${receiver.url}/hook`, 'order.created');
      await createOrders(emulator.url, options.burst);
      await settled(emulator);
      const rates = await inWarmRounds(options.rounds, [
        { name: BASELINE, measure: () => bareRate(receiver, options.burst) },
        { name: EMULATOR, measure: () => burstRate(emulator, receiver, { hook, count: options.burst }) },
      ]);
      return [section(options.burst, rates)];
    } finally {
      await Promise.all([receiver.stop(), emulator.stop()]);
    }
  });
}

async function bareRate(receiver: Server, count: number): Promise<number> {
  const args = [
    CLIENT,
    '--url',
    receiver.url,
    '--count',
    String(count),
    '--connections',
    String(CONNECTIONS),
  ];
  return Number((await promisify(execFile)(process.execPath, args)).stdout);
}

interface Burst {
  readonly hook: string;
  readonly count: number;
}

/** Resends everything that was delivered: one transaction makes all of it due. */
async function burstRate(emulator: Server, receiver: Server, { hook, count }: Burst): Promise<number> {
  const before = await received(receiver);
  const startedAt = performance.now();
  await call(
    emulator.url,
    '/_emulator/deliveries/resend',
    JSON.stringify({ status: 'delivered', webhook_id: hook }),
  );
  while ((await received(receiver)) < before + count) await pause(POLL_MS);
  await settled(emulator);
  return count / ((performance.now() - startedAt) / 1000);
}

async function received(receiver: Server): Promise<number> {
  return Number(await (await request(receiver.url)).body.text());
}

async function settled(emulator: Server): Promise<void> {
  while ((await call(emulator.url, '/_emulator/deliveries?status=pending&limit=1'))['total'] !== 0) {
    await pause(POLL_MS);
  }
}

function section(count: number, rates: ReadonlyMap<string, number[]>): Section {
  const [baseline = [], ours = []] = [BASELINE, EMULATOR].map((name) => rates.get(name));
  const ratio = median(ours.map((rate, round) => rate / (baseline[round] ?? NaN)));
  return {
    heading: 'A burst of deliveries',
    about:
      `${count.toLocaleString('en-US')} deliveries due at once to one webhook that answers at once, over ` +
      `${CONNECTIONS} connections. The emulator journals the start and the end of each attempt.`,
    columns: ['', 'deliveries/s', `against ${BASELINE}`],
    rows: [
      [BASELINE, figure(median(baseline)), times(1)],
      [EMULATOR, figure(median(ours)), times(ratio)],
    ],
    goals: [
      goal('at least 8,000 deliveries/s recorded', median(ours), { atLeast: 8000 }),
      goal(`at least ${times(0.7)} ${BASELINE}`, ratio, { atLeast: 0.7 }),
    ],
  };
}
