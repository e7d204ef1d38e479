import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Pace } from '../pace.ts';
import { figure, goal, times, type Section } from '../report.ts';
import type { Server } from '../server.ts';
import { median } from '../statistics.ts';
import { inFolder, startEmulator, startBaseline } from '../subjects.ts';
import { inTurns } from '../turns.ts';

const BASELINE = 'naive Express 5';
const EMULATOR = 'emulator';
const REST_MS = 500;

interface Start {
  readonly readyMs: number;
  /** MiB. */
  readonly memory: number;
}

/** From nothing to the ready line, and the memory taken when nothing happens. */
export async function start(pace: Pace): Promise<Section[]> {
  return inFolder(async (folder) => {
    const directory = join(folder, 'data');
    const starts = await inTurns(pace.starts, [
      { name: BASELINE, measure: () => measure(() => startBaseline('naive-express')) },
      { name: EMULATOR, measure: () => measure(() => startEmulator(directory)) },
    ]);
    return [section(starts)];
  });
}

async function measure(begin: () => Promise<Server>): Promise<Start> {
  const server = await begin();
  await pause(REST_MS);
  const { startMs: readyMs, memory } = server;
  await server.stop();
  return { readyMs, memory };
}

function section(starts: ReadonlyMap<string, Start[]>): Section {
  const middle = (name: string, key: keyof Start) => median((starts.get(name) ?? []).map((one) => one[key]));
  const ratio = (key: keyof Start) => middle(EMULATOR, key) / middle(BASELINE, key);
  const rowOf = (name: string) => [
    name,
    figure(middle(name, 'readyMs')),
    times(middle(name, 'readyMs') / middle(BASELINE, 'readyMs')),
    figure(middle(name, 'memory')),
    times(middle(name, 'memory') / middle(BASELINE, 'memory')),
  ];
  return {
    heading: 'Start and rest',
    about: 'From the start of the process to its ready line, and resident memory half a second later.',
    columns: ['', 'ready after ms', 'against Express', 'memory MiB', 'against Express '],
    rows: [rowOf(BASELINE), rowOf(EMULATOR)],
    goals: [
      goal('ready within 1.5 × Express', ratio('readyMs'), { atMost: 1.5 }),
      goal('memory within 1.4 × Express', ratio('memory'), { atMost: 1.4 }),
    ],
  };
}
