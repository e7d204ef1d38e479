import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A receiver in this process, so that sending and arrival are measured with the same clock. */
export class Arrivals {
  readonly #server = createServer((req, res) => {
    this.#serve(req, res);
  });
  readonly #arrivedAt = new Map<string, number>();
  readonly #waiting = new Map<string, (at: number) => void>();
  #hanging = new Set<string>();
  #onHanging: () => void = () => undefined;

  static async start(): Promise<Arrivals> {
    const arrivals = new Arrivals();
    arrivals.#server.listen(0, '127.0.0.1');
    await once(arrivals.#server, 'listening');
    return arrivals;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** No path below it ever responds. */
  get hangingUrl(): string {
    return `${this.url}/hang`;
  }

  /** When the webhook of an order arrived, as `performance.now()`. */
  arrival(orderId: string): Promise<number> {
    const at = this.#arrivedAt.get(orderId);
    if (at !== undefined) return Promise.resolve(at);
    return new Promise((resolve) => this.#waiting.set(orderId, resolve));
  }

  /** Resolves when this many endpoints have received a request and hang. */
  async hanging(count: number): Promise<void> {
    while (this.#hanging.size < count) await new Promise<void>((resolve) => (this.#onHanging = resolve));
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #serve(req: IncomingMessage, res: ServerResponse): void {
    const at = performance.now();
    if (req.url?.startsWith('/hang') === true) {
      this.#hanging.add(req.url);
      this.#onHanging();
      return;
    }
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      res.end('{"status":"ok"}');
      const { context } = JSON.parse(Buffer.concat(chunks).toString()) as {
        context: { order: { id: string } };
      };
      this.#record(context.order.id, at);
    });
  }

  #record(orderId: string, at: number): void {
    this.#arrivedAt.set(orderId, at);
    this.#waiting.get(orderId)?.(at);
    this.#waiting.delete(orderId);
  }
}
