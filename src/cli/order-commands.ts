import type { PayBody } from '../client/orders.ts';
import { ControlError } from '../client/errors.ts';
import { isOn } from '../settings/command-line.ts';
import { duration, oneOf } from '../settings/kinds.ts';
import { readGiven } from '../settings/validate.ts';
import type { CommandContext } from './command-context.ts';
import { callOf, printResult } from './target.ts';

export const PAY_FLAGS = {
  card: 'value',
  'three-ds': 'value',
  decline: 'value',
  hold: 'switch',
} as const;

/** A test card that succeeds. */
const CARD = '4242424242424242';

/**
 * Pays an order.
 *
 * @returns 1 when the payment was declined
 */
export async function pay(context: CommandContext, args: readonly string[]): Promise<number> {
  const call = await callOf(context, args, PAY_FLAGS, { command: 'pay', names: 'ORDER_ID', min: 1, max: 1 });
  const { emulator, flags, names } = call;
  const [id = ''] = names;
  const threeDs = flags.get('three-ds');
  const body: PayBody = {
    card: flags.get('card') ?? CARD,
    three_ds:
      threeDs === undefined
        ? undefined
        : readGiven({ name: '--three-ds', text: threeDs }, oneOf(['complete', 'fail'] as const)),
    decline_with: flags.get('decline'),
    hold: isOn(flags, 'hold') ? true : undefined,
  };
  const answer = await emulator.orders.pay(id, body);
  const { payment_status: status, order_status: orderStatus, decline, next_action: next } = answer;
  const reason = decline ? ` (${decline.code} ${decline.message})` : '';
  const todo = next ? `\nThe player has to answer 3-D Secure: ${next.url}` : '';
  printResult(context, call, answer, `${id}: ${orderStatus}, payment ${status}${reason}${todo}\n`);
  return decline ? 1 : 0;
}

export const REFUND_FLAGS = { reason: 'value' } as const;

/** Refunds an order. */
export async function refund(context: CommandContext, args: readonly string[]): Promise<number> {
  const wanted = { command: 'refund', names: 'ORDER_ID', min: 1, max: 1 };
  const call = await callOf(context, args, REFUND_FLAGS, wanted);
  const [id = ''] = call.names;
  const reason = call.flags.get('reason');
  const order = await call.emulator.orders.refund(id, reason === undefined ? undefined : { reason });
  printResult(context, call, order, `${id}: ${order.status}\n`);
  return 0;
}

export const SETTLE_FLAGS = { timeout: 'value', now: 'switch' } as const;

/**
 * Waits until no delivery of an order, or of the game, is pending; with `--now` by sending them.
 *
 * @returns 1 when some are still pending after the time limit
 */
export async function settle(context: CommandContext, args: readonly string[]): Promise<number> {
  const wanted = { command: 'settle', names: '[ORDER_ID]', min: 0, max: 1 };
  const call = await callOf(context, args, SETTLE_FLAGS, wanted);
  const { emulator, flags, names } = call;
  const [id] = names;
  const limit = { name: '--timeout', text: flags.get('timeout') ?? '30' };
  const timeout_ms = readGiven(limit, duration('seconds', { min: 0, max: 600 }));
  try {
    if (isOn(flags, 'now')) await emulator.deliveries.run({ order_id: id, until: 'settled', timeout_ms });
    const deliveries = await emulator.deliveries.settled({ order_id: id, timeout_ms });
    printResult(context, call, deliveries, `Settled: ${deliveries.total} deliveries, none is pending.\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof ControlError) || error.status !== 409) throw error;
    const { detail, pending, planned } = error;
    const lines = pending.map(
      ({ id: delivery, event_type: type, attempts, due_at: due }) =>
        `  ${delivery} ${type}, ${attempts} attempts${due === null ? '' : `, due ${isoTime(due)}`}\n`,
    );
    printResult(context, call, { detail, pending, planned }, `${detail}\n${lines.join('')}`);
    return 1;
  }
}

/** @param at Unix seconds */
function isoTime(at: number): string {
  return new Date(at * 1000).toISOString();
}
