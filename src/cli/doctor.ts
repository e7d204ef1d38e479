import { accessSync, constants, existsSync } from 'node:fs';
import { createServer, connect as connectSocket } from 'node:net';
import { join } from 'node:path';
import type { ListAnswer } from '../client/answers.ts';
import type { WebhookStateAnswer } from '../client/game-answers.ts';
import type { EmulatorClient } from '../client/emulator.ts';
import { ControlError } from '../client/errors.ts';
import { detectContainer, isLoopback } from '../delivery/diagnosis/container.ts';
import { version } from '../package-files.ts';
import { isOn, parseSettings } from '../settings/command-line.ts';
import { readFlags } from '../settings/flags.ts';
import { localUrl, type Settings } from '../settings/settings.ts';
import type { CommandContext } from './command-context.ts';
import { connectTo, TARGET_FLAGS, targetUrl } from './target.ts';

export const DOCTOR_FLAGS = { ...TARGET_FLAGS, 'data-dir': 'value', port: 'value' } as const;

/** How long a webhook may take to accept a connection, in milliseconds. */
const CONNECT_MS = 2000;

/** How far two clocks may differ, in seconds. Receivers commonly refuse signatures that are five minutes old. */
const SKEW_SECONDS = 30;

/** What was looked at, whether it is well, and what to do when it is not. */
interface Finding {
  readonly check: string;
  readonly state: 'ok' | 'note' | 'problem';
  readonly text: string;
  readonly fix: string | null;
}

/**
 * Looks for what keeps an emulator from working on this machine, and says how to fix it.
 *
 * @returns 1 when there is a problem
 * @throws SettingsError
 */
export async function doctor(context: CommandContext, args: readonly string[]): Promise<number> {
  const flags = readFlags(args, DOCTOR_FLAGS);
  const given = ['data-dir', 'port'].flatMap((flag) => {
    const value = flags.get(flag);
    return value === undefined ? [] : [`--${flag}`, value];
  });
  const settings = parseSettings(given, context.env);
  const url = targetUrl(context, flags) ?? localUrl('127.0.0.1', settings.port);
  const emulator = await reach(context, flags, url);
  const findings = [
    ...versionFindings(),
    ...(emulator instanceof Error ? [] : await emulatorFindings(emulator)),
    ...(emulator instanceof Error ? await portFindings(url, settings, emulator) : []),
    directoryFinding(settings),
    containerFinding(settings),
  ];
  const text = isOn(flags, 'json') ? `${JSON.stringify({ findings })}\n` : findings.map(report).join('');
  context.stdout.write(text);
  return findings.some(({ state }) => state === 'problem') ? 1 : 0;
}

const MARKS = { ok: 'ok      ', note: 'note    ', problem: 'PROBLEM ' };

function report({ check, state, text, fix }: Finding): string {
  const line = `${MARKS[state]} ${check.padEnd(16)} ${text}\n`;
  return fix === null ? line : `${line}${' '.repeat(26)}Fix: ${fix}\n`;
}

function ok(check: string, text: string): Finding {
  return { check, state: 'ok', text, fix: null };
}

function problem(check: string, text: string, fix: string): Finding {
  return { check, state: 'problem', text, fix };
}

async function reach(
  context: CommandContext,
  flags: ReadonlyMap<string, string>,
  url: string,
): Promise<EmulatorClient | Error> {
  try {
    return await connectTo(context, flags, url);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function versionFindings(): readonly Finding[] {
  const { node } = process.versions;
  const [major = 0, minor = 0] = node.split('.').map(Number);
  const isOld = major < 20 || (major === 20 && minor < 19);
  return [
    ok('version', `aghanim-emulator ${version()}`),
    isOld
      ? problem('Node', `Node ${node} is too old.`, 'install Node 20.19 or later')
      : ok('Node', `Node ${node}`),
  ];
}

/** Nothing answers at the address, or something else. */
async function portFindings(
  url: string,
  { host, port }: Settings,
  error: Error,
): Promise<readonly Finding[]> {
  if (error instanceof ControlError) {
    const fix = 'give --key and --password as the emulator has them, or another --url';
    return [problem('emulator', error.message, fix)];
  }
  const none = `No emulator answers at ${url}.`;
  if (new URL(url).port !== String(port)) {
    return [problem('emulator', none, 'start one, or give its address with --url')];
  }
  return [portFinding(host, port, none, await listenError(host, port))];
}

function portFinding(host: string, port: number, none: string, error: string | null): Finding {
  const check = 'port';
  if (error === null) {
    return { check, state: 'note', text: `${none} Port ${port} is free.`, fix: 'aghanim-emulator start' };
  }
  if (error === 'EADDRINUSE') {
    const fix = `end that program, or use another port: aghanim-emulator start --port ${port + 1}`;
    return problem(check, `${none} Another program uses port ${port} on ${host}.`, fix);
  }
  const text = `${none} Port ${port} on ${host} cannot be used (${error}).`;
  return problem(check, text, 'start with another --host, or a --port above 1023');
}

/** Listens on a port for a moment. The code of the error, or `null`. */
function listenError(host: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      resolve(error.code ?? error.message);
    });
    server.listen(port, host, () => {
      server.close(() => {
        resolve(null);
      });
    });
  });
}

