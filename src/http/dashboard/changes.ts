import type { RequestHandler } from 'express';
import type { AppContext } from '../server/app-context.ts';

/** So that a burst of transactions makes a page refresh a few times, not hundreds. */
const GATHER_MS = 250;

/** Tells a page by server-sent events that something was stored; what it was, the page asks for itself. */
export function streamChanges({ domain }: AppContext): RequestHandler {
  return (req, res) => {
    res.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
    res.write('retry: 1000\n\n');
    let timer: NodeJS.Timeout | null = null;
    const stop = domain.store.onCommit(() => {
      timer ??= setTimeout(() => {
        timer = null;
        res.write('data: changed\n\n');
      }, GATHER_MS);
    });
    req.on('close', () => {
      stop();
      if (timer) clearTimeout(timer);
    });
  };
}
