import { spawn, spawnSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { createEmulator } from '../../src/index.ts';
import { hasCommand } from '../delivery/commands.ts';

/** A folder of jest's packages; `.ci/run` installs it. */
const JEST = process.env['AGHANIM_JEST'] ?? '';

function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'aghanim-example-'));
  onTestFinished(() => {
    rmSync(directory, { recursive: true, force: true });
  });
  return directory;
}

/** Runs a command with an emulator that has a password. @returns what it printed; a failure fails the test */
async function run(cwd: string, [file = '', ...args]: readonly string[]): Promise<string> {
  const password = 'of the examples';
  const emulator = await createEmulator({ logLevel: 'silent', password });
  onTestFinished(() => emulator.stop());
  const env = {
    ...process.env,
    AGHANIM_EMULATOR_URL: emulator.url,
    AGHANIM_PASSWORD: password,
    PYTHONDONTWRITEBYTECODE: '1',
  };
  const child = spawn(file, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += String(text)));
  const [code] = (await once(child, 'close')) as [number | null];
  expect(code, output).toBe(0);
  return output;
}

function hasPytest(): boolean {
  return hasCommand('python3', '--version') && spawnSync('python3', ['-c', 'import pytest']).status === 0;
}

function hasMinitest(): boolean {
  return hasCommand('ruby', '--version') && spawnSync('ruby', ['-e', "require 'minitest'"]).status === 0;
}

const TIMEOUT_MS = 300_000;

it('the example in TypeScript passes its tests with vitest', { timeout: TIMEOUT_MS }, async () => {
  const vitest = resolve('node_modules/vitest/vitest.mjs');
  const config = resolve('test/examples/vitest.config.ts');
  const root = resolve('examples/typescript-vitest');
  await run(root, [process.execPath, vitest, 'run', '--root', root, '--config', config]);
});

it.skipIf(!hasPytest())(
  'the example in Python passes its tests with pytest',
  { timeout: TIMEOUT_MS },
  async () => {
    const output = await run('examples/python-pytest', [
      'python3',
      '-m',
      'pytest',
      '-q',
      '-p',
      'no:cacheprovider',
    ]);
    expect(output).toContain('8 passed');
  },
);

it.skipIf(!hasCommand('go', 'version'))(
  'the example in Go passes its tests with httptest',
  { timeout: TIMEOUT_MS },
  async () => {
    expect(await run('examples/go-httptest', ['go', 'test', '-count=1', './...'])).toContain('ok');
  },
);

it.skipIf(!hasMinitest())(
  'the example in Ruby passes its tests with Minitest',
  { timeout: TIMEOUT_MS },
  async () => {
    expect(await run('examples/ruby-minitest', ['ruby', 'test_game.rb'])).toContain('8 runs');
  },
);

// The example requires the built package.
it.skipIf(JEST === '' || !existsSync('dist/index.cjs'))(
  'the example in JavaScript passes its tests with jest',
  { timeout: TIMEOUT_MS },
  async () => {
    const project = temporaryDirectory();
    cpSync('examples/javascript-jest', project, { recursive: true });
    mkdirSync(join(project, 'node_modules'));
    symlinkSync(resolve('.'), join(project, 'node_modules/aghanim-emulator'), 'dir');
    await run(project, [process.execPath, join(JEST, 'jest/bin/jest.js'), '--rootDir', project]);
  },
);

