import { createEmulator, type Emulator, type EmulatorOptions } from '../../src/index.ts';
import { startReceiver, type Receiver } from '../support/rough-receiver.ts';
import { TOKEN_BODY } from './token-body.ts';

export const ACCEPTED = { status: 200, body: { processed: true } };

/** An emulator and a receiver that accepts MidasPay notifications. */
export interface Running {
  readonly emulator: Emulator;
  readonly url: string;
  readonly receiver: Receiver;
  /** Sends a JSON body, or without one asks by GET. */
  call(path: string, body?: unknown): Promise<Record<string, unknown>>;
  /** Creates a token whose notifications go to the receiver; returns the id of its order. */
  order(change?: (body: typeof TOKEN_BODY) => void): Promise<string>;
  pay(id: string, card?: string): Promise<Record<string, unknown>>;
  /** Asks until the delivery with this number of the order has the status; the oldest is 0. */
  delivery(orderId: string, number: number, status: string): Promise<DeliveryView>;
  /** Asks until the first delivery of the order has so many attempts. */
  deliveryWith(orderId: string, attempts: number): Promise<DeliveryView>;
  close(): Promise<void>;
}

export interface DeliveryView {
  readonly id: string;
  readonly platform: string;
  readonly event_type: string;
  readonly webhook_id: string;
  readonly url: string;
  readonly status: string;
  readonly next_attempt_at: number | null;
  readonly attempts: readonly {
    readonly started_at: number;
    readonly request: { readonly headers: Readonly<Record<string, string>>; readonly body: string };
    readonly error: { readonly kind: string; readonly message: string; readonly hint: string } | null;
  }[];
}

export async function run(options: EmulatorOptions = {}): Promise<Running> {
  const receiver = await startReceiver();
  receiver.always(ACCEPTED);
  const emulator = await createEmulator({ logLevel: 'silent', ...options });
  const { url } = await emulator.start();

  async function call(path: string, body?: unknown): Promise<Record<string, unknown>> {
    const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
    const headers = { Authorization: 'Bearer s2s_sandbox_local', 'Content-Type': 'application/json' };
    const response = await fetch(url + path, { headers, ...init });
    return { http: response.status, ...((await response.json()) as object) };
  }

  async function deliveryWhen(
    orderId: string,
    number: number,
    isReady: (delivery: DeliveryView) => boolean,
  ): Promise<DeliveryView> {
    for (let tries = 0; tries < 1000; tries += 1) {
      const { data } = (await call(`/_emulator/deliveries?order_id=${orderId}`)) as { data: DeliveryView[] };
      const found = [...data].reverse()[number];
      if (found && isReady(found)) return found;
    }
    throw new Error(`delivery ${number} of ${orderId} never became as expected`);
  }

  return {
    emulator,
    url,
    receiver,
    call,
    async order(change = () => undefined) {
      const body = structuredClone(TOKEN_BODY);
      body.settings.webhook_url = `${receiver.url}/midaspay?game=1`;
      change(body);
      const answer = await call('/v1/mor/token/create', body);
      return String(answer['redirect_url']).split('/').at(-1) ?? '';
    },
    pay: (id, card = '4242424242424242') => call(`/_emulator/orders/${id}/pay`, { card }),
    delivery: (orderId, number, status) =>
      deliveryWhen(
        orderId,
        number,
        (one) => one.status === status && (one.attempts.length > 0 || status === 'pending'),
      ),
    deliveryWith: (orderId, attempts) => deliveryWhen(orderId, 0, (one) => one.attempts.length === attempts),
    async close() {
      await emulator.stop();
      await receiver.close();
    },
  };
}
