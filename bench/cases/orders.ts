import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { request } from 'undici';
import { addWebhook, createOrders, ORDER } from '../api.ts';
import { loadFor, type Load, type Target } from '../load.ts';
import type { BenchOptions } from '../options.ts';
import { figure, goal, times, type Section } from '../report.ts';
import { inFolder, type Server, startBaseline, startEmulator, startReceiver } from '../server.ts';
import { inRounds, median } from '../rounds.ts';

const BASELINE = 'naive Express 5';
const PLAIN = 'emulator';
const SENDING = 'emulator, order.created delivered';
const CONNECTIONS = [1, 32];
const POLL_MS = 100;

interface MeasuredServer {
  readonly name: string;
  readonly server: Server;
  /** Resolves when the server has finished the work that a measurement caused. */
  readonly settle: () => Promise<void>;
}

/** Create and get an order, against the same two routes on node:http and on Express. */
export async function orders(options: BenchOptions): Promise<Section[]> {
  return inFolder(async (folder) => {
    const receiver = await startReceiver();
    const servers = await startServers(folder, receiver);
    try {
      return [await compare(CREATE, options, servers), await compare(GET, options, servers)];
    } finally {
      await Promise.all([receiver, ...servers.map(({ server }) => server)].map((server) => server.stop()));
    }
  });
}

async function startServers(folder: string, receiver: Server): Promise<MeasuredServer[]> {
  const settle = () => Promise.resolve();
  const sending = await startEmulator(join(folder, 'sending'));
  await addWebhook(sending.url, `${receiver.url}/hook`, 'order.created');
  return [
    { name: 'bare node:http', server: await startBaseline('bare-http'), settle },
    { name: BASELINE, server: await startBaseline('naive-express'), settle },
    { name: PLAIN, server: await startEmulator(join(folder, 'plain')), settle },
    { name: SENDING, server: sending, settle: () => untilIdle(receiver) },
  ];
}

/** Resolves when the receiver has received nothing for a while. */
async function untilIdle(receiver: Server): Promise<void> {
  let before = '';
  for (;;) {
    const count = await (await request(receiver.url)).body.text();
    if (count === before) return;
    before = count;
    await pause(POLL_MS);
  }
}

function creation(server: Server): Promise<Target> {
  return Promise.resolve({ server, requests: [{ method: 'POST', path: '/s2s/v1/orders', body: ORDER }] });
}

async function reading(server: Server): Promise<Target> {
  const ids = await createOrders(server.url, 100);
  return { server, requests: ids.map((id) => ({ method: 'GET', path: `/s2s/v1/orders/${id}` })) };
}

interface Route {
  readonly heading: string;
  readonly about: string;
  readonly targetOf: (server: Server) => Promise<Target>;
}

const MEDIANS =
  'CPU is what a request costs the server. Medians of the rounds; ratios are medians of the ratio in each round.';
const CREATE: Route = {
  heading: 'Create an order',
  about:
    'Over HTTP/1.1 with keep-alive. The emulator validates, prices, journals and queues the event; the baselines ' +
    `parse the body and keep it in a Map. ${MEDIANS}`,
  targetOf: creation,
};
const GET: Route = {
  heading: 'Get an order',
  about: `A hundred orders in turn. ${MEDIANS}`,
  targetOf: reading,
};

/** Of the naive server's rate, with as many connections. */
const GOALS = [
  { name: PLAIN, atLeast: 2.5 },
  { name: SENDING, atLeast: 1.4 },
];

async function compare(
  route: Route,
  options: BenchOptions,
  servers: readonly MeasuredServer[],
): Promise<Section> {
  const { heading, about, targetOf } = route;
  const rows: string[][] = [];
  const ratios = new Map<string, number>();
  for (const connections of CONNECTIONS) {
    const loads = await measure(options, connections, servers, targetOf);
    for (const { name } of servers) {
      const ratio = median(ratiosOf(loads, name));
      ratios.set(`${name} ${connections}`, ratio);
      rows.push(rowOf(name, connections, loads.get(name) ?? [], ratio));
    }
  }
  return {
    heading,
    about,
    columns: ['', 'connections', 'requests/s', 'p50 ms', 'p99 ms', 'CPU µs', `against ${BASELINE}`],
    rows,
    goals: GOALS.map(({ name, atLeast }) =>
      goal(
        `${name}, 32 connections: at least ${times(atLeast)} ${BASELINE}`,
        ratios.get(`${name} 32`) ?? NaN,
        {
          atLeast,
        },
      ),
    ),
  };
}

async function measure(
  options: BenchOptions,
  connections: number,
  servers: readonly MeasuredServer[],
  targetOf: Route['targetOf'],
): Promise<ReadonlyMap<string, Load[]>> {
  const measurements = [];
  for (const { name, server, settle } of servers) {
    const target = await targetOf(server);
    await loadFor(options.warmUpSeconds, connections, target);
    await settle();
    const measureOnce = async (): Promise<Load> => {
      const load = await loadFor(options.seconds, connections, target);
      await settle();
      return load;
    };
    measurements.push({ name, measure: measureOnce });
  }
  return inRounds(options.rounds, measurements);
}

function ratiosOf(loads: ReadonlyMap<string, Load[]>, name: string): number[] {
  const baseline = loads.get(BASELINE) ?? [];
  return (loads.get(name) ?? []).map(
    ({ perSecond }, round) => perSecond / (baseline[round]?.perSecond ?? NaN),
  );
}

function rowOf(name: string, connections: number, loads: readonly Load[], ratio: number): string[] {
  const medianOf = (key: keyof Load) => figure(median(loads.map((load) => load[key])));
  const figures = [medianOf('perSecond'), medianOf('p50'), medianOf('p99'), medianOf('cpu')];
  return [name, String(connections), ...figures, times(ratio)];
}
