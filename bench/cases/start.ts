import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { BenchOptions } from '../options.ts';
import { figure, goal, times, type Section } from '../report.ts';
import { inFolder, type Server, startBaseline, startEmulator } from '../server.ts';
import { inRounds, median } from '../rounds.ts';

const BASELINE = 'naive Express 5';
const EMULATOR = 'emulator';
const IDLE_MS = 500;

interface Start {
  readonly readyMs: number;
  /** MiB. */
  readonly memory: number;
}

/** The time from the start to the ready line, and the memory of an idle process. */
export async function start(options: BenchOptions): Promise<Section[]> {
  return inFolder(async (folder) => {
    const directory = join(folder, 'data');
    const starts = await inRounds(options.starts, [
      { name: BASELINE, measure: () => measure(() => startBaseline('naive-express')) },
      { name: EMULATOR, measure: () => measure(() => startEmulator(directory)) },
    ]);
    return [section(starts)];
  });
}

async function measure(startServer: () => Promise<Server>): Promise<Start> {
  const server = await startServer();
  await pause(IDLE_MS);
  const { startMs: readyMs, memory } = server;
  await server.stop();
  return { readyMs, memory };
}

function section(starts: ReadonlyMap<string, Start[]>): Section {
  const medianOf = (name: string, key: keyof Start) =>
    median((starts.get(name) ?? []).map((one) => one[key]));
  const ratio = (key: keyof Start) => medianOf(EMULATOR, key) / medianOf(BASELINE, key);
  const rowOf = (name: string) => [
    name,
    figure(medianOf(name, 'readyMs')),
    times(medianOf(name, 'readyMs') / medianOf(BASELINE, 'readyMs')),
    figure(medianOf(name, 'memory')),
    times(medianOf(name, 'memory') / medianOf(BASELINE, 'memory')),
  ];
  return {
    heading: 'Start and rest',
    about: 'From the start of the process to its ready line, and resident memory half a second later.',
    columns: ['', 'ready after ms', 'against Express', 'memory MiB', 'against Express '],
    rows: [rowOf(BASELINE), rowOf(EMULATOR)],
    goals: [
      goal('ready within 1 × Express', ratio('readyMs'), { atMost: 1 }),
      goal('memory within 1.2 × Express', ratio('memory'), { atMost: 1.2 }),
    ],
  };
}