/** Starts a receiver that prints where it listens, and sends it what is signed rightly and wrongly. */
async function receive([file = '', ...args]: readonly string[]): Promise<void> {
  const secret = 'whsec_0123456789abcdefghijklmnopqrstuv';
  const child = spawn(file, args, {
    env: { ...process.env, AGHANIM_WEBHOOK_SECRET: secret },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const url = await new Promise<string>((resolve, reject) => {
    let output = '';
    const read = (text: Buffer): void => {
      output += String(text);
      const [found] = /http:\/\/127\.0\.0\.1:\d+/.exec(output) ?? [];
      if (found !== undefined) resolve(found);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('close', () => {
      reject(new Error(output));
    });
  });
  expect(await statusOf(url, secret, 0)).toBe(200);
  expect(await statusOf(url, 'whsec_another', 0)).toBe(401);
  expect(await statusOf(url, secret, -301)).toBe(401);
  expect(await statusOf(url, null, 0)).toBe(401);
  const emulator = await createEmulator({
    webhook: `${url}/webhook`,
    webhookSecret: secret,
    retrySchedule: 'none',
    logLevel: 'silent',
  });
  onTestFinished(() => emulator.stop());
  const order = await emulator.orders.create({ player_id: 'leia', items: [{ sku: 'CRS-82500' }] });
  await emulator.orders.pay(order.order_id, { card: '4242424242424242' });
  await emulator.settled(order.order_id);
  const { granting } = await emulator.orders.get(order.order_id);
  expect(granting).toBe('granted');
}

it.skipIf(!hasCommand('php', '--version'))(
  'the receiver in PHP takes what is signed and refuses what is not',
  { timeout: TIMEOUT_MS },
  () => receive(['php', '-S', '127.0.0.1:0', resolve('examples/php-receiver/receiver.php')]),
);

it.skipIf(!hasCommand('javac', '-version'))(
  'the receiver in Java takes what is signed and refuses what is not',
  { timeout: TIMEOUT_MS },
  () => receive(['java', resolve('examples/java-receiver/Receiver.java')]),
);

/** What the receiver answers to an event signed with this secret so many seconds from now; `null`: not signed at all. */
async function statusOf(url: string, secret: string | null, offset: number): Promise<number> {
  const body = JSON.stringify({
    event_type: 'item.add',
    idempotency_key: `key-${process.pid}-${Date.now()}`,
    event_data: { player_id: 'leia', items: [{ sku: 'gem', name: 'Kristall ä', quantity: 1 }] },
  });
  const timestamp = String(Math.floor(Date.now() / 1000) + offset);
  const signature = createHmac('sha256', secret ?? '')
    .update(`${timestamp}.${body}`)
    .digest('hex');
  const signed = { 'X-Aghanim-Signature': signature, 'X-Aghanim-Signature-Timestamp': timestamp };
  const headers = { 'Content-Type': 'application/json', ...(secret === null ? {} : signed) };
  const answer = await fetch(`${url}/webhook`, { method: 'POST', headers, body });
  return answer.status;
}

/** What the class uses of Testcontainers; instead of a container there is the emulator of the test. */
const STUBS: Readonly<Record<string, string>> = {
  'org/testcontainers/Testcontainers.java':
    'package org.testcontainers; public class Testcontainers { public static void exposeHostPorts(int... ports) {} }',
  'org/testcontainers/utility/DockerImageName.java':
    'package org.testcontainers.utility; public class DockerImageName { public static DockerImageName parse(String name) { return null; } }',
  'org/testcontainers/containers/wait/strategy/Wait.java':
    'package org.testcontainers.containers.wait.strategy; public class Wait { public static HttpWaitStrategy forHttp(String path) { return new HttpWaitStrategy(); } }',
  'org/testcontainers/containers/wait/strategy/HttpWaitStrategy.java':
    'package org.testcontainers.containers.wait.strategy; public class HttpWaitStrategy { public HttpWaitStrategy forPort(int port) { return this; } }',
  'org/testcontainers/containers/GenericContainer.java': `package org.testcontainers.containers;
import org.testcontainers.containers.wait.strategy.HttpWaitStrategy;
import org.testcontainers.utility.DockerImageName;
public class GenericContainer<T> implements AutoCloseable {
  public GenericContainer(DockerImageName name) {}
  public T withExposedPorts(Integer... ports) { return null; }
  public T withEnv(String name, String value) { return null; }
  public T waitingFor(HttpWaitStrategy strategy) { return null; }
  public String getHost() { return emulator().getHost(); }
  public Integer getMappedPort(int port) { return emulator().getPort(); }
  private static java.net.URI emulator() { return java.net.URI.create(System.getenv("AGHANIM_EMULATOR_URL")); }
  public void start() {}
  public void close() {}
}`,
};

const JAVA_MAIN = `public class Main {
  public static void main(String[] args) throws Exception {
    var emulator = new AghanimEmulatorContainer("x").withPassword(System.getenv("AGHANIM_PASSWORD"));
    System.out.println(emulator.control("POST", "/games", "{\\"name\\": \\"of Java\\"}"));
  }
}`;

it.skipIf(!hasCommand('javac', '-version'))(
  'the class for Testcontainers compiles, and calls a control API with a password',
  { timeout: TIMEOUT_MS },
  async () => {
    const directory = temporaryDirectory();
    for (const [file, text] of Object.entries(STUBS)) {
      mkdirSync(join(directory, file, '..'), { recursive: true });
      writeFileSync(join(directory, file), text);
    }
    const main = join(directory, 'Main.java');
    writeFileSync(main, JAVA_MAIN);
    const source = resolve('examples/java-testcontainers/AghanimEmulatorContainer.java');
    const classes = join(directory, 'out');
    await run(directory, ['javac', '-cp', directory, '-d', classes, source, main]);
    expect(await run(directory, ['java', '-cp', classes, 'Main'])).toContain('"name":"of Java"');
  },
);
