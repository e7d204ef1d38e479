import { spawnSync } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect as connectSocket, createServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { completions } from '../../src/cli/completion.ts';
import { commandNames, main } from '../../src/cli/main.ts';
import { createEmulator, type Emulator, type EmulatorOptions } from '../../src/index.ts';
import { run as runMidasPay } from '../midaspay/running.ts';
import { startReceiver } from '../support/rough-receiver.ts';
import { typed, type FakeCommandContext } from './fake-command-context.ts';

async function run(options: EmulatorOptions = {}): Promise<Emulator> {
  const emulator = await createEmulator({ logLevel: 'silent', ...options });
  onTestFinished(() => emulator.stop());
  return emulator;
}

async function order(emulator: Emulator): Promise<string> {
  return (await emulator.orders.create({ player_id: 'p', items: [{ sku: 'CRS-82500' }] })).order_id;
}

/** Calls a command about the emulator. */
async function call({ url }: Emulator, ...argv: string[]): Promise<FakeCommandContext & { code: number }> {
  const context = typed(...argv, '--url', url);
  const code = await main(context);
  return Object.assign(context, { code });
}

/** Passes connections on to an emulator; to none, it breaks them. */
async function startProxy(url: string) {
  let target: URL | null = new URL(url);
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    if (!target) {
      socket.destroy();
      return;
    }
    const upstream = connectSocket(Number(target.port), target.hostname);
    upstream.on('error', () => socket.destroy());
    for (const one of [socket, upstream]) sockets.add(one);
    socket.pipe(upstream).pipe(socket);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cut = () => {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  };
  onTestFinished(() => {
    server.close();
    cut();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    leadTo: (next: string | null) => {
      target = next === null ? null : new URL(next);
      cut();
    },
  };
}

/** Runs `tail` until `stop`, which gives its exit code. The others wait for what it prints. */
function follow(...argv: string[]) {
  const context = typed('tail', ...argv);
  const changes = new EventEmitter();
  const noted = (output: string[]) => ({
    write: (text: string) => {
      output.push(text);
      changes.emit('change');
    },
  });
  Object.assign(context, { stdout: noted(context.out), stderr: noted(context.err) });
  const ended = main(context);
  const until = async (isMet: () => boolean) => {
    while (!isMet()) {
      const code = await Promise.race([once(changes, 'change'), ended]);
      if (typeof code === 'number') throw new Error(`tail ended with ${code}: ${context.errorOutput}`);
    }
  };
  return {
    context,
    lines: () => context.printed.trim().split('\n'),
    connected: () => until(() => context.errorOutput.includes('following ')),
    lost: () => until(() => context.errorOutput.includes('lost the connection, trying again: ')),
    printed: (text: string, times = 1) => until(() => context.printed.split(text).length > times),
    stop: () => {
      context.signals.emit('SIGINT');
      return ended;
    },
  };
}

describe('the commands that ask a running emulator', () => {
  it('env prints variables that a shell can evaluate', async () => {
    const emulator = await run({ webhook: { url: 'http://127.0.0.1:9/', secret: "it's" } });
    const { printed, code } = await call(emulator, 'env');
    expect(code).toBe(0);
    const script = `${printed} printf %s "$AGHANIM_EMULATOR_API_URL $AGHANIM_EMULATOR_WEBHOOK_SECRET"`;
    expect(spawnSync('sh', ['-c', script], { encoding: 'utf8' }).stdout).toBe(`${emulator.apiUrl} it's`);
    expect((await call(emulator, 'env', '--dotenv')).printed).toMatch(/^AGHANIM_EMULATOR_URL='/);
    expect((await call(emulator, 'env', '--dotenv=off')).printed).toBe(printed);
    expect(JSON.parse((await call(emulator, 'env', '--json')).printed)).toMatchObject({
      AGHANIM_EMULATOR_KEY: emulator.key,
    });
  });

  it('pay, settle and refund do what the client does', async () => {
    const receiver = await startReceiver();
    onTestFinished(() => receiver.close());
    receiver.answer({ status: 500 });
    const emulator = await run({ webhook: receiver.url, retrySchedule: '3600' });
    const id = await order(emulator);
    const paid = await call(emulator, 'pay', id);
    expect([paid.code, paid.printed]).toEqual([0, `${id}: paid, payment done\n`]);
    await emulator.deliveries.run();
    const pending = await call(emulator, 'settle', id, '--timeout', '0');
    expect(pending.code).toBe(1);
    expect(pending.printed).toMatch(/still pending after 0 ms\.\n {2}\S+ item\.add, 1 attempts, due \d{4}-/);
    const settled = await call(emulator, 'settle', '--now', '--json');
    expect([settled.code, JSON.parse(settled.printed)]).toMatchObject([0, { total: 1 }]);
    const refunded = await call(emulator, 'refund', '--reason', 'asked', id);
    expect([refunded.code, refunded.printed]).toEqual([0, `${id}: refunded\n`]);
  });

  it('game export writes a file, and game import makes a game of it or replaces one', async () => {
    const emulator = await run({ webhook: { url: 'http://127.0.0.1:9/', secret: 'the secret' } });
    const directory = mkdtempSync(join(tmpdir(), 'game-file-'));
    onTestFinished(() => {
      rmSync(directory, { recursive: true });
    });
    const path = join(directory, 'game.json');
    const printed = await call(emulator, 'game', 'export');
    expect(printed.printed).not.toContain('the secret');
    expect((await call(emulator, 'game', 'export', path, '--secrets')).printed).toBe(`Wrote ${path}.\n`);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ webhooks: [{ secret: 'the secret' }] });
    const created = await call(emulator, 'game', 'import', path, '--name', 'Copy');
    expect([created.code, created.printed]).toEqual([
      0,
      expect.stringMatching(/^gm_\w+ {2}s2s_\w+ {2}Copy\n$/),
    ]);
    await order(emulator);
    const replaced = await call(emulator, 'game', 'import', path, '--replace');
    expect(replaced.printed).toMatch(/^gm_\w+ is now Sandbox game\.\n$/);
    expect((await emulator.orders.list()).total).toBe(0);
    writeFileSync(
      path,
      JSON.stringify({ format: 'aghanim-emulator-game', version: 1, name: 'x', items: [{}] }),
    );
    const refused = await call(emulator, 'game', 'import', path);
    expect(refused.code).toBe(1);
    expect(refused.err.join('')).toContain('body.items.0.sku');
    expect((await call(emulator, 'game', 'import', join(directory, 'none'))).err.join('')).toContain(
      'ENOENT',
    );
    expect((await call(emulator, 'game', 'inport', path)).err.join('')).toContain(
      'did you mean game import?',
    );
  });

  it('pay exits with 1 when the payment is declined, and says why', async () => {
    const emulator = await run();
    const { code, printed } = await call(
      emulator,
      'pay',
      await order(emulator),
      '--card',
      '4211127262112418',
    );
    expect(code).toBe(1);
    expect(printed).toMatch(/^ord_\w+: \w+, payment failed \(\d+ .+\)\n$/);
  });

  it('advance moves the clock, reset puts it back, and games lists them', async () => {
    const emulator = await run({ clock: 'frozen' });
    const { now } = await emulator.clock.get();
    expect((await call(emulator, 'advance', '90m')).printed).toBe(
      `It is ${new Date((now + 5400) * 1000).toISOString()}.\n`,
    );
    await order(emulator);
    expect((await call(emulator, 'reset')).printed).toBe('The game is as at its first start.\n');
    expect((await emulator.orders.list()).total).toBe(0);
    const game = await emulator.game({ name: 'mine' });
    expect((await call(emulator, 'games')).printed).toContain(`${game.id}  ${game.key}  0 orders  mine\n`);
    expect((await call(emulator, 'advance')).errorOutput).toBe(
      'aghanim-emulator: advance needs either a duration, such as 24h, or --to TIME\n',
    );
  });

  it('tail prints requests, events and attempts as they happen, until a signal ends it', async () => {
    const receiver = await startReceiver();
    onTestFinished(() => receiver.close());
    const emulator = await run({ webhook: receiver.url });
    await order(emulator);
    const tail = follow('--url', emulator.url, '--json');
    await tail.connected();
    const id = await order(emulator);
    await emulator.orders.pay(id, { card: '4242424242424242' });
    await tail.printed('"kind":"attempt"');
    expect(await tail.stop()).toBe(0);
    const shown = tail.lines().map((line) => JSON.parse(line) as { kind: string; event_type?: string });
    expect(shown.filter(({ kind }) => kind === 'request')).toHaveLength(1);
    expect(shown).toContainEqual(expect.objectContaining({ kind: 'attempt', event_type: 'item.add' }));
    expect(shown).toContainEqual(expect.objectContaining({ kind: 'event', event_type: 'order.paid' }));
  });

  it('tail connects again, also to a restarted emulator, and neither loses nor repeats anything', async () => {
    const [first, second] = [await run(), await run()];
    const proxy = await startProxy(first.url);
    const tail = follow('--url', proxy.url);
    await tail.connected();
    await order(first);
    await tail.printed('/s2s/v1/orders 201');
    proxy.leadTo(null);
    await tail.lost();
    await order(first);
    proxy.leadTo(first.url);
    await tail.printed('/s2s/v1/orders 201', 2);
    await order(second);
    proxy.leadTo(second.url);
    await tail.printed('/s2s/v1/orders 201', 3);
    expect(await tail.stop()).toBe(0);
    expect(tail.lines().filter((line) => line.includes(' request '))).toHaveLength(3);
  });

  it('tail asks an emulator with a password, and says when it is wrong', async () => {
    const emulator = await run({ password: 'mine' });
    const tail = follow('--url', emulator.url, '--password', 'mine');
    await tail.connected();
    expect(await tail.stop()).toBe(0);
    expect((await call(emulator, 'tail', '--password', 'other')).errorOutput).toContain(
      'The password is wrong',
    );
  });

  it('tail prints the notifications of a MidasPay order', async () => {
    const midaspay = await runMidasPay();
    onTestFinished(() => midaspay.close());
    const id = await midaspay.order();
    const tail = follow('--url', midaspay.url);
    await tail.connected();
    await midaspay.pay(id);
    await tail.printed(' attempt ');
    expect(await tail.stop()).toBe(0);
    expect(tail.context.printed).toMatch(/^\d\d:\d\d:\d\d event {4}OrderPaid$/m);
    expect(tail.context.printed).toMatch(/ attempt {2}OrderPaid ord_\S+ http\S+ 200$/m);
  });

  it('take the password of the server from the variable that the server reads, or from --password', async () => {
    const emulator = await run({ password: 'a b:c' });
    const paid = await order(emulator);
    const typedWith = async (env: Record<string, string>, ...argv: string[]) => {
      const context = typed(...argv, '--url', emulator.url);
      context.env = env;
      return [await main(context), context.errorOutput];
    };
    const commands = [
      ['env'],
      ['games'],
      ['pay', paid],
      ['settle', '--now'],
      ['refund', paid],
      ['advance', '1h'],
      ['doctor'],
      ['reset'],
    ];
    for (const command of commands) {
      expect(await typedWith({ AGHANIM_PASSWORD: 'a b:c' }, ...command), command[0]).toEqual([0, '']);
    }
    expect(await typedWith({ AGHANIM_PASSWORD: 'wrong' }, 'games', '--password', 'a b:c')).toEqual([0, '']);
    expect(await typedWith({}, 'games')).toEqual([1, expect.stringContaining('answered 401')]);
    const context = typed('env', '--url', emulator.url);
    context.env = { AGHANIM_PASSWORD: 'a b:c' };
    await main(context);
    expect(context.printed).toContain("export AGHANIM_PASSWORD='a b:c'\n");
  });

  it.each([
    [['pay'], 'use: aghanim-emulator pay ORDER_ID'],
    [['pay', 'a', 'b'], 'use: aghanim-emulator pay ORDER_ID'],
    [['pay', 'a', '--crad', '1'], 'unknown flag --crad; did you mean --card?'],
    [['completion', 'bsh'], 'completion needs a shell: did you mean bash?'],
  ])('refuse %j with exit code 2', async (argv, message) => {
    const context = typed(...argv);
    expect(await main(context)).toBe(2);
    expect(context.errorOutput).toBe(`aghanim-emulator: ${message}\n`);
  });

  it('say in one line that no emulator answers, or what it refused', async () => {
    const emulator = await run();
    const unknown = await call(emulator, 'pay', 'ord_none');
    expect([unknown.code, unknown.errorOutput]).toEqual([1, expect.stringMatching(/^.+answered 404: .+\n$/)]);
    await emulator.stop();
    const none = await call(emulator, 'reset');
    expect(none.code).toBe(1);
    expect(none.errorOutput).toMatch(
      /^aghanim-emulator: No emulator answers at \S+ \(ECONNREFUSED\)\. Start one .+\n$/,
    );
  });
});

