/**
 * What a page says after an action. The address carries only the code, so that no link can put words into
 * the dashboard's mouth.
 */
const MESSAGES = {
  'order-created': 'Test order created. Open its checkout page and pay it with a test card.',
  refunded: 'Refunded in full. The game is told with payment.refunded, order.refunded and item.remove.',
  'charged-back': 'Charged back. The game is told with payment.chargeback and order.canceled.',
  disputed: 'Dispute opened. Decide it below: won or lost.',
  'dispute-won': 'Dispute won: the payment stands again.',
  'dispute-lost': 'Dispute lost: the money and the items are taken back.',
  'fraud-reported': 'Fraud reported. Nothing changes but that the game is told.',
  expired: 'Expired: the order can no longer be paid. No event tells of it.',
  abandoned: 'Payment abandoned. The order can be paid again.',
  resolved: 'Payment resolved.',
  resent: 'Queued to be sent again: same event and bytes, fresh signature.',
  'resent-all': 'Queued to be sent again, except those that are in flight or have no enabled webhook.',
  'webhook-created': 'Webhook created. Copy its secret into your game server, then send a test event.',
  'webhook-saved': 'Webhook saved.',
  'webhook-enabled': 'Webhook enabled. It gets events from now on.',
  'webhook-disabled': 'Webhook disabled. What was on its way to it is canceled.',
  'webhook-deleted': 'Webhook deleted.',
  'secret-changed': 'The webhook has a new secret. It signs from the next attempt on.',
  'test-sent': 'Test event queued. Its attempt appears below as soon as it was made.',
  'coupon-redeemed':
    'Redeemed. The game is asked with item.add and told with coupon.redeemed: see Deliveries.',
  'settings-saved': 'Settings saved.',
} as const;

export type FlashCode = keyof typeof MESSAGES;

/** Adds the code of a message to a path. */
export function flashing(path: string, code: FlashCode): string {
  return `${path}${path.includes('?') ? '&' : '?'}done=${code}`;
}

export function flashMessage(code: string | undefined): string | null {
  if (code === undefined || !Object.hasOwn(MESSAGES, code)) return null;
  return MESSAGES[code as FlashCode];
}
