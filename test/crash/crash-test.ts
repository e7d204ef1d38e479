import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Program } from '../cli/program.ts';
import type { Durability } from '../../src/store/journal.ts';
import { Audit, type Findings } from './audit.ts';
import { DurableImage } from './durable-image.ts';
import { SeededRandom } from './random.ts';
import { call, Client } from './client.ts';
import { SUBSCRIPTIONS, WebhookReceiver } from './webhook-receiver.ts';
import { killAtChange, KillCountdown } from './kill-countdown.ts';
import { Ledger } from './ledger.ts';

export interface CrashTest {
  readonly seed: number;
  /** How often the emulator is killed. */
  readonly rounds: number;
  /** With `fsync`, each kill is a power failure. With `write`, power failures follow the kills. */
  readonly durability: Durability;
}

export interface CrashReport extends Findings {
  readonly orders: number;
  readonly payments: number;
  readonly refunds: number;
  /** Of the orders that were acknowledged since the last snapshot before a power failure, with `write`. */
  readonly unsynced: { readonly orders: number; readonly lost: number };
}

/** Each kill happens within this many acknowledgements and arrivals of webhooks. */
const MAX_KILL_EVENT = 200;
const MAX_KILL_CHANGE = 8;
const SHARE_OF_KILLS_AT_START = 20;

/**
 * Repeatedly kills an emulator with SIGKILL while a client uses it and restarts it on the same directory. Then waits
 * until no delivery is pending, and audits it. The seed decides what the client does, what the receiver answers and
 * when the kills come, as far as the timing of the machine allows.
 *
 * A power failure is simulated: what the program did not synchronise is dropped after its kill. With `fsync` nothing
 * that was acknowledged may be lost then, and with `write` nothing that a snapshot holds.
 */