describe('doctor', () => {
  it('finds a webhook that cannot be reached, and a clock that is ahead', async () => {
    const emulator = await run({ webhook: 'http://127.0.0.1:9/hook' });
    await emulator.clock.advance({ by: '1h' });
    const { code, printed } = await call(emulator, 'doctor');
    expect(code).toBe(1);
    expect(printed).toMatch(/PROBLEM +webhook +http:\/\/127\.0\.0\.1:9\/hook cannot be reached from here/);
    expect(printed).toMatch(/Fix: start the receiver/);
    expect(printed).toMatch(/note +clock +The clock of the game is \d{4} s ahead/);
    expect(printed).toMatch(/ok +Node/);
  });

  it('finds a port that another program uses', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => {
      server.close();
    });
    await new Promise((resolve) => server.once('listening', resolve));
    server.on('connection', (socket) => socket.destroy());
    const { port } = server.address() as AddressInfo;
    const context = typed('doctor', '--port', String(port), '--json');
    expect(await main(context)).toBe(1);
    const { findings } = JSON.parse(context.printed) as { findings: { check: string; fix: string | null }[] };
    expect(findings).toContainEqual(
      expect.objectContaining({
        check: 'port',
        fix: expect.stringContaining(`--port ${port + 1}`) as string,
      }),
    );
  });

  it('does not take an address that is not of this machine for a port in use', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const context = typed('doctor', '--port', String(port));
    // Reserved for documentation.
    context.env = { AGHANIM_HOST: '192.0.2.1' };
    expect(await main(context)).toBe(1);
    expect(context.printed).toContain(`Port ${port} on 192.0.2.1 cannot be used (EADDRNOTAVAIL).`);
  });
});

