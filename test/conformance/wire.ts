import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Agent } from 'undici';
import { createFixture, SANDBOX_KEY, type Fixture, type FixtureOptions } from '../support/fixture.ts';

export interface WireAnswer {
  readonly status: number;
  /** `undefined` for an answer without a body. */
  readonly body: unknown;
}

/** A fixture behind a real port, and a client that keeps its connections. */
export interface Wire {
  readonly fixture: Fixture;
  send(method: string, path: string, body?: unknown): Promise<WireAnswer>;
  /** How many transactions have changed something so far. */
  commits(): number;
  /** A number that was not given before. */
  next(): number;
  close(): Promise<void>;
}

export async function openWire(options: FixtureOptions = {}): Promise<Wire> {
  const fixture = createFixture(options);
  let commits = 0;
  let given = 0;
  fixture.domain.store.onCommit(() => {
    commits += 1;
  });
  const server = createServer(fixture.listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const agent = new Agent();
  return {
    fixture,
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
