import { TEST_CARDS } from '../../domain/cards.ts';
import type { Decline } from '../../domain/model/payment.ts';

/** The declines that the test cards play; a tester may ask for any of them whatever the card. */
export const DECLINES: readonly Decline[] = TEST_CARDS.flatMap(({ outcome }) =>
  outcome.kind === 'declined' ? [outcome.decline] : [],
);

export function declineOf(code: string): Decline | undefined {
  return DECLINES.find((decline) => decline.code === code);
}