export async function crashTest({ seed, rounds, durability }: CrashTest): Promise<CrashReport> {
  const folder = await mkdtemp(join(tmpdir(), 'aghanim-crash-'));
  const countdown = new KillCountdown();
  const random = new SeededRandom(seed);
  const receiver = await WebhookReceiver.start(random, () => {
    countdown.count();
  });
  const run = new Run(folder, durability, { random, receiver, countdown });
  try {
    await mkdir(run.directory);
    for (let round = 0; round < rounds; round += 1) await run.round(round);
    const report = await run.finish();
    return durability === 'fsync' ? report : await run.failPowerOfUnsynced(report, Math.ceil(rounds / 4));
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
  readonly #image: string;
  readonly #durability: Durability;
  readonly #parts: Parts;
  readonly #ledger = new Ledger();
  #program: Program | undefined;

  constructor(folder: string, durability: Durability, parts: Parts) {
    this.directory = join(folder, 'data');
    this.#image = join(folder, 'image');
    this.#durability = durability;
    this.#parts = parts;
  }

  async round(round: number): Promise<void> {
    const { random } = this.#parts;
    const program = this.#start();
    if (round > 0 && random.chance(SHARE_OF_KILLS_AT_START)) await this.#killAtStart(program);
    else await this.#killAtWork(program, this.#ledger, round === 0);
    await this.#killed(program);
    if (this.#durability === 'fsync') this.#failPower();
  }

  /** Kills the emulator, each time with a power failure, after changes that need not survive it. */
  async failPowerOfUnsynced(report: CrashReport, rounds: number): Promise<CrashReport> {
    const ledger = new Ledger();
    for (let round = 0; round < rounds; round += 1) {
      const program = this.#start();
      await this.#killAtWork(program, ledger, false);
      await this.#killed(program);
      this.#failPower();
    }
    const { findings, survivors } = await this.#audit(ledger);
    const { lost, unexplained } = findings;
    const unsynced = { orders: ledger.orders.length, lost: ledger.orders.length - survivors };
    return {
      ...report,
      unsynced,
      lost: [...report.lost, ...lost],
      unexplained: [...report.unexplained, ...unexplained],
    };
  }

  /** Drops what the program has not synchronised. */
  #failPower(): void {
    new DurableImage(this.directory, this.#image).restore();
  }

  async #killed(program: Program): Promise<void> {
    const end = await program.ended;
    if (end !== 'SIGKILL')
      throw new Error(`the emulator ended without a kill, with ${end}: ${program.stderr}`);
    if (program.stderr !== '') throw new Error(`the emulator logged an error: ${program.stderr}`);
    await this.#parts.receiver.startNextRun();
  }

  /** Audits what the ledger has, and counts the orders of `others` that are still there. Stops the program. */
  async #audit(others: Ledger): Promise<{ findings: Findings; survivors: number }> {
    const program = this.#start();
    const url = await program.ready();
    await settled(url);
    const findings = await new Audit(url, this.#parts.receiver).run(this.#ledger);
    let survivors = 0;
    for (const { id } of others.orders) {
      const { status } = await call(url, `/_emulator/orders/${id}`);
      if (status === 200) survivors += 1;
    }
    program.child.kill('SIGTERM');
    if ((await program.ended) !== 0) throw new Error(`the emulator did not stop cleanly: ${program.stderr}`);
    return { findings, survivors };
  }

  async finish(): Promise<CrashReport> {
    const { findings } = await this.#audit(new Ledger());
    const [orders, payments, refunds] = (['create', 'pay', 'refund'] as const).map((step) =>
      this.#ledger.count(step),
    );
    const unsynced = { orders: 0, lost: 0 };
    return { ...findings, orders: orders ?? 0, payments: payments ?? 0, refunds: refunds ?? 0, unsynced };
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
      '--durability',
      this.#durability,
    ];
    this.#program = new Program(['--port', '0', '--log-level', 'error', ...settings], {
      imports: [new URL('record-syncs.ts', import.meta.url).href],
      env: { AGHANIM_SYNCED_DIRECTORY: this.directory, AGHANIM_SYNCED_IMAGE: this.#image },
    });
    return this.#program;
  }

  async #killAtStart(program: Program): Promise<void> {
    const kill = () => program.child.kill('SIGKILL');
    const unwatch = killAtChange(this.directory, 1 + this.#parts.random.below(MAX_KILL_CHANGE), kill);
    await Promise.race([program.ended, program.ready().catch(() => undefined)]);
    unwatch();
    kill();
  }

  async #killAtWork(program: Program, ledger: Ledger, isFirst: boolean): Promise<void> {
    const { random, countdown, receiver } = this.#parts;
    const url = await program.ready();
    if (isFirst) await this.#register(url);
    countdown.arm(random.below(MAX_KILL_EVENT), () => program.child.kill('SIGKILL'));
    const client = new Client(ledger, random, receiver.url, () => {
      countdown.count();
    });
    await client.work(url);
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
export function describeReport({ seed, rounds, durability }: CrashTest, report: CrashReport): string {
  const { orders, payments, refunds, events, deliveries, unsynced } = report;
  const kills = durability === 'fsync' ? 'kills with power failures' : 'kills';
  const { lost, repeated, interrupted, unexplained } = report;
  return [
    `crash test with --durability ${durability}, seed ${seed}: ${rounds} ${kills}; ${orders} orders, ${payments} payments, ${refunds} refunds, ` +
      `${events} events, ${deliveries} deliveries acknowledged; ` +
      `lost ${lost.length}, repeated ${repeated}, marked as interrupted ${interrupted}`,
    ...(durability === 'fsync'
      ? []
      : [
          `  power failures: of ${unsynced.orders} orders since the last snapshot, ${unsynced.lost} lost, as --durability write allows`,
        ]),
    ...lost.map((what) => `  LOST: ${what}`),
    ...unexplained.map((what) => `  UNEXPLAINED: ${what}`),
    '',
  ].join('\n');
}
