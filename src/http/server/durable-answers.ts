import type { Store } from '../../domain/model/store.ts';

/**
 * Resolves to what a handler gives when everything that it has seen and changed is durable. A handler that changes
 * something and then waits for other things waits for `Store.durable` itself in between, except for the first time.
 *
 * Rejects with StorageUnavailable when it could not be written, so that the answer is 503.
 */
export async function whenDurable<T>(store: Store, given: T | Promise<T>): Promise<T> {
  if (given instanceof Promise) {
    // Nobody waits for the rest of the handler after a failed write.
    given.catch(() => undefined);
    await store.durable();
  }
  const result = await given;
  await store.durable();
  return result;
}

/** The error to answer with, when everything that it is based on is durable: that of the write if it fails. */
export async function errorWhenDurable(store: Store, error: unknown): Promise<unknown> {
  try {
    await store.durable();
    return error;
  } catch (failure) {
    return failure;
  }
}
