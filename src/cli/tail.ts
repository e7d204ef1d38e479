import type { ActivityAnswer } from '../client/activity.ts';
import type { CommandContext } from './command-context.ts';
import { callOf } from './target.ts';

/** Prints requests, events and webhook attempts of the game as they happen, until a signal ends it. */
export async function tail(context: CommandContext, args: readonly string[]): Promise<number> {
  const { emulator, isJson } = await callOf(
    context,
    args,
    {},
    { command: 'tail', names: '', min: 0, max: 0 },
  );
  const stopped = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    context.signals.on(signal, () => {
      stopped.abort();
    });
  }
  const entries = emulator.activity({
    signal: stopped.signal,
    onConnection: (state) => {
      context.stderr.write(`aghanim-emulator: ${STATES[state]} ${emulator.url}\n`);
    },
  });
  for await (const entry of entries) {
    context.stdout.write(isJson ? `${JSON.stringify(entry)}\n` : `${textOf(entry)}\n`);
  }
  return 0;
}

const STATES = { connected: 'following', lost: 'lost the connection, trying again:' };

function textOf(entry: ActivityAnswer): string {
  if (entry.kind === 'missed')
    return `${entry.count} entries are missing: too much happened without a connection`;
  const time = new Date(entry.at * 1000).toISOString().slice(11, 19);
  if (entry.kind === 'request') return `${time} request  ${entry.method} ${entry.url} ${entry.status}`;
  if (entry.kind === 'event') return `${time} event    ${entry.event_type ?? entry.notification_type}`;
  const { event_type: type, order_id: order, url } = entry;
  const result = entry.response?.status ?? entry.error?.kind ?? 'no answer';
  const hint = entry.hint === null ? '' : `: ${entry.hint}`;
  return `${time} attempt  ${[type, order, url, result].filter((part) => part !== null).join(' ')}${hint}`;
}
