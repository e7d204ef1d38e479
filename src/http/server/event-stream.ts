import type { ServerResponse } from 'node:http';
import { clearInterval, setInterval } from '../../real-time.ts';
import { HttpRefusal } from './problems.ts';

/** Keeps proxies from closing a stream on which nothing happens. */
const HEARTBEAT_MS = 15_000;

/** Open streams of a process. Each is woken by changes, so that thousands would slow down everything else. */
const STREAM_LIMIT = 256;

/** How many bytes may wait for a browser that does not read before its stream is ended. */
const UNREAD_LIMIT = 256 * 1024;

/** Server-sent events to one browser. */
export interface EventStream {
  /** The id of the last event that a client which connects again has received. */
  readonly lastId: string | null;
  /** Sends an event; a browser takes one without a name as `message`. */
  send(data: string, name?: string, id?: string): void;
  /** Tells the client which id to send when it connects again. */
  mark(id: string): void;
  /** Whether the client has read nearly everything that was sent. */
  hasRoom(): boolean;
  /** Calls `listener` whenever there is room again. */
  onRoom(listener: () => void): void;
  /** Sets how long the browser waits before it connects again. */
  retryAfter(milliseconds: number): void;
  end(): void;
}

/** The event streams that are open, of all pages. */
export class EventStreams {
  #open = 0;

  get open(): number {
    return this.#open;
  }

  /**
   * Answers with server-sent events until the browser goes or the stream is ended. `start` returns what stops them.
   *
   * @throws HttpRefusal 503 while too many streams are open
   */
  send(res: ServerResponse, start: (events: EventStream) => () => void): void {
    if (this.#open >= STREAM_LIMIT) {
      throw new HttpRefusal(503, `More than ${STREAM_LIMIT} event streams are open.`, { 'Retry-After': '5' });
    }
    res.writeHead(200, {
      'Content-Type': 'text/event-stream',
      'Cache-Control': 'no-store',
      'X-Accel-Buffering': 'no',
    });
    if (res.req.method === 'HEAD') {
      res.end();
      return;
    }
    this.#open += 1;
    stream(res, start, () => {
      this.#open -= 1;
    });
  }
}

function lastIdOf(header: string | readonly string[] | undefined): string | null {
  return typeof header === 'string' && header !== '' ? header : null;
}

/** The one place that writes to a stream and ends it: once, whichever of browser, connection and page ends it first. */
function stream(res: ServerResponse, start: (events: EventStream) => () => void, onEnd: () => void): void {
  // A response that waits behind others on its connection gets no `close` of its own when that breaks.
  const { socket } = res.req;
  // Many streams may wait on one connection.
  socket.setMaxListeners(STREAM_LIMIT * 2);
  let stop = (): void => undefined;
  let isOpen = true;
  const heartbeat = setInterval(() => {
    write(': heartbeat\n\n');
  }, HEARTBEAT_MS);

  function end(): void {
    if (!isOpen) return;
    isOpen = false;
    clearInterval(heartbeat);
    socket.off('close', end);
    stop();
    onEnd();
    if (!res.destroyed && !socket.destroyed) res.end();
  }

  function write(text: string): void {
    if (!isOpen) return;
    if (res.destroyed || socket.destroyed || res.writableLength > UNREAD_LIMIT) {
      end();
      res.destroy();
      return;
    }
    res.write(text);
  }

  const ended = (): boolean => !isOpen;
  res.on('close', end);
  res.on('error', end);
  socket.on('close', end);
  res.flushHeaders();
  stop = start({
    lastId: lastIdOf(res.req.headers['last-event-id']),
    send: (data, name, id) => {
      const named = name === undefined ? '' : `event: ${name}\n`;
      write(`${id === undefined ? '' : `id: ${id}\n`}${named}data: ${data}\n\n`);
    },
    mark: (id) => {
      write(`id: ${id}\n\n`);
    },
    hasRoom: () => isOpen && !res.writableNeedDrain,
    onRoom: (listener) => {
      res.on('drain', listener);
    },
    retryAfter: (milliseconds) => {
      write(`retry: ${milliseconds}\n\n`);
    },
    end,
  });
  // `start` may have ended the stream before it returned what stops it.
  if (ended()) stop();
}
