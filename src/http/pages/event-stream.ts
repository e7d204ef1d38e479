import type { Response } from 'express';

/** Keeps proxies from closing a stream on which nothing happens. */
const HEARTBEAT_MS = 15_000;

/** Server-sent events to one browser. */
export interface EventStream {
  /** Sends an event; a browser takes one without a name as `message`. */
  send(data: string, name?: string): void;
  /** Sets how long the browser waits before it connects again. */
  retryAfter(milliseconds: number): void;
  end(): void;
}

/** Answers with server-sent events until the browser goes or the stream is ended. */
export function sendEvents(res: Response, start: (events: EventStream) => () => void): void {
  res.writeHead(200, {
    'Content-Type': 'text/event-stream',
    'Cache-Control': 'no-store',
    'X-Accel-Buffering': 'no',
  });
  res.flushHeaders();
  const stop = start({
    send: (data, name) => res.write(`${name === undefined ? '' : `event: ${name}\n`}data: ${data}\n\n`),
    retryAfter: (milliseconds) => res.write(`retry: ${milliseconds}\n\n`),
    end: () => res.end(),
  });
  const heartbeat = setInterval(() => res.write(': heartbeat\n\n'), HEARTBEAT_MS);
  res.on('close', () => {
    stop();
    clearInterval(heartbeat);
  });
}
