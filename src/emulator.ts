import { mkdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { localUrl } from './settings/address.ts';
import { defaultSettings } from './settings/parse.ts';
import { StartFailure } from './settings/failure.ts';
import type { Settings } from './settings/settings.ts';

export interface Emulator {
  start(): Promise<{ port: number; url: string }>;
  stop(): Promise<void>;
}

/** A stand-in that listens and answers 200 to everything, until the real one takes its place. */
export async function createEmulator(settings: Settings): Promise<Emulator> {
  const log = pino({ level: settings.logLevel }, pino.destination({ dest: 2, sync: true }));
  const server = createServer((_request, response) => response.end('{}'));
  openFiles(settings);
  return Promise.resolve({
    async start() {
      const port = await listen(server, settings);
      log.info({ port }, 'listening');
      return { port, url: localUrl(settings.host, port) };
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      log.info('stopped');
    },
  });
}

function openFiles(settings: Settings): void {
  try {
    if (settings.seedFile !== defaultSettings().seedFile) JSON.parse(readFileSync(settings.seedFile, 'utf8'));
  } catch (error) {
    throw new StartFailure(`the seed file ${settings.seedFile} cannot be read; name another with --seed`, {
      cause: error,
    });
  }
  try {
    if (!settings.ephemeral) mkdirSync(settings.dataDir, { recursive: true });
  } catch (error) {
    throw new StartFailure(`the data directory ${settings.dataDir} cannot be used; name another`, {
      cause: error,
    });
  }
}

async function listen(server: Server, { host, port }: Settings): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', () => {
      reject(new StartFailure(`port ${port} on ${host} is taken; choose another with --port`));
    });
    server.listen(port, host, resolve);
  });
  return (server.address() as AddressInfo).port;
}
