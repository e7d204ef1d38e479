import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Program } from '../cli/program.ts';
import { startReceiver, type Receiver } from '../support/rough-receiver.ts';
import { call } from './client.ts';

/** A data directory, a receiver and the programs that use them. `clear` removes all of them. */
export class CrashSetup {
  readonly directory: string;
  readonly receiver: Receiver;
  readonly #folder: string;
  readonly #programs: Program[] = [];

  private constructor(folder: string, receiver: Receiver) {
    this.#folder = folder;
    this.directory = join(folder, 'data');
    this.receiver = receiver;
  }

  static async create(): Promise<CrashSetup> {
    const setup = new CrashSetup(await mkdtemp(join(tmpdir(), 'aghanim-crash-')), await startReceiver());
    await mkdir(setup.directory);
    return setup;
  }

  /** Starts the program on the data directory, with the receiver for `item.add` and `item.remove`. */
  start(...args: readonly string[]): Program {
    const hook = `${this.receiver.url}/webhook`;
    const settings = [
      '--port',
      '0',
      '--data-dir',
      this.directory,
      '--webhook',
      hook,
      '--log-level',
      'silent',
    ];
    const program = new Program([...settings, ...args], { cwd: this.#folder });
    this.#programs.push(program);
    return program;
  }

  async clear(): Promise<void> {
    for (const { child } of this.#programs) child.kill('SIGKILL');
    await Promise.all(this.#programs.map(({ ended }) => ended));
    await this.receiver.close();
    await rm(this.#folder, { recursive: true });
  }
}

export async function createOrder(url: string): Promise<string> {
  const asked = { player_id: 'r2d2-c3po', items: [{ sku: 'CRS-82500' }] };
  const { status, body } = await call(url, '/s2s/v1/orders', asked);
  if (status !== 201) throw new Error(`the order was refused with ${status}: ${JSON.stringify(body)}`);
  return String(body['order_id']);
}

/** A new order, paid: `item.add` is due when this resolves. */
export async function payNewOrder(url: string): Promise<string> {
  const id = await createOrder(url);
  const { status } = await call(url, `/_emulator/orders/${id}/pay`, { card: '4242424242424242' });
  if (status !== 200) throw new Error(`the payment was refused with ${status}`);
  return id;
}

/** The error kinds of the attempts of an order's only delivery (`null`: answered), once it is delivered. */
export async function attemptsWhenDelivered(url: string, orderId: string): Promise<(string | null)[]> {
  for (;;) {
    const { body } = await call(url, `/_emulator/deliveries?order_id=${orderId}`);
    const [delivery] = body['data'] as { status: string; attempts: { error: { kind: string } | null }[] }[];
    if (delivery?.status === 'delivered') return delivery.attempts.map(({ error }) => error?.kind ?? null);
  }
}
