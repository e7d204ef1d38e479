import type { OrderStatus } from '../domain/model/order.ts';
import type {
  ListAnswer,
  OrderAnswer,
  OrderWaitText,
  PageQuery,
  PayAnswer,
  TimelineStep,
  WaitQuery,
} from './answers.ts';
import { part, type ControlConnection } from './connection.ts';

/** The body of `POST /v1/orders`; fields that are not named here are sent as they are. */
export interface NewOrderBody {
  readonly player_id: string;
  readonly items: readonly {
    readonly sku: string;
    readonly quantity?: number;
    readonly [field: string]: unknown;
  }[];
  readonly [field: string]: unknown;
}

/** How an order is paid. */
export interface PayBody {
  /** A test card; `GET /_emulator/cards` lists them. Without one, the card that a live game keeps for the player. */
  readonly card?: string | null | undefined;
  readonly email?: string | null | undefined;
  readonly country?: string | null | undefined;
  readonly postal_code?: string | null | undefined;
  /** What the player does with a card that asks for 3-D Secure. */
  readonly three_ds?: 'complete' | 'fail' | undefined;
  /** The payment stays pending until it is resolved. */
  readonly hold?: boolean | undefined;
  /** A response code: the payment is declined, whatever the card. */
  readonly decline_with?: string | undefined;
}

/** The orders of a game. Each method throws a ControlError for an unknown order. */
export class OrdersClient {
  readonly #connection: ControlConnection;

  constructor(connection: ControlConnection) {
    this.#connection = connection;
  }

  /** Creates an order over the S2S API, as a game server does. */
  create(body: NewOrderBody): Promise<{ readonly order_id: string; readonly checkout_url: string }> {
    return this.#connection.post('/s2s/v1/orders', body);
  }

  list(
    query: PageQuery & { readonly status?: OrderStatus | undefined } = {},
  ): Promise<ListAnswer<OrderAnswer>> {
    return this.#connection.get('/_emulator/orders', query);
  }

  /** @throws ControlError 409 when what `wait` says does not come in time, or can no longer come */
  get(
    id: string,
    query: WaitQuery & { readonly wait?: OrderWaitText | undefined } = {},
  ): Promise<OrderAnswer> {
    return this.#connection.get(pathOf(id), query);
  }

  /** Waits until the order is as asked. @throws ControlError 409 */
  waitFor(id: string, wait: OrderWaitText, query: WaitQuery = {}): Promise<OrderAnswer> {
    return this.get(id, { ...query, wait });
  }

  /** Waits until none of the order's deliveries is pending. @throws ControlError 409 */
  settled(id: string, query: WaitQuery = {}): Promise<OrderAnswer> {
    return this.waitFor(id, 'settled', query);
  }

  /** What happened to the order, oldest first: as texts that a test can compare, and in detail. */
  timeline(id: string): Promise<{
    readonly timeline: readonly string[];
    readonly entries: readonly TimelineStep[];
  }> {
    return this.#connection.get(`${pathOf(id)}/timeline`);
  }

  /** Pays without a browser, with the same effects as the checkout page. A decline is an answer, not an error. */
  pay(id: string, body: PayBody = {}): Promise<PayAnswer> {
    return this.#connection.post(`${pathOf(id)}/pay`, body);
  }

  refund(
    id: string,
    body: { readonly reason: string } = { reason: 'requested_by_customer' },
  ): Promise<OrderAnswer> {
    return this.#act(id, 'refund', body);
  }

  /** Expires the order now. */
  expire(id: string): Promise<OrderAnswer> {
    return this.#act(id, 'expire');
  }

  /** The player leaves the checkout page without paying. */
  abandon(id: string): Promise<OrderAnswer> {
    return this.#act(id, 'abandon');
  }

  /** The player cancels the payment. */
  cancel(id: string): Promise<OrderAnswer> {
    return this.#act(id, 'cancel');
  }

  /** The payment is rejected as risky. */
  reject(id: string): Promise<OrderAnswer> {
    return this.#act(id, 'reject');
  }

  /** The payment that is held is voided. */
  void(id: string): Promise<OrderAnswer> {
    return this.#act(id, 'void');
  }

  /** The payment that is held ends. */
  resolve(
    id: string,
    body: { readonly outcome: 'succeeded' | 'declined' | 'expired' },
  ): Promise<OrderAnswer> {
    return this.#act(id, 'resolve', body);
  }

  /** The bank takes the money back without a dispute. */
  chargeback(id: string): Promise<OrderAnswer> {
    return this.#act(id, 'chargeback');
  }

  dispute(id: string, body: { readonly reason?: string | undefined } = {}): Promise<OrderAnswer> {
    return this.#act(id, 'dispute', body);
  }

  winDispute(id: string): Promise<OrderAnswer> {
    return this.#act(id, 'dispute-won');
  }

  loseDispute(id: string): Promise<OrderAnswer> {
    return this.#act(id, 'dispute-lost');
  }

  reportFraud(id: string): Promise<OrderAnswer> {
    return this.#act(id, 'fraud');
  }

  /** The latest event of the payment is sent again, as after an update of its fees. */
  updateFees(id: string): Promise<OrderAnswer> {
    return this.#act(id, 'update-fees');
  }

  /** The game is asked for the items again with a new event, whatever it made of them. */
  resetGranting(id: string): Promise<OrderAnswer> {
    return this.#act(id, 'reset-granting');
  }

  #act(id: string, action: string, body: object = {}): Promise<OrderAnswer> {
    return this.#connection.post(`${pathOf(id)}/${action}`, body);
  }
}

function pathOf(id: string): string {
  return `/_emulator/orders/${part(id)}`;
}
