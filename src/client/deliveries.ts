import type { DeliveryStatus } from '../domain/model/delivery.ts';
import type { DeliveryAnswer, EventName, ListAnswer, PageQuery, WaitQuery } from './answers.ts';
import { part, type ControlConnection } from './connection.ts';

export interface DeliveryQuery {
  readonly order_id?: string | undefined;
  readonly webhook_id?: string | undefined;
  readonly event_type?: EventName | undefined;
  readonly status?: DeliveryStatus | undefined;
}

/** The webhook deliveries of a game. */
export class DeliveriesClient {
  readonly #connection: ControlConnection;

  constructor(connection: ControlConnection) {
    this.#connection = connection;
  }

  /** @throws ControlError 409 when what `wait` says does not come in time */
  list(
    query: DeliveryQuery &
      PageQuery &
      WaitQuery & { readonly wait?: 'settled' | `count:${number}` | undefined } = {},
  ): Promise<ListAnswer<DeliveryAnswer>> {
    return this.#connection.get('/_emulator/deliveries', query);
  }

  /** Waits until none of them is pending. @throws ControlError 409 */
  settled(query: DeliveryQuery & WaitQuery = {}): Promise<ListAnswer<DeliveryAnswer>> {
    return this.list({ ...query, wait: 'settled' });
  }

  /**
   * Attempts each pending delivery now, and answers when the attempts have ended. They keep their place in the retry
   * schedule. With `until: 'settled'` this repeats until none is pending.
   *
   * @throws ControlError 409
   */
  run(
    body: WaitQuery & {
      readonly order_id?: string | undefined;
      readonly until?: 'settled' | undefined;
    } = {},
  ): Promise<ListAnswer<DeliveryAnswer>> {
    return this.#connection.post('/_emulator/deliveries/run', body);
  }

  /** Sends the event of a delivery to another URL, once. */
  replay(id: string, url: string): Promise<DeliveryAnswer> {
    return this.#connection.post(`/_emulator/deliveries/${part(id)}/replay`, { url });
  }

  /** Sends one delivery again, with a retry schedule that starts anew. */
  resend(id: string): Promise<DeliveryAnswer> {
    return this.#connection.post(`/_emulator/deliveries/${part(id)}/resend`);
  }

  /** Sends deliveries again, the oldest first; without a status, those that were given up. */
  resendAll(body: DeliveryQuery & { readonly since?: number | undefined } = {}): Promise<{
    readonly resent: number;
    readonly skipped: readonly { readonly id: string; readonly reason: string }[];
  }> {
    return this.#connection.post('/_emulator/deliveries/resend', body);
  }

  /** Sends a test event to a webhook. */
  test(webhookId: string, eventType: EventName): Promise<DeliveryAnswer> {
    return this.#connection.post(`/_emulator/webhooks/${part(webhookId)}/test`, { event_type: eventType });
  }
}
