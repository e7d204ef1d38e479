import { join } from 'node:path';
import { Pool } from 'undici';
import { addWebhook, call, createOrders, HEADERS } from '../api.ts';
import { Arrivals } from '../arrivals.ts';
import type { BenchOptions } from '../options.ts';
import { atRate } from '../load.ts';
import { figure, goal, times, type Goal, type Section } from '../report.ts';
import { inFolder, type Server, startEmulator } from '../server.ts';
import { inWarmRounds, median, quantile } from '../rounds.ts';

const RATES = [100, 1000];
const HANGING = 20;
const BASELINE = 'bare undici.request';
const HEALTHY = 'emulator';
const WITH_HANGING = `emulator, ${HANGING} endpoints hanging`;
const PAY = JSON.stringify({ card: '4242424242424242' });
const DECLINE = JSON.stringify({ card: '4211127262112418' });
/** Retries that last longer than the measurement. */
const ENDLESS = Array.from({ length: 100 }, () => '2').join();

interface Latency {
  readonly p50: number;
  readonly p99: number;
}

/** From the request that pays an order to the arrival of its `item.add`. */
export async function latency(options: BenchOptions): Promise<Section[]> {
  return inFolder(async (folder) => {
    const arrivals = await Arrivals.start();
    const flags = ['--webhook', `${arrivals.url}/hook`];
    const healthy = await startEmulator(join(folder, 'healthy'), ...flags);
    const hanging = await startEmulator(join(folder, 'hanging'), ...flags, '--retry-schedule', ENDLESS);
    try {
      await hangEndpoints(hanging, arrivals);
      const rows: string[][] = [];
      const goals: Goal[] = [];
      for (const rate of RATES) {
        const count = rate * options.seconds;
        const figures = await inWarmRounds(options.rounds, [
          { name: BASELINE, measure: () => bare(rate, count, arrivals) },
          { name: HEALTHY, measure: () => paid(rate, count, healthy, arrivals) },
          { name: WITH_HANGING, measure: () => paid(rate, count, hanging, arrivals) },
        ]);
        for (const [name, rounds] of figures) rows.push(rowOf(name, rate, rounds));
        goals.push(...(rate === RATES[0] ? [promptGoal(rate, figures)] : []), isolationGoal(rate, figures));
      }
      return [{ heading: 'From payment to webhook', about: ABOUT, columns: COLUMNS, rows, goals }];
    } finally {
      await Promise.all([healthy.stop(), hanging.stop()]);
      await arrivals.close();
    }
  });
}

const ABOUT =
  `At a steady rate, with one webhook for item.add. The hanging endpoints are on the same origin as the healthy ` +
  `one and never answer: each has its 8 attempts under way and more waiting at all times. The baseline sends ` +
  `the same bytes to the same receiver.`;
const PROMPT_MS = 5;
const COLUMNS = ['', 'payments/s', 'p50 ms', 'p99 ms'];

/**
 * Gives each endpoint more events than it may have concurrent attempts before the measurement, and none later. The
 * benchmark measures the effect of hanging attempts, not the cost of more subscriptions.
 */
async function hangEndpoints(emulator: Server, arrivals: Arrivals): Promise<void> {
  for (let number = 0; number < HANGING; number += 1) {
    await addWebhook(emulator.url, `${arrivals.hangingUrl}/${number}`, 'payment.declined');
  }
  for (const id of await createOrders(emulator.url, HANGING)) {
    await call(emulator.url, `/_emulator/orders/${id}/pay`, DECLINE);
  }
  await arrivals.hanging(HANGING);
}

async function bare(rate: number, count: number, arrivals: Arrivals): Promise<Latency> {
  const pool = new Pool(arrivals.url, { connections: 8 });
  const ids = Array.from({ length: count }, (_, index) => `bare_${index}_${performance.now()}`);
  const figures = await timeToArrival(rate, ids, arrivals, async (id) => {
    const body = JSON.stringify({ padding: 'x'.repeat(1500), context: { order: { id } } });
    const response = await pool.request({ method: 'POST', path: '/hook', body });
    await response.body.text();
  });
  await pool.close();
  return figures;
}

async function paid(rate: number, count: number, emulator: Server, arrivals: Arrivals): Promise<Latency> {
  const ids = await createOrders(emulator.url, count);
  const pool = new Pool(emulator.url, { connections: 16 });
  const figures = await timeToArrival(rate, ids, arrivals, async (id) => {
    const path = `/_emulator/orders/${id}/pay`;
    const response = await pool.request({ method: 'POST', path, headers: HEADERS, body: PAY });
    await response.body.text();
    if (response.statusCode !== 200) throw new Error(`paying answered ${response.statusCode}`);
  });
  await pool.close();
  return figures;
}

/** Sends a request for each id, and measures the time until its webhook arrives. */
async function timeToArrival(
  rate: number,
  ids: readonly string[],
  arrivals: Arrivals,
  send: (id: string) => Promise<void>,
): Promise<Latency> {
  const sentAt = new Map<string, number>();
  await atRate(rate, ids, async (id) => {
    sentAt.set(id, performance.now());
    await send(id);
  });
  const all = await Promise.all(
    ids.map(async (id) => (await arrivals.arrival(id)) - (sentAt.get(id) ?? NaN)),
  );
  return { p50: quantile(all, 0.5), p99: quantile(all, 0.99) };
}

function rowOf(name: string, rate: number, rounds: readonly Latency[]): string[] {
  const medianOf = (key: keyof Latency) => figure(median(rounds.map((round) => round[key])));
  return [name, rate.toLocaleString('en-US'), medianOf('p50'), medianOf('p99')];
}

/** Below the limit of the machine, where p99 is the emulator's own. */
function promptGoal(rate: number, figures: ReadonlyMap<string, Latency[]>): Goal {
  const p99 = median((figures.get(HEALTHY) ?? []).map((round) => round.p99));
  return goal(`${rate}/s: p99 at most ${PROMPT_MS} ms`, p99, { atMost: PROMPT_MS });
}

function isolationGoal(rate: number, figures: ReadonlyMap<string, Latency[]>): Goal {
  const p99 = (name: string) => (figures.get(name) ?? []).map((round) => round.p99);
  const healthy = p99(HEALTHY);
  const ratio = median(p99(WITH_HANGING).map((slowed, round) => slowed / (healthy[round] ?? NaN)));
  const wanted = `${rate.toLocaleString('en-US')}/s: p99 with ${HANGING} hanging below ${times(2)} the healthy one`;
  return goal(wanted, ratio, { atMost: 2 });
}
