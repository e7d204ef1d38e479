import { createEmulator, type EmulatorOptions } from '../../src/index.ts';
import { startReceiver, type Answer, type Receiver } from './rough-receiver.ts';

/** A running emulator with a game server whose answers the test decides by event type. */
export interface RunningGame {
  readonly url: string;
  readonly receiver: Receiver;
  /** What the game answers to each event type; 200 `{"status":"ok"}` to all others. */
  readonly answers: Map<string, Answer | 'nothing'>;
  /** The events that arrived, parsed. */
  events(): readonly Record<string, unknown>[];
  /** Calls the S2S or the control API. */
  call(line: string, body?: object): Promise<{ status: number; body: Record<string, unknown> }>;
  /** Registers a webhook for these event types; returns its id. */
  subscribe(events: readonly string[]): Promise<string>;
  /** Loads a page, following redirects. */
  page(path: string, form?: Record<string, string>): Promise<{ status: number; text: string; url: string }>;
}

/** @param openThings gets what ends the emulator and the receiver */
export async function runGame(
  openThings: (() => Promise<void>)[],
  options: EmulatorOptions = {},
): Promise<RunningGame> {
  const receiver = await startReceiver();
  openThings.push(() => receiver.close());
  const emulator = await createEmulator({ retrySchedule: '0.01,0.01', logLevel: 'silent', ...options });
  openThings.push(() => emulator.stop());
  const { url } = await emulator.start();
  const answers: RunningGame['answers'] = new Map();
  receiver.always(({ text }) => {
    const { event_type: type } = JSON.parse(text) as { event_type: string };
    const answer = answers.get(type) ?? { body: { status: 'ok' } };
    return answer === 'nothing' ? new Promise(() => undefined) : answer;
  });
  const call: RunningGame['call'] = async (line, body) => {
    const [method = 'GET', path = ''] = line.split(' ');
    const headers = { Authorization: 'Bearer s2s_sandbox_local', 'Content-Type': 'application/json' };
    const answer = await fetch(url + path, {
      method,
      headers,
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, body: (text === '' ? {} : JSON.parse(text)) as Record<string, unknown> };
  };
  return {
    url,
    receiver,
    answers,
    events: () => receiver.requests.map(({ text }) => JSON.parse(text) as Record<string, unknown>),
    call,
    subscribe: async (events) => {
      const hook = { url: `${receiver.url}/hook`, events, method: 'POST', player_context_enabled: true };
      const { body } = await call('POST /s2s/v1/webhooks', hook);
      return String(body['id']);
    },
    page: async (path, form) => {
      const headers = { Accept: 'text/html' };
      const init = form ? { method: 'POST', body: new URLSearchParams(form) } : {};
      const answer = await fetch(new URL(path, url), { headers, ...init });
      return { status: answer.status, text: await answer.text(), url: answer.url };
    },
  };
}
