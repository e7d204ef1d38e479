import type { Change } from '../../domain/model/store.ts';
import { checkoutPage } from './context.ts';
import { progressOf, statusOf } from './state.ts';

export const statusPage = checkoutPage({
  method: 'GET',
  path: '/:id/status',
  run: (context) => ({ json: statusOf(context) }),
});

/** Tells the page the status of its order: at once, and after each change. */
export const statusEvents = checkoutPage({
  method: 'GET',
  path: '/:id/events',
  run: ({ domain, order: { id } }) => ({
    stream(events) {
      let sent = '';
      const send = () => {
        const order = domain.store.tables.orders.get(id);
        const status = order ? JSON.stringify(statusOf(progressOf(domain, order))) : '';
        if (status === sent) return;
        sent = status;
        if (status === '') events.end();
        else events.send(status, 'status');
      };
      send();
      return domain.store.onCommit((changes) => {
        if (changes.some((change) => concerns(change, id))) send();
      });
    },
  }),
});

function concerns({ id, record }: Change, orderId: string): boolean {
  return id === orderId || (record !== null && 'orderId' in record && record.orderId === orderId);
}
