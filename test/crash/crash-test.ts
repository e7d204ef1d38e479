import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Program } from '../cli/program.ts';
import { Audit, type Findings } from './audit.ts';
import { SeededRandom } from './random.ts';
import { call, Client } from './client.ts';
import { SUBSCRIPTIONS, WebhookReceiver } from './webhook-receiver.ts';
import { killAtChange, KillCountdown } from './kill-countdown.ts';
import { Ledger } from './ledger.ts';

export interface CrashTest {
  readonly seed: number;
  /** How often the emulator is killed. */
  readonly rounds: number;
}

export interface CrashReport extends Findings {
  readonly orders: number;
  readonly payments: number;
  readonly refunds: number;
}

/** Each kill happens within this many acknowledgements and arrivals of webhooks. */
const MAX_KILL_EVENT = 200;
const MAX_KILL_CHANGE = 8;
const SHARE_OF_KILLS_AT_START = 20;

/**
 * Repeatedly kills an emulator with SIGKILL while a client uses it and restarts it on the same directory. Then waits
 * until no delivery is pending, and audits it. The seed decides what the client does, what the receiver answers and
 * when the kills come, as far as the timing of the machine allows.
 */
export async function crashTest({ seed, rounds }: CrashTest): Promise<CrashReport> {
  const folder = await mkdtemp(join(tmpdir(), 'aghanim-crash-'));
  const countdown = new KillCountdown();
  const random = new SeededRandom(seed);
  const receiver = await WebhookReceiver.start(random, () => {
    countdown.count();
  });
  const run = new Run(join(folder, 'data'), { random, receiver, countdown });
  try {
    await mkdir(run.directory);
    for (let round = 0; round < rounds; round += 1) await run.round(round);
    return await run.finish();
  } finally {
    await run.clear();
    await receiver.close();
    await rm(folder, { recursive: true });
  }
}

interface Parts {
  readonly random: SeededRandom;
  readonly receiver: WebhookReceiver;
  readonly countdown: KillCountdown;
}

class Run {
  readonly directory: string;
  readonly #parts: Parts;
  readonly #ledger = new Ledger();
  readonly #client: Client;
  #program: Program | undefined;

  constructor(directory: string, parts: Parts) {
    this.directory = directory;
    this.#parts = parts;
    this.#client = new Client(this.#ledger, parts.random, parts.receiver.url, () => {
      parts.countdown.count();
    });
  }

  async round(round: number): Promise<void> {
    const { random, receiver } = this.#parts;
    const program = this.#start();
    if (round > 0 && random.chance(SHARE_OF_KILLS_AT_START)) await this.#killAtStart(program);
    else await this.#killAtWork(program, round);
    const end = await program.ended;
    if (end !== 'SIGKILL')
      throw new Error(`the emulator ended without a kill, with ${end}: ${program.stderr}`);
    if (program.stderr !== '') throw new Error(`the emulator logged an error: ${program.stderr}`);
    await receiver.startNextRun();
  }

  async finish(): Promise<CrashReport> {
    const program = this.#start();
    const url = await program.ready();
    await settled(url);
    const findings = await new Audit(url, this.#parts.receiver).run(this.#ledger);
    program.child.kill('SIGTERM');
    if ((await program.ended) !== 0) throw new Error(`the emulator did not stop cleanly: ${program.stderr}`);
    const [orders, payments, refunds] = (['create', 'pay', 'refund'] as const).map((step) =>
      this.#ledger.count(step),
    );
    return { ...findings, orders: orders ?? 0, payments: payments ?? 0, refunds: refunds ?? 0 };
  }

  async clear(): Promise<void> {
    this.#program?.child.kill('SIGKILL');
    await this.#program?.ended;
  }

  #start(): Program {
    const schedule = Array.from({ length: 20 }, () => '0.02').join();
    const settings = [
      '--data-dir',
      this.directory,
      '--retry-schedule',
      schedule,
      '--midaspay-retry-schedule',
      schedule,
      '--keep-events',
      '10000000',
    ];
    this.#program = new Program(['--port', '0', '--log-level', 'error', ...settings]);
    return this.#program;
  }

  async #killAtStart(program: Program): Promise<void> {
    const kill = () => program.child.kill('SIGKILL');
    const unwatch = killAtChange(this.directory, 1 + this.#parts.random.below(MAX_KILL_CHANGE), kill);
    await Promise.race([program.ended, program.ready().catch(() => undefined)]);
    unwatch();
    kill();
  }

  async #killAtWork(program: Program, round: number): Promise<void> {
    const url = await program.ready();
    if (round === 0) await this.#register(url);
    this.#parts.countdown.arm(this.#parts.random.below(MAX_KILL_EVENT), () => program.child.kill('SIGKILL'));
    await this.#client.work(url);
  }

  async #register(url: string): Promise<void> {
    for (const [path, events] of Object.entries(SUBSCRIPTIONS)) {
      const hook = { url: this.#parts.receiver.url + path, events, method: 'POST' };
      const { status } = await call(url, '/s2s/v1/webhooks', hook);
      if (status !== 201) throw new Error(`the webhook ${path} was refused with ${status}`);
    }
  }
}

/** Resolves when no delivery is pending any more. */
async function settled(url: string): Promise<void> {
  for (;;) {
    const { body } = await call(url, '/_emulator/deliveries?status=pending&limit=1');
    if (body['total'] === 0) return;
  }
}

/** The counts in one line, and one line for each finding. */
export function describeReport({ seed, rounds }: CrashTest, report: CrashReport): string {
  const { orders, payments, refunds, events, deliveries } = report;
  const { lost, repeated, interrupted, unexplained } = report;
  return [
    `crash test, seed ${seed}: ${rounds} kills; ${orders} orders, ${payments} payments, ${refunds} refunds, ` +
      `${events} events, ${deliveries} deliveries acknowledged; ` +
      `lost ${lost.length}, repeated ${repeated}, marked as interrupted ${interrupted}`,
    ...lost.map((what) => `  LOST: ${what}`),
    ...unexplained.map((what) => `  UNEXPLAINED: ${what}`),
    '',
  ].join('\n');
}
