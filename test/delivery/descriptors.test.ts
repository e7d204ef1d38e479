import { once } from 'node:events';
import { Agent, request, type IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';
import { json } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { Program } from '../cli/program.ts';
import { createEngine } from '../../src/delivery/engine/engine.ts';
import type { AttemptRequest, AttemptResult } from '../../src/delivery/ports.ts';
import { startReceiver } from '../support/rough-receiver.ts';
import { anAttemptRequest, aResult } from './attempts.ts';
import { FakeClock } from './fake-clock.ts';
import { outboxOf } from './outbox-of.ts';

/** An engine with ten deliveries for each of two webhooks, and a sender that fails as the test says. */
function setUp() {
  const clock = new FakeClock();
  const sent: AttemptRequest[] = [];
  const recorded: AttemptResult[] = [];
  const lines: string[] = [];
  const state = { kind: 'out_of_descriptors' };
  const log = (_fields: object, message: string) => void lines.push(message);
  const ids = ['a', 'b'].flatMap((webhookId) => Array.from({ length: 10 }, (_, n) => `${webhookId}/${n}`));
  const engine = createEngine({
    clock,
    log: { info: log, warn: log, error: log },
    webhookConcurrency: 3,
    outbox: outboxOf({
      pending: () => ids.map((deliveryId) => ({ deliveryId, webhookId: deliveryId.slice(0, 1), dueAt: 0 })),
      start: (started) =>
        started.map((deliveryId) => anAttemptRequest({ deliveryId, webhookId: deliveryId.slice(0, 1) })),
      record: (results) => void recorded.push(...results),
    }),
    sender: {
      send: (request) => {
        sent.push(request);
        const verdict = state.kind === '' ? 'delivered' : 'failed';
        return Promise.resolve(aResult(request, verdict, state.kind, clock.now()));
      },
      close: () => Promise.resolve(),
    },
  });
  return { engine, clock, sent, recorded, lines, state };
}

describe('without file descriptors', () => {
  it('no attempt counts, all wait for a second, and the shortage is logged once', async () => {
    const { engine, clock, sent, recorded, lines } = setUp();
    engine.start();
    await clock.advance(0);
    expect(sent).toHaveLength(6);
    await clock.advance(999);
    expect(sent).toHaveLength(6);
    await clock.advance(1);
    expect(sent).toHaveLength(12);
    await clock.advance(20_000);
    expect(recorded).toEqual([]);
    expect(lines).toEqual([expect.stringContaining('out of file descriptors')]);
  });

  it('deliveries go on when there are some again, and the next shortage is logged again', async () => {
    const { engine, clock, recorded, lines, state } = setUp();
    engine.start();
    await clock.advance(2500);
    state.kind = '';
    await clock.advance(2000);
    expect(new Set(recorded.map(({ deliveryId }) => deliveryId)).size).toBe(20);
    await clock.advance(20_000);
    expect(lines.filter((line) => line.includes('descriptors'))).toEqual([
      expect.stringContaining('out of file descriptors'),
      'file descriptors are available again',
    ]);
    state.kind = 'out_of_descriptors';
    engine.schedule({ deliveryId: 'a/new', webhookId: 'a', dueAt: clock.now() });
    await clock.advance(0);
    expect(lines.at(-1)).toContain('out of file descriptors');
  });

  it('an engine stops as usual', async () => {
    const { engine, clock } = setUp();
    engine.start();
    await clock.advance(0);
    await engine.stop();
    expect(clock.timers).toBe(0);
  });
});

const DESCRIPTORS = 160;

const programs: Program[] = [];
const sockets: Socket[] = [];

afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  for (const { child } of programs) child.kill('SIGKILL');
  await Promise.all(programs.map(({ ended }) => ended));
});

/** Sends requests to the emulator over one connection, which needs no new descriptor. */
function clientOf(url: string) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const headers = { Authorization: 'Bearer s2s_sandbox_local', 'Content-Type': 'application/json' };
  return async (method: string, path: string, body: object = {}): Promise<unknown> => {
    const sent = request(`${url}${path}`, { method, agent, headers });
    sent.end(method === 'GET' ? '' : JSON.stringify(body));
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    return json(answer);
  };
}

/** Opens connections until the process has no descriptor left: then it closes new ones at once. */
async function takeDescriptors(url: string): Promise<void> {
  for (let count = 0; count < DESCRIPTORS; count += 1) {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.on('error', () => undefined);
    socket.resume();
    sockets.push(socket);
  }
  await Promise.race(sockets.map((socket) => once(socket, 'close')));
}

describe.skipIf(process.platform === 'win32')('an emulator that runs out of file descriptors', () => {
  it('delivers with the first attempt that counts once it has some again', async () => {
    const receiver = await startReceiver();
    receiver.always({ headers: { Connection: 'close' }, body: { status: 'ok' } });
    const webhook = ['--webhook', `${receiver.url}/hook`, '--retry-schedule', 'none'];
    const program = new Program(['--port', '0', '--ephemeral', ...webhook], { descriptors: DESCRIPTORS });
    programs.push(program);
    const url = await program.ready();
    const call = clientOf(url);
    const orderIds: string[] = [];
    for (const sku of ['CRS-82500', 'CRS-82500']) {
      const order = { player_id: 'r2d2-c3po', items: [{ sku }], price_minor_unit: 100 };
      const { order_id: id } = (await call('POST', '/s2s/v1/orders', order)) as { order_id: string };
      orderIds.push(id);
    }
    const pay = (id = '') => call('POST', `/_emulator/orders/${id}/pay`, { card: '4242424242424242' });
    // The first webhook loads what sends it, which takes descriptors of its own.
    await pay(orderIds[0]);
    await receiver.received(1);
    await takeDescriptors(url);
    await pay(orderIds[1]);
    await program.logged('out of file descriptors');
    expect(receiver.requests).toHaveLength(1);
    for (const socket of sockets) socket.destroy();
    await receiver.received(2);
    const path = `/_emulator/orders/${orderIds[1] ?? ''}/timeline`;
    await call('GET', `/_emulator/deliveries?order_id=${orderIds[1] ?? ''}&wait=settled`);
    expect(JSON.stringify(await call('GET', path))).toContain('item.add 200');
    expect(program.stderr.match(/out of file descriptors/g)).toHaveLength(1);
    await receiver.close();
  });
});
