import type { Change } from '../../domain/model/store.ts';
import { clearTimeout, setTimeout } from '../../real-time.ts';
import { checkoutPage } from './context.ts';
import { progressOf, statusOf } from './state.ts';

export const statusPage = checkoutPage({
  method: 'GET',
  path: '/:id/status',
  run: (context) => ({ json: statusOf(context) }),
});

/** Tells the page the status of its order: at once, after each change, and when the order expires. */
export const statusEvents = checkoutPage({
  method: 'GET',
  path: '/:id/events',
  run: ({ domain, order: { id, gameId } }) => ({
    stream(events) {
      let sent = '';
      let timer: NodeJS.Timeout | undefined;
      const tell = (): void => {
        const order = domain.store.tables.orders.get(id);
        const progress = order && progressOf(domain, order);
        clearTimeout(timer);
        if (progress?.state === 'payable') timer = setTimeout(tell, delayTo(progress.order.expiresAt));
        const status = progress ? JSON.stringify(statusOf(progress)) : '';
        if (status === sent) return;
        sent = status;
        if (status === '') events.end();
        else events.send(status, 'status');
      };
      const delayTo = (at: number): number =>
        Math.min(Math.max(at - domain.clock.now(), SHORTEST_DELAY_MS), LONGEST_TIMER_MS);
      tell();
      const unsubscribe = domain.store.onCommit((changes) => {
        if (changes.some((change) => change.id === gameId || concerns(change, id))) tell();
      });
      return () => {
        unsubscribe();
        clearTimeout(timer);
      };
    },
  }),
});

/** A clock that stands still lets an order stay payable however often it is looked at. */
const SHORTEST_DELAY_MS = 1000;

/** A timer of more than 24.8 days fires at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

function concerns({ id, record }: Change, orderId: string): boolean {
  return id === orderId || (record !== null && 'orderId' in record && record.orderId === orderId);
}
