import type { AttemptRequest, AttemptResult, Outbox } from '../../src/delivery/ports.ts';

/** What an outbox does, without the time that storing takes. What `start` and `record` throw, the outbox rejects with. */
export interface SimpleOutbox {
  readonly pending: Outbox['pending'];
  readonly start: (deliveryIds: readonly string[]) => readonly AttemptRequest[];
  readonly record: (results: readonly AttemptResult[]) => void;
}

/** @param stored resolves when what was just stored is durable; by default at once */
export function outboxOf(
  { pending, start, record }: SimpleOutbox,
  stored: () => Promise<void> = () => Promise.resolve(),
): Outbox {
  return {
    pending,
    start: async (deliveryIds) => {
      const requests = start(deliveryIds);
      await stored();
      return requests;
    },
    record: async (results) => {
      record(results);
      await stored();
    },
  };
}
