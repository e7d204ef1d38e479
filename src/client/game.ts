import type {
  DeliveryAnswer,
  EventAnswer,
  EventName,
  ListAnswer,
  NotificationAnswer,
  OrderAnswer,
  PageQuery,
  RequestAnswer,
  WaitQuery,
} from './answers.ts';
import type {
  FaultsAnswer,
  GameFileBody,
  GameSettingsAnswer,
  GameSettingsBody,
  WebhookStateAnswer,
} from './game-answers.ts';
import { readActivity, type ActivityAnswer, type ActivityOptions } from './activity.ts';
import { part, type ControlConnection } from './connection.ts';
import { ClockClient } from './clock.ts';
import { DeliveriesClient } from './deliveries.ts';
import { FaultsClient } from './faults.ts';
import { OrdersClient } from './orders.ts';

/** What a game's code needs to know. */
export interface GameAccess {
  readonly connection: ControlConnection;
  /** `null` without a webhook. */
  readonly webhookSecret: () => string | null;
  readonly dashboardUrl: string;
}

export interface RequestQuery extends PageQuery, WaitQuery {
  readonly order_id?: string | undefined;
  /** As published: `POST /v1/orders`. */
  readonly operation?: string | undefined;
  /** As sent, without the query: `/s2s/v1/orders`. */
  readonly path?: string | undefined;
  readonly status?: number | undefined;
  /** Unix seconds. */
  readonly since?: number | undefined;
  readonly until?: number | undefined;
  readonly wait?: `count:${number}` | undefined;
}

export interface EventQuery extends PageQuery, WaitQuery {
  readonly order_id?: string | undefined;
  readonly event_type?: EventName | undefined;
  readonly wait?: `count:${number}` | undefined;
}

/**
 * One game of an emulator, over the control API. The bodies, queries and answers of the methods have the names of that
 * API, as `/_emulator/openapi.json` describes them. Each method throws a ControlError when the emulator refuses, and an
 * EmulatorUnreachable when none answers.
 */
export class GameClient {
  /** Of the emulator, without a slash at its end. */
  readonly url: string;
  /** Where a client of the S2S API sends its requests: ends in `/s2s/v1`. */
  readonly apiUrl: string;
  /** The S2S key of the game. */
  readonly key: string;
  readonly dashboardUrl: string;
  readonly orders: OrdersClient;
  readonly deliveries: DeliveriesClient;
  readonly clock: ClockClient;
  readonly faults: FaultsClient;
  readonly #connection: ControlConnection;
  readonly #webhookSecret: () => string | null;

  constructor({ connection, webhookSecret, dashboardUrl }: GameAccess) {
    this.url = connection.url;
    this.apiUrl = `${connection.url}/s2s/v1`;
    this.key = connection.key;
    this.dashboardUrl = dashboardUrl;
    this.orders = new OrdersClient(connection);
    this.deliveries = new DeliveriesClient(connection);
    this.clock = new ClockClient(connection);
    this.faults = new FaultsClient(connection);
    this.#connection = connection;
    this.#webhookSecret = webhookSecret;
  }

  /** Verifies the signatures of what the game's webhook gets; `null` without a webhook. */
  get webhookSecret(): string | null {
    return this.#webhookSecret();
  }

  /** Waits until none of the order's deliveries is pending. @throws ControlError 409 */
  settled(orderId: string, query?: WaitQuery): Promise<OrderAnswer>;
  /** Waits until none of the game's deliveries is pending. @throws ControlError 409 */
  settled(query?: WaitQuery): Promise<ListAnswer<DeliveryAnswer>>;
  settled(
    of: string | WaitQuery = {},
    query: WaitQuery = {},
  ): Promise<OrderAnswer | ListAnswer<DeliveryAnswer>> {
    return typeof of === 'string' ? this.orders.settled(of, query) : this.deliveries.settled(of);
  }

  /** What your code sent to the S2S API, newest first. */
  requests(query: RequestQuery = {}): Promise<ListAnswer<RequestAnswer>> {
    return this.#connection.get('/_emulator/requests', query);
  }

  /** The events of the game, newest first; those of MidasPay orders are notifications. */
  events(query: EventQuery = {}): Promise<ListAnswer<EventAnswer | NotificationAnswer>> {
    return this.#connection.get('/_emulator/events', query);
  }

  /**
   * Requests, events and webhook attempts as they happen, from now on, until the signal aborts it. A lost connection is
   * tried again for half a minute, and nothing is lost or repeated.
   *
   *     for await (const entry of emulator.activity({ signal })) console.log(entry.kind);
   */
  activity(options: ActivityOptions = {}): AsyncGenerator<ActivityAnswer> {
    return readActivity(this.#connection, options);
  }

  /** The webhooks of the game with their state. */
  webhooks(query: PageQuery = {}): Promise<ListAnswer<WebhookStateAnswer>> {
    return this.#connection.get('/_emulator/webhooks', query);
  }

  settings(): Promise<GameSettingsAnswer> {
    return this.#connection.get('/_emulator/settings');
  }

  changeSettings(body: GameSettingsBody): Promise<GameSettingsAnswer> {
    return this.#connection.patch('/_emulator/settings', body);
  }

  /** Sends again to a webhook that is paused. */
  resumeWebhook(id: string): Promise<WebhookStateAnswer> {
    return this.#connection.post(`/_emulator/webhooks/${part(id)}/resume`);
  }

  /**
   * Calls any operation of the control API, for those that have no method here.
   *
   *     const cards = await emulator.call('GET', '/cards');
   *
   * @param path below `/_emulator`, with its query
   */
  call(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body: object = {}): Promise<unknown> {
    const target = `/_emulator${path}`;
    if (method === 'GET') return this.#connection.get(target);
    if (method === 'DELETE') return this.#connection.delete(target);
    return method === 'POST' ? this.#connection.post(target, body) : this.#connection.patch(target, body);
  }

  /**
   * The game as one file: everything that makes it, without players, orders and keys.
   *
   * @param secrets whether the file has the secrets of webhooks
   */
  exportFile({ secrets = false }: { readonly secrets?: boolean } = {}): Promise<GameFileBody> {
    return this.#connection.get('/_emulator/export', { secrets });
  }

  /** Puts the game of a file in the place of this one. Its orders, players and webhooks are deleted. */
  importFile(file: GameFileBody): Promise<{ readonly game_id: string; readonly name: string }> {
    return this.#connection.post('/_emulator/import', file);
  }

  /** Puts the game back to its first start, with what it was created with. No event is sent. */
  reset(): Promise<{ readonly unconsumed_faults?: readonly FaultsAnswer[] }> {
    return this.#connection.post('/_emulator/reset');
  }
}
