import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hang } from '../support/rough-receiver-scripts.ts';
import type { Answer } from '../support/rough-receiver.ts';
import { attemptsWhenDelivered, payNewOrder, CrashSetup } from './crash-setup.ts';

let setup: CrashSetup;
beforeEach(async () => {
  setup = await CrashSetup.create();
});
afterEach(() => setup.clear());

describe('a stop while an attempt is under way', () => {
  it('lets the attempt end and keeps its result', async () => {
    const first = setup.start();
    let answer: (answer: Answer) => void = () => undefined;
    const answered = new Promise<Answer>((resolve) => (answer = resolve));
    setup.receiver.answer(() => answered);
    const url = await first.ready();
    const order = await payNewOrder(url);
    await setup.receiver.received(1);
    first.child.kill('SIGTERM');
    await portClosed(url);
    answer({ status: 200 });
    expect(await first.ended).toBe(0);
    expect(await attemptsWhenDelivered(await setup.start().ready(), order)).toEqual([null]);
  });

  it('waits five seconds for it and no more; the next start makes it again', async () => {
    const first = setup.start();
    setup.receiver.answer(hang());
    const order = await payNewOrder(await first.ready());
    await setup.receiver.received(1);
    const stoppedAt = Date.now();
    first.child.kill('SIGTERM');
    expect(await first.ended).toBe(0);
    expect(Date.now() - stoppedAt).toBeGreaterThan(4500);
    const url = await setup.start().ready();
    expect(await attemptsWhenDelivered(url, order)).toEqual(['interrupted', null]);
  });

  it('ends at once at a second signal', async () => {
    const program = setup.start();
    setup.receiver.answer(hang());
    const url = await program.ready();
    await payNewOrder(url);
    await setup.receiver.received(1);
    program.child.kill('SIGTERM');
    await portClosed(url);
    const secondAt = Date.now();
    program.child.kill('SIGTERM');
    await once(program.child, 'exit');
    expect(Date.now() - secondAt).toBeLessThan(3000);
    expect(await program.ended).toBe(143);
  });
});

/** Once the port is closed, the program has handled the first signal. */
async function portClosed(url: string): Promise<void> {
  for (;;) {
    try {
      await fetch(`${url}/livez`);
    } catch {
      return;
    }
  }
}
