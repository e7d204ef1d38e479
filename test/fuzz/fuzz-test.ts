import { Agent } from 'node:http';
import { SeededRandom } from '../crash/random.ts';
import { EmulatorChild } from './child.ts';
import { exchange, type FuzzAnswer } from './exchange.ts';
import { fuzzRequest, type FuzzRequest } from './requests.ts';

export interface FuzzOptions {
  readonly requests: number;
  readonly seed: number;
  /** A published specification, whose other operations are then served, too. */
  readonly specFile?: string | undefined;
}

export interface FuzzReport {
  readonly statuses: ReadonlyMap<FuzzAnswer['status'], number>;
  /** Requests answered with 5xx, or not within the time, at most the first 50; empty is the goal. */
  readonly failures: readonly string[];
  /** Why the process ended; `null` is the goal. */
  readonly crash: string | null;
  /** In milliseconds, of processor time. */
  readonly longestPauseMs: number;
  readonly rssBytes: number;
  /** The end of what the emulator logged: errors only. */
  readonly log: string;
}

const CONNECTIONS = 8;
const KNOWN_IDS = 500;

/** Sends random requests, most of them hostile, to an emulator. The same seed sends about the same requests. */
export async function fuzzTest({ requests, seed, specFile }: FuzzOptions): Promise<FuzzReport> {
  // Webhooks go to this machine only, wherever their URLs point.
  const emulator = await EmulatorChild.start({
    webhookTargets: 'loopback',
    retrySchedule: 'none',
    logLevel: 'error',
    ...(specFile === undefined ? {} : { specFile }),
  });
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const statuses = new Map<FuzzAnswer['status'], number>();
  const failures: string[] = [];
  const ids: string[] = [];
  let sent = 0;

  async function sendOne(): Promise<void> {
    sent += 1;
    const random = new SeededRandom(Math.imul(seed, 7919) + sent);
    const request = fuzzRequest(random, ids);
    const answer = await exchange(emulator.url, agent, request);
    statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
    remember(ids, answer.body);
    if (isFailure(answer) && failures.length < 50) failures.push(describe(sent, request, answer));
  }

  async function sendAll(): Promise<void> {
    while (sent < requests && emulator.ending === null) await sendOne();
  }

  try {
    // What paused during the start does not count.
    await emulator.state();
    await Promise.all(Array.from({ length: CONNECTIONS }, sendAll));
    if (emulator.ending === null) await checkHealth(emulator.url, failures);
    const state = emulator.ending === null ? await emulator.state() : null;
    return {
      statuses,
      failures,
      crash: emulator.ending,
      longestPauseMs: state?.longestPauseMs ?? NaN,
      rssBytes: state?.rssBytes ?? NaN,
      log: emulator.errors,
    };
  } finally {
    agent.destroy();
    await emulator.stop();
  }
}

/** 501 says that an operation is not served, which is no failure. A limit answers 503 with its name. */
function isFailure({ status, body }: FuzzAnswer): boolean {
  if (status === 'timeout') return true;
  if (typeof status !== 'number' || status < 500 || status === 501) return false;
  return !(status === 503 && /event streams are open|large answers wait/.test(body));
}

function remember(ids: string[], body: string): void {
  for (const [id] of body.matchAll(/\b[a-z]{2,4}_\w{8,32}\b/g)) {
    if (ids.length < KNOWN_IDS) ids.push(id);
    else ids[(id.charCodeAt(id.length - 1) * 31 + id.charCodeAt(id.length - 2)) % KNOWN_IDS] = id;
  }
}

function describe(
  number: number,
  { method, path, headers, body, raw }: FuzzRequest,
  answer: FuzzAnswer,
): string {
  const request = raw ?? `${method} ${path} ${JSON.stringify(headers)} ${body.toString('utf8')}`;
  return `${String(answer.status)} for request ${number}: ${request.slice(0, 1000)} → ${answer.body.slice(0, 500)}`;
}

/** The emulator has to work after all of it. */
async function checkHealth(url: string, failures: string[]): Promise<void> {
  const headers = { Authorization: 'Bearer s2s_sandbox_local', 'Content-Type': 'application/json' };
  const order = JSON.stringify({ player_id: 'after', items: [{ sku: 'CRS-82500' }], price_decimal: 1 });
  await fetch(`${url}/_emulator/reset`, { method: 'POST' });
  const created = await fetch(`${url}/s2s/v1/orders`, { method: 'POST', headers, body: order });
  if (created.status !== 201) failures.push(`an order afterwards: ${created.status} ${await created.text()}`);
}

/** What `npm run test:fuzz` prints. */
export function describeReport(report: FuzzReport): string {
  const statuses = [...report.statuses].sort(([a], [b]) => String(a).localeCompare(String(b)));
  return [
    ...report.failures,
    ...(report.failures.length === 0 ? [] : [`the end of the log:\n${report.log.slice(-5000)}`]),
    ...(report.crash === null ? [] : [`the process ended: ${report.crash}`]),
    `answers: ${statuses.map(([status, count]) => `${status} × ${count}`).join(', ')}`,
    `crashes: ${report.crash === null ? 0 : 1}, answers of 5xx or none in time: ${report.failures.length}`,
    `longest event-loop pause: ${report.longestPauseMs.toFixed(0)} ms, memory: ${(report.rssBytes / 2 ** 20).toFixed(0)} MiB`,
    '',
  ].join('\n');
}
