#!/usr/bin/env node
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { ancestorEnd } from './cli/ancestors.ts';
import { main } from './cli/main.ts';
import { flagName } from './settings/command-line.ts';

function readFile(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

// A pipe such as `| head` ends early.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

void main({
  argv: process.argv.slice(2),
  env: process.env,
  stdout: process.stdout,
  stderr: process.stderr,
  signals: process,
  readFile,
  hasTerminal: [process.stdin, process.stdout, process.stderr].some(({ isTTY }) => isTTY),
  spawn: ([file, ...args], env) => spawn(file, args, { env, stdio: 'inherit' }),
  ancestorEnd,
  exit: (status) => process.exit(status),
  // Loaded on demand: --help and health need none of it.
  createEmulator: async (settings, givenAs) =>
    (await import('./app/emulator.ts')).createEmulator(settings, flagName, undefined, undefined, givenAs),
  fetch,
  clock: { now: performance.now.bind(performance), pause },
}).then((status) => process.exit(status));
