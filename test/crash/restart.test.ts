import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hang } from '../support/rough-receiver-scripts.ts';
import { attemptsWhenDelivered, createOrder, payNewOrder, CrashSetup } from './crash-setup.ts';
import { call } from './client.ts';

let setup: CrashSetup;
beforeEach(async () => {
  setup = await CrashSetup.create();
});
afterEach(() => setup.clear());

describe('a restart', () => {
  it('begins due work within a second and marks the attempt that the kill interrupted', async () => {
    const first = setup.start();
    setup.receiver.answer(hang());
    const order = await payNewOrder(await first.ready());
    await setup.receiver.received(1);
    first.child.kill('SIGKILL');
    await first.ended;
    const url = await setup.start().ready();
    const readyAt = Date.now();
    const [before, after] = await setup.receiver.received(2);
    expect((after?.at ?? Infinity) - readyAt).toBeLessThan(1000);
    expect(after?.text).toBe(before?.text);
    expect(await attemptsWhenDelivered(url, order)).toEqual(['interrupted', null]);
  });

  it('forgives a torn last line of the journal and reports it', async () => {
    const first = setup.start();
    const order = await createOrder(await first.ready());
    first.child.kill('SIGKILL');
    await first.ended;
    await appendFile(join(setup.directory, 'journal.jsonl'), '{"seq":99,"chan');
    const second = setup.start('--log-level', 'warn');
    expect((await call(await second.ready(), `/_emulator/orders/${order}`)).status).toBe(200);
    second.child.kill('SIGTERM');
    expect(await second.ended).toBe(0);
    expect(second.stderr).toContain('torn');
  });

  it.each([
    { name: 'journal.jsonl', text: 'one\n', place: 'journal.jsonl, line 1' },
    { name: 'db.json', text: '{"version": 1,\n"seq": 0\n"tables": {}}', place: 'db.json' },
  ])('refuses a damaged $name with one line that says where', async ({ name, text, place }) => {
    await writeFile(join(setup.directory, name), text);
    const program = setup.start();
    expect(await program.ended).toBe(1);
    expect(program.stderr).toMatch(/^aghanim-emulator: .*\n$/);
    expect(program.stderr).toContain(place);
    expect(program.stdout).toBe('');
  });

  it('is refused while another process has the directory, and names it', async () => {
    const first = setup.start();
    const url = await first.ready();
    const second = setup.start();
    expect(await second.ended).toBe(1);
    expect(second.stderr).toMatch(new RegExp(`^aghanim-emulator: .*process ${first.child.pid ?? 0} .*\n$`));
    expect((await call(url, '/readyz')).status).toBe(200);
  });
});
