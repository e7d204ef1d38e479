import type { DeliveryStatus } from '../domain/model/delivery.ts';
import type { Event, EventType, NotificationType } from '../domain/model/event.ts';
import type { Granting, OrderStatus } from '../domain/model/order.ts';
import type { PaymentStatus } from '../domain/model/payment.ts';
import type { ItemRead } from '../domain/wire/item.ts';

/** The type of an event, such as `item.add`. */
export type EventName = Event['type'];

/** A part of a list, newest first, and how many records the whole list has. */
export interface ListAnswer<Item> {
  readonly data: readonly Item[];
  readonly total: number;
}

export interface PageQuery {
  /** From 1 to 1000; 50 unless given. */
  readonly limit?: number | undefined;
  readonly offset?: number | undefined;
}

export interface WaitQuery {
  /** How long to wait, in milliseconds; 5000 unless given, 600,000 at most. */
  readonly timeout_ms?: number | undefined;
}

/** What a read of an order can wait for. */
export type OrderWaitText =
  'settled' | `status:${OrderStatus}` | `granting:${Granting}` | `payment:${PaymentStatus}`;

/** An item of an order or of a payment. */
export interface OrderedItem extends ItemRead {
  readonly selected_plan_key?: string | undefined;
  readonly currency?: string | undefined;
  /** In minor units. */
  readonly price?: number | undefined;
  readonly price_decimal?: number | undefined;
}

/** An attempt to pay. */
export interface PaymentAnswer {
  readonly payment_id: string;
  readonly order_id: string;
  readonly player_id: string;
  readonly status: PaymentStatus;
  readonly currency: string;
  /** In minor units. */
  readonly total: number;
  readonly country: string;
  readonly receipt_number: string;
  readonly items: readonly OrderedItem[];
  readonly card_last_4_digits?: string | undefined;
  readonly card_scheme?: string | undefined;
  readonly fail_reason?: string | undefined;
  readonly fail_reason_code?: string | undefined;
  readonly refund_reason?: string | undefined;
  readonly created_at: number;
  readonly modified_at: number;
}

/** An order as in the S2S API, with the game's answer and all its payments, oldest first. Times are Unix seconds. */
export interface OrderAnswer {
  readonly id: string;
  readonly receipt_number: string;
  /** In minor units. */
  readonly amount: number;
  readonly currency: string;
  readonly player_id: string;
  readonly items: readonly OrderedItem[];
  readonly status: OrderStatus;
  readonly created_at: number;
  readonly paid_at?: number | undefined;
  readonly expires_at: number;
  readonly checkout_url: string;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  /** What the game answered to `item.add`. */
  readonly granting: Granting;
  readonly grants: readonly { readonly webhook_id: string; readonly status: string }[];
  readonly payments: readonly PaymentAnswer[];
}

/** What a payment led to. */
export interface PayAnswer {
  readonly payment_id: string;
  readonly payment_status: PaymentStatus;
  readonly order_status: OrderStatus;
  readonly decline: { readonly code: string; readonly message: string } | null;
  /** What the player has to do before the payment ends. */
  readonly next_action: { readonly type: 'three_d_secure'; readonly url: string } | null;
}

/** One entry of an order's timeline. */
export interface TimelineStep {
  /** Without ids and times: `item.add 500 200`. */
  readonly text: string;
  readonly kind: 'state' | 'action' | 'delivery';
  readonly at: number;
  readonly order_id: string | null;
  readonly event_type: EventName | null;
  readonly event_id: string | null;
  readonly delivery_id: string | null;
  readonly webhook_id: string | null;
  readonly attempts: readonly { readonly at: number; readonly result: string }[];
  readonly cause: {
    readonly transaction_id: string;
    readonly request_id: string | null;
    readonly trigger: string | null;
  } | null;
}

/** One HTTP request of a delivery. */
export interface AttemptAnswer {
  readonly id: string;
  readonly number: number;
  readonly trigger: 'automatic' | 'manual' | 'test';
  readonly started_at: number;
  readonly duration_ms: number;
  readonly request: {
    readonly method: string;
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
  };
  readonly response: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
    readonly encoding?: 'base64' | undefined;
    readonly body_bytes: number;
    readonly truncated: boolean;
  } | null;
  readonly error: { readonly kind: string; readonly message: string; readonly hint: string | null } | null;
  readonly hint: string | null;
}

/** One event for one webhook, with all its attempts. */
export interface DeliveryAnswer {
  readonly id: string;
  readonly event_id: string;
  readonly event_type: EventName;
  readonly order_id: string | null;
  readonly webhook_id: string;
  readonly url: string | null;
  readonly status: DeliveryStatus;
  readonly next_attempt_at: number | null;
  readonly attempts: readonly AttemptAnswer[];
}

/** A request that your code sent to the S2S API. */
export interface RequestAnswer {
  readonly id: string;
  readonly at: number;
  readonly duration_ms: number;
  readonly method: string;
  readonly path: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly operation: string | null;
  readonly status: number;
  readonly order_id: string | null;
  readonly ignored_fields: readonly string[];
  readonly request: unknown;
  readonly response: unknown;
}

/** The body that webhooks get. */
export interface EventAnswer {
  readonly event_type: EventType;
  readonly event_id: string;
  readonly event_time: number;
  readonly event_data: unknown;
  readonly idempotency_key: string | null;
  readonly request_id: string | null;
  readonly sandbox: boolean;
  readonly trigger: string | null;
  readonly transaction_id: string;
  readonly context: Readonly<Record<string, unknown>> | null;
  readonly game_id: string;
}

/** The body of a MidasPay notification. It has no id and no time of its own. */
export interface NotificationAnswer {
  readonly notification_type: NotificationType;
  readonly order: { readonly id: string };
  readonly event_type?: undefined;
  readonly event_id?: undefined;
  readonly event_time?: undefined;
  readonly [field: string]: unknown;
}
