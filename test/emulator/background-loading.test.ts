import { afterEach, describe, expect, it, vi } from 'vitest';
import { BackgroundLoading } from '../../src/app/background-loading.ts';
import { Program } from '../cli/program.ts';
import { startReceiver } from '../support/rough-receiver.ts';

/** A step that the test ends. */
function aStep() {
  let end: () => void = () => undefined;
  const load = vi.fn(() => new Promise<void>((resolve) => (end = resolve)));
  return {
    step: { name: 'a step', load },
    end: () => {
      end();
    },
  };
}

const NO_LOG = { debug: () => undefined, error: () => undefined };

const programs: Program[] = [];
afterEach(async () => {
  for (const { child } of programs) child.kill('SIGKILL');
  await Promise.all(programs.map(({ ended }) => ended));
});

describe('an idle process', () => {
  it('loads one thing after the other, and goes on after a failure', async () => {
    const failures: unknown[] = [];
    const first = aStep();
    const failing = { name: 'failing', load: vi.fn(() => Promise.reject(new Error('broken'))) };
    const last = aStep();
    const log = { debug: () => undefined, error: (fields: object) => void failures.push(fields) };
    const loading = new BackgroundLoading([first.step, failing, last.step], log);
    loading.start();
    await vi.waitFor(() => {
      expect(first.step.load).toHaveBeenCalled();
    });
    expect(failing.load).not.toHaveBeenCalled();
    first.end();
    await vi.waitFor(() => {
      expect(last.step.load).toHaveBeenCalled();
    });
    expect(failures).toEqual([{ err: new Error('broken'), loading: 'failing' }]);
    last.end();
    await loading.stop();
  });

  it('loads nothing once it is asked to end, and ends after what is being loaded', async () => {
    const first = aStep();
    const second = aStep();
    const loading = new BackgroundLoading([first.step, second.step], NO_LOG);
    loading.start();
    await vi.waitFor(() => {
      expect(first.step.load).toHaveBeenCalled();
    });
    let hasStopped = false;
    const stopped = loading.stop().then(() => (hasStopped = true));
    await Promise.resolve();
    expect(hasStopped).toBe(false);
    first.end();
    await stopped;
    expect(second.step.load).not.toHaveBeenCalled();

    const early = aStep();
    const never = new BackgroundLoading([early.step], NO_LOG);
    never.start();
    await never.stop();
    expect(early.step.load).not.toHaveBeenCalled();
  });
});

describe('the program', () => {
  it('has loaded pages and webhooks before the first of them, and stops at once when it is asked to', async () => {
    const receiver = await startReceiver();
    const settings = ['--webhook', `${receiver.url}/hook`, '--log-level', 'debug'];
    const program = new Program(['--port', '0', '--ephemeral', ...settings]);
    programs.push(program);
    await program.ready();
    await program.logged('"loaded":"webhooks"');
    await program.logged('"loaded":"pages"');
    await program.logged('"loaded":"views"');
    program.child.kill('SIGTERM');
    expect(await program.ended).toBe(0);
    expect(receiver.requests).toEqual([]);
    await receiver.close();
  });
});
