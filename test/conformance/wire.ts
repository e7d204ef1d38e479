import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Agent } from 'undici';
import { buildHouse, SANDBOX_KEY, type House, type HouseOptions } from '../support/house.ts';

export interface WireAnswer {
  readonly status: number;
  /** `undefined` for an answer without a body. */
  readonly body: unknown;
}

/** A house behind a real port, and a client that keeps its connections. */
export interface Wire {
  readonly house: House;
  send(method: string, path: string, body?: unknown): Promise<WireAnswer>;
  /** How many transactions have changed something so far. */
  commits(): number;
  /** A number that was not given before. */
  next(): number;
  close(): Promise<void>;
}

export async function openWire(options: HouseOptions = {}): Promise<Wire> {
  const house = buildHouse(options);
  let commits = 0;
  let given = 0;
  house.world.store.onCommit(() => {
    commits += 1;
  });
  const server = createServer(house.app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const agent = new Agent();
  return {
    house,
    commits: () => commits,
    next: () => (given += 1),
    send: async (method, path, body) => {
      const answer = await agent.request({
        origin,
        path: `/s2s${path}`,
        method: method,
        headers: { authorization: `Bearer ${SANDBOX_KEY}`, 'content-type': 'application/json' },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const text = await answer.body.text();
      return { status: answer.statusCode, body: text === '' ? undefined : (JSON.parse(text) as unknown) };
    },
    close: async () => {
      await agent.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
