import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { ControlConnection } from '../../src/client/connection.ts';
import type { StreamEvent } from '../../src/client/event-stream.ts';
import type { Fixture } from './fixture.ts';

/** A cursor of another process: the stream begins with everything that is remembered. */
export const FROM_THE_START = 'other/0';

/**
 * Reads the activity stream of the sandbox game until `count` events with data have come.
 *
 * @param whenConnected what happens once the stream is open
 */
export async function readStream(
  { listener }: Pick<Fixture, 'listener'>,
  lastId: string,
  count: number,
  whenConnected: () => void = () => undefined,
): Promise<readonly StreamEvent[]> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const connection = new ControlConnection(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, '');
  const events: StreamEvent[] = [];
  for await (const event of connection.stream('/_emulator/activity', lastId, new AbortController().signal)) {
    if (event.data === '') whenConnected();
    else if (events.push(event) === count) break;
  }
  return events;
}
