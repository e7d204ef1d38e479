import type {
  AttemptAnswer,
  DeliveryAnswer,
  EventAnswer,
  NotificationAnswer,
  RequestAnswer,
} from '../client/answers.ts';
import type { EmulatorClient } from '../client/emulator.ts';
import type { CommandContext } from './command-context.ts';
import { callOf, type CommandCall } from './target.ts';

/** How often the emulator is asked, in milliseconds. */
const INTERVAL_MS = 250;

/** How many of the newest are read each time. */
const READ = 100;

interface TailLine {
  readonly id: string;
  /** Unix seconds. */
  readonly at: number;
  readonly text: string;
  readonly json: object;
}

/** Prints requests, events and webhook attempts of the game as they happen, until a signal ends it. */
export async function tail(context: CommandContext, args: readonly string[]): Promise<number> {
  const call = await callOf(context, args, {}, { command: 'tail', names: '', min: 0, max: 0 });
  let isStopped = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    context.signals.on(signal, () => {
      isStopped = true;
    });
  }
  const stopped = (): boolean => isStopped;
  let known = await readLines(call.emulator);
  while (!stopped()) {
    const lines = await readLines(call.emulator);
    const ids = new Set(known.map(({ id }) => id));
    for (const line of lines) if (!ids.has(line.id)) print(context, call, line);
    // Each list is the newest of its kind, so what leaves it does not come back.
    known = lines;
    await context.clock.pause(INTERVAL_MS);
  }
  return 0;
}

function print({ stdout }: CommandContext, { isJson }: CommandCall, { at, text, json }: TailLine): void {
  const time = new Date(at * 1000).toISOString().slice(11, 19);
  stdout.write(isJson ? `${JSON.stringify(json)}\n` : `${time} ${text}\n`);
}

/** The newest requests, events and attempts, oldest first. */
async function readLines(emulator: EmulatorClient): Promise<readonly TailLine[]> {
  const [requests, events, deliveries] = await Promise.all([
    emulator.requests({ limit: READ }),
    emulator.events({ limit: READ }),
    emulator.deliveries.list({ limit: READ }),
  ]);
  return [
    ...requests.data.map(requestLine).reverse(),
    ...events.data.map(eventLine).reverse(),
    ...[...deliveries.data]
      .reverse()
      .flatMap((delivery) => delivery.attempts.map((attempt) => attemptLine(delivery, attempt))),
  ].sort((a, b) => a.at - b.at);
}

function requestLine(request: RequestAnswer): TailLine {
  const { id, at, method, url, status } = request;
  return { id, at, text: `request  ${method} ${url} ${status}`, json: { kind: 'request', ...request } };
}

function eventLine(event: EventAnswer | NotificationAnswer): TailLine {
  if (event.event_id === undefined) return notificationLine(event);
  const { event_id: id, event_time: at, event_type: type } = event;
  return { id, at, text: `event    ${type}`, json: { kind: 'event', ...event } };
}

/** A notification names no time; a new one belongs to the time since the last read. */
function notificationLine(notification: NotificationAnswer): TailLine {
  const { notification_type: type, order } = notification;
  return {
    id: `${type} ${order.id}`,
    at: Math.floor((Date.now() - INTERVAL_MS) / 1000),
    text: `event    ${type}`,
    json: { kind: 'event', ...notification },
  };
}

function attemptLine(delivery: DeliveryAnswer, attempt: AttemptAnswer): TailLine {
  const { event_type: type, order_id: order, url } = delivery;
  const result = attempt.response?.status ?? attempt.error?.kind ?? 'no answer';
  const hint = attempt.hint === null ? '' : `: ${attempt.hint}`;
  return {
    id: attempt.id,
    at: attempt.started_at,
    text: `attempt  ${[type, order, url, result].filter((part) => part !== null).join(' ')}${hint}`,
    json: { kind: 'attempt', event_type: type, order_id: order, delivery_id: delivery.id, url, ...attempt },
  };
}
