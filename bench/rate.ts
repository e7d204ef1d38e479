import { setTimeout as pause } from 'node:timers/promises';

/** Begins `work` on each thing at a steady rate a second, whatever the earlier ones take; resolves after the last. */
export async function steadily<T>(
  rate: number,
  things: readonly T[],
  work: (thing: T) => Promise<void>,
): Promise<void> {
  const startedAt = performance.now();
  const begun: Promise<void>[] = [];
  while (begun.length < things.length) {
    const due = Math.min(things.length, Math.ceil(((performance.now() - startedAt) * rate) / 1000));
    for (const thing of things.slice(begun.length, due)) begun.push(work(thing));
    await pause(1);
  }
  await Promise.all(begun);
}