describe('completion', () => {
  it('knows every command', () => {
    expect(Object.keys(completions()).sort()).toEqual([...commandNames()].sort());
  });

  it.each(['bash', 'zsh', 'fish'])('prints a script for %s', async (shell) => {
    const context = typed('completion', shell);
    expect(await main(context)).toBe(0);
    expect(context.printed).toContain('three-ds');
    if (shell !== 'bash' || spawnSync('bash', ['-c', ':']).status !== 0) return;
    const script = `${context.printed}
      COMP_WORDS=(aghanim-emulator pay --ca); COMP_CWORD=2; _aghanim_emulator; echo "\${COMPREPLY[@]}"`;
    expect(spawnSync('bash', ['-c', script], { encoding: 'utf8' }).stdout).toBe('--card\n');
  });
});

describe('.env and the configuration file', () => {
  async function portWith(files: Record<string, string>, env: Record<string, string>, ...argv: string[]) {
    const context = typed('start', ...argv);
    Object.assign(context, { files, env });
    context.starting = () => Promise.reject(new Error('as intended'));
    await main(context);
    return context.settings?.port ?? context.errorOutput;
  }

  it('are settings that flags and variables override', async () => {
    const config = { 'aghanim-emulator.json': '{ "port": 4001, "retry-schedule": "1,2" }' };
    const files = { ...config, '.env': 'AGHANIM_PORT=4002\nPORT=1\n' };
    expect(await portWith(config, {})).toBe(4001);
    expect(await portWith(files, {})).toBe(4002);
    expect(await portWith(files, { AGHANIM_PORT: '4003' })).toBe(4003);
    expect(await portWith(files, { AGHANIM_PORT: '4003' }, '--port', '4004')).toBe(4004);
    expect(await portWith({ 'mine.json': '{ "port": 4005 }' }, {}, '--config', 'mine.json')).toBe(4005);
    expect(await portWith({ 'mine.json': '{ "port": 4005 }' }, { AGHANIM_CONFIG: 'mine.json' })).toBe(4005);
  });

  it.each([
    ['{ "prot": 1 }', 'aghanim-emulator.json: unknown setting "prot"; did you mean port?'],
    ['{ "port": {} }', 'aghanim-emulator.json: port must be a text, a number, a switch or a list'],
    ['[1]', 'aghanim-emulator.json must contain an object'],
    ['{', /^aghanim-emulator: aghanim-emulator\.json is not JSON: /],
  ])('are refused when they contain %s', async (text, message) => {
    expect(await portWith({ 'aghanim-emulator.json': text }, {})).toEqual(
      typeof message === 'string' ? `aghanim-emulator: ${message}\n` : expect.stringMatching(message),
    );
  });

  it('are named when they cannot be read', async () => {
    expect(await portWith({}, {}, '--config', 'none.json')).toBe(
      'aghanim-emulator: --config none.json cannot be read\n',
    );
  });
});
