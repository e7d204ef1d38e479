import type { Order } from '../../domain/model/order.ts';

/** What MidasPay keeps with an order beyond what every order has; the domain stores it unread. */
export interface OrderDetails {
  readonly token: string;
  /** As sent: the id of a game of the emulator, or any other. */
  readonly projectId: string;
  /** The game's own id of the transaction, `settings.external_id` of the token. */
  readonly externalId: string;
  /** Where its notifications go; `null`: to the URL of `--midaspay-webhook`. */
  readonly webhookUrl: string | null;
  readonly customParameters: Readonly<Record<string, unknown>>;
}

/** @throws Error for an order of another platform. */
export function detailsOf(order: Order): OrderDetails {
  if (order.platformDetails === null) throw new Error(`Order ${order.id} was not made by MidasPay.`);
  // Written by this platform alone.
  return order.platformDetails as unknown as OrderDetails;
}