async function emulatorFindings(emulator: EmulatorClient): Promise<readonly Finding[]> {
  const { url } = emulator;
  const webhooks = await emulator.webhooks();
  return [
    ok('emulator', `answers at ${url}; dashboard ${emulator.dashboardUrl}`),
    await clockFinding(emulator),
    ...(await Promise.all(webhooks.data.map(webhookFinding))),
    ...noWebhooks(webhooks),
  ];
}

function noWebhooks({ total }: ListAnswer<unknown>): readonly Finding[] {
  if (total > 0) return [];
  const fix = 'start with --webhook URL, or register one on the dashboard';
  return [{ check: 'webhooks', state: 'note', text: 'The game has no webhook: no event is sent.', fix }];
}

async function clockFinding(emulator: EmulatorClient): Promise<Finding> {
  const { now, mode } = await emulator.clock.get();
  const ahead = Math.round(now - Date.now() / 1000);
  if (mode === 'real' && Math.abs(ahead) <= SKEW_SECONDS) return ok('clock', 'agrees with this machine');
  const text = `The clock of the game is ${mode === 'frozen' ? 'frozen, and ' : ''}${ahead} s ahead of this machine.`;
  return {
    check: 'clock',
    state: 'note',
    text,
    fix: 'aghanim-emulator reset, unless a test moved it; else set the clocks of both machines',
  };
}

async function webhookFinding({ url, enabled, paused_at: pausedAt }: WebhookStateAnswer): Promise<Finding> {
  const check = 'webhook';
  if (!enabled)
    return { check, state: 'note', text: `${url} is disabled.`, fix: 'enable it on the dashboard' };
  if (pausedAt !== null)
    return problem(check, `${url} is paused.`, 'fix the receiver and resume it on the dashboard');
  const target = new URL(url);
  const error = await connectionError(target);
  if (error === null) return ok(check, `${url} accepts connections`);
  return problem(check, `${url} cannot be reached from here (${error}).`, webhookFix(target, error));
}

function webhookFix({ hostname, port }: URL, error: string): string {
  if (error === 'ENOTFOUND' && hostname === 'host.docker.internal') {
    return 'add --add-host host.docker.internal:host-gateway to docker run';
  }
  if (error === 'ENOTFOUND')
    return `correct the name ${hostname}, or add it to the DNS or the network of the container`;
  if (isLoopback(hostname) && detectContainer()) {
    return `start the receiver in this container, or, when it runs on the host, start with --loopback-host host.docker.internal`;
  }
  return `start the receiver on port ${port || '80 or 443'}, and let it listen on an address that this machine reaches`;
}

/** Connects without sending anything. The code of the error, or `null`. */
function connectionError({ hostname, port, protocol }: URL): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = connectSocket({
      host: hostname.replace(/^\[|\]$/g, ''),
      port: Number(port || (protocol === 'https:' ? 443 : 80)),
      timeout: CONNECT_MS,
    });
    const end = (result: string | null): void => {
      socket.destroy();
      resolve(result);
    };
    socket.once('connect', () => {
      end(null);
    });
    socket.once('timeout', () => {
      end('no answer');
    });
    socket.once('error', (error: NodeJS.ErrnoException) => {
      end(error.code ?? error.message);
    });
  });
}

function directoryFinding({ dataDir, ephemeral }: Settings): Finding {
  const check = 'data directory';
  if (ephemeral) return ok(check, 'not used: the data is in memory');
  if (!existsSync(dataDir)) return ok(check, `${dataDir} does not exist yet; a start creates it`);
  try {
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch {
    const fix = `give it to this user (chown -R "$(id -u)" ${dataDir}), or choose another with --data-dir`;
    return problem(check, `${dataDir} cannot be read and written by this user.`, fix);
  }
  const held = existsSync(join(dataDir, 'lock')) ? ' and has a lock' : '';
  return ok(check, `${dataDir} can be read and written${held}; data check looks inside`);
}

function containerFinding({ host, loopbackHost }: Settings): Finding {
  const check = 'container';
  if (!detectContainer()) return ok(check, 'this is not a container');
  if (isLoopback(host)) {
    const fix = 'start with --host 0.0.0.0 and publish the port: docker run -p 127.0.0.1:4242:4242';
    return { check, state: 'note', text: `In a container, ${host} cannot be reached from outside.`, fix };
  }
  if (loopbackHost !== null) return ok(check, `webhooks for localhost go to ${loopbackHost}`);
  return {
    check,
    state: 'note',
    text: 'In a container, localhost is the container itself.',
    fix: 'when the game runs on the host, start with --loopback-host host.docker.internal',
  };
}
