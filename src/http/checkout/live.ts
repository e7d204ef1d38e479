import type { Request, Response } from 'express';
import type { Change } from '../../domain/model/store.ts';
import type { AppContext } from '../server/app-context.ts';
import { sendJson } from '../server/messages.ts';
import { orderAt } from './context.ts';
import { standingOf, statusOf } from './state.ts';

/** Keeps proxies from closing a stream on which nothing happens. */
const BEAT_MS = 15_000;

export function showStatus({ domain }: AppContext) {
  return (req: Request, res: Response): void => {
    const { order } = orderAt(domain, req);
    sendJson(res, 200, statusOf(standingOf(domain, order)), { 'Cache-Control': 'no-store' });
  };
}

/** Tells the page, as server-sent events, how its order stands: now, and after each change. */
export function streamStatus({ domain }: AppContext) {
  return (req: Request, res: Response): void => {
    const { id } = orderAt(domain, req).order;
    res.writeHead(200, {
      'Content-Type': 'text/event-stream',
      'Cache-Control': 'no-store',
      'X-Accel-Buffering': 'no',
    });
    let told = '';
    const tell = () => {
      const order = domain.store.tables.orders.get(id);
      const status = order ? JSON.stringify(statusOf(standingOf(domain, order))) : '';
      if (status === told) return;
      told = status;
      if (status === '') res.end();
      else res.write(`event: status\ndata: ${status}\n\n`);
    };
    tell();
    const forget = domain.store.onCommit((changes) => {
      if (changes.some((change) => concerns(change, id))) tell();
    });
    const beat = setInterval(() => res.write(': still here\n\n'), BEAT_MS);
    res.on('close', () => {
      forget();
      clearInterval(beat);
    });
  };
}

function concerns({ id, record }: Change, orderId: string): boolean {
  return id === orderId || (record !== null && 'orderId' in record && record.orderId === orderId);
}
