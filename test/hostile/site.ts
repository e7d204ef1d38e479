import { Agent, createServer, type IncomingHttpHeaders, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished } from 'vitest';
import { createFixture, type Fixture } from '../support/fixture.ts';
import { harmIn, nodesIn, type Node } from './harm.ts';

export interface SiteAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

export interface HostileSite {
  readonly fixture: Fixture;
  /** Sends a request; the answer is never a failure of the server, and brings no header that a text injected. */
  readonly send: (
    method: string,
    path: string,
    body?: string,
    headers?: Record<string, string>,
  ) => Promise<SiteAnswer>;
  /** Calls an API of the emulator with JSON. */
  readonly call: (
    method: string,
    path: string,
    body?: unknown,
  ) => Promise<{ readonly status: number; readonly json: unknown }>;
  /** Loads a page, or submits a form, and finds nothing in it that could run. */
  readonly page: (
    path: string,
    form?: Readonly<Record<string, string>>,
  ) => Promise<SiteAnswer & { readonly nodes: readonly Node[] }>;
  /**
   * Creates something from a body in which all may be hostile: what the API refuses is replaced by the value of `plain`
   * there, or left out, until the rest is accepted.
   */
  readonly insist: (path: string, body: object, plain?: object) => Promise<Record<string, unknown>>;
}

/** An emulator over HTTP, with connections that are kept: these tests send thousands of requests. */
export async function startSite(): Promise<HostileSite> {
  const fixture = createFixture();
  const server = createServer(fixture.listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  onTestFinished(() => {
    agent.destroy();
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;

  const send: HostileSite['send'] = (method, path, body = '', headers = {}) =>
    new Promise((resolve, reject) => {
      const options = {
        host: '127.0.0.1',
        port,
        agent,
        method,
        path,
        headers: { Accept: 'text/html', ...headers },
      };
      const sent = request(options, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () => {
          const { statusCode: status = 0, headers: received } = answer;
          expect([method, path, status < 500 || status === 501]).toEqual([method, path, true]);
          expect(received).not.toHaveProperty('x-evil');
          resolve({ status, headers: received, text: Buffer.concat(chunks).toString() });
        });
      });
      sent.on('error', reject);
      sent.end(body);
    });

  const call: HostileSite['call'] = async (method, path, body) => {
    const headers = {
      Accept: 'application/json',
      Authorization: 'Bearer s2s_sandbox_local',
      'Content-Type': 'application/json',
    };
    const { status, text, headers: answered } = await send(method, path, JSON.stringify(body), headers);
    expect(answered['content-type']).toMatch(/^application\/json/);
    return { status, json: JSON.parse(text) as unknown };
  };

  return {
    fixture,
    send,
    call,
    async page(path, form) {
      const answer = form
        ? await send('POST', path, new URLSearchParams(form).toString(), {
            'Content-Type': 'application/x-www-form-urlencoded',
          })
        : await send('GET', path);
      const nodes = nodesIn(answer.text);
      expect([path, harmIn(answer.text, nodes)]).toEqual([path, []]);
      return { ...answer, nodes };
    },
    async insist(path, body, plain = {}) {
      let current: unknown = body;
      for (let tries = 0; tries < 8; tries += 1) {
        const { status, json } = await call('POST', path, current);
        if (status < 300) return json as Record<string, unknown>;
        expect([path, status]).toEqual([path, 422]);
        const { detail } = json as { detail: readonly { readonly loc: readonly (string | number)[] }[] };
        const before = JSON.stringify(current);
        for (const { loc } of detail) current = replaced(current, loc.slice(1), plain);
        if (JSON.stringify(current) === before)
          throw new Error(`${path} is refused: ${JSON.stringify(detail)}`);
      }
      throw new Error(`${path} refuses ${JSON.stringify(current)}.`);
    },
  };
}

/** Whether a path of the API's names this field: it shows no NUL and no lone surrogate. */
function isNamed(name: string, step: string | number): boolean {
  return Buffer.from(name).toString().replaceAll('\0', '\uFFFD') === step;
}

/** The value with that of `plain` at a path, or without anything there. */
function replaced(value: unknown, [step, ...rest]: readonly (string | number)[], plain: unknown): unknown {
  if (step === undefined) return plain;
  if (Array.isArray(value)) {
    const at = Array.isArray(plain) ? (plain[Number(step)] as unknown) : undefined;
    return value.map((one: unknown, index) => (index === Number(step) ? replaced(one, rest, at) : one));
  }
  if (typeof value !== 'object' || value === null) return plain;
  const at = Object.entries(plain ?? {}).find(([name]) => isNamed(name, step))?.[1] as unknown;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [
      name,
      isNamed(name, step) ? replaced(one, rest, at) : (one as unknown),
    ]),
  );
}
