import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { createSender } from '../../src/delivery/transport/sender.ts';
import { systemClock } from '../../src/delivery/system-clock.ts';
import * as scripts from '../support/rough-receiver-scripts.ts';
import { startReceiver, type Receiver, type Script } from '../support/rough-receiver.ts';
import { anAttemptRequest } from './attempts.ts';
import { hasCommand } from './commands.ts';

/** Real deadlines: a short one for the attempts that have to wait for it, an ample one for the others. */
const SHORT = 150;
const AMPLE = 5000;
const GRACE = 100;
const MEBIBYTE = 2 ** 20;

let receiver: Receiver | undefined;
afterEach(async () => {
  await receiver?.close();
  receiver = undefined;
});

const send = (url: string, attemptTimeoutMs = SHORT) => {
  const sender = createSender({ clock: systemClock(), attemptTimeoutMs });
  return sender.send(anAttemptRequest({ url }), new AbortController().signal);
};

interface Case {
  readonly it: string;
  readonly script: Script;
  readonly kind: string | null;
  /** The status that is recorded, with or without an error. */
  readonly status?: number;
}

const bomb = gzipSync(Buffer.alloc(50 * MEBIBYTE));

const CASES: Case[] = [
  { it: 'never answers', script: scripts.hang(), kind: 'timeout' },
  { it: 'trickles its headers', script: scripts.trickledHeaders(), kind: 'timeout' },
  { it: 'trickles its body', script: scripts.trickledBody(), kind: 'timeout', status: 200 },
  { it: 'sends headers without end', script: scripts.endlessHeaders(), kind: 'headers_too_large' },
  { it: 'sends a body without end', script: scripts.endlessBody(), kind: null, status: 200 },
  { it: 'sends a body of 1 GB', script: scripts.hugeBody(1e9), kind: null, status: 200 },
  {
    it: 'sends a gzip bomb',
    script: { headers: { 'content-encoding': 'gzip' }, body: bomb },
    kind: null,
    status: 200,
  },
  { it: 'resets the connection', script: scripts.reset(), kind: 'connection_reset' },
  { it: 'hangs up', script: scripts.hangUp(), kind: 'connection_closed' },
  {
    it: 'sends 100 Continue unasked',
    script: scripts.raw('HTTP/1.1 100 Continue\r\n\r\n'),
    kind: 'invalid_http',
  },
  { it: 'sends 103 again and again', script: scripts.informational(103), kind: 'invalid_http' },
  {
    it: 'switches protocols unasked',
    script: scripts.raw('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n'),
    kind: 'invalid_http',
  },
  { it: 'does not speak HTTP', script: scripts.raw('SSH-2.0-OpenSSH_9.6\r\n'), kind: 'invalid_http' },
  {
    it: 'sends an impossible chunk',
    script: scripts.raw('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nnot hex\r\n'),
    kind: 'invalid_http',
    status: 200,
  },
  {
    it: 'sends less than it announced',
    script: scripts.raw('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc', 'end'),
    kind: 'answer_incomplete',
    status: 200,
  },
  {
    it: 'breaks off in the headers',
    script: scripts.raw('HTTP/1.1 200 OK\r\nContent-', 'end'),
    kind: 'invalid_http',
  },
];

// A machine that is busy with something else may wake late: then a second try decides.
describe('a receiver that', { retry: 2 }, () => {
  it.each(CASES)(
    '$it ends the attempt in time [answers.attempt-timeout]',
    async ({ script, kind, status }) => {
      receiver = await startReceiver();
      receiver.always(script);
      const deadline = kind === 'timeout' ? SHORT : AMPLE;
      const result = await send(receiver.url, deadline);
      expect(result.durationMs).toBeLessThanOrEqual(deadline + GRACE);
      expect(result.error?.kind ?? null).toBe(kind);
      expect(result.response?.status).toBe(status);
      expect(result.verdict).toBe(kind === null ? 'delivered' : 'failed');
      if (kind !== null) expect(result.error?.hint).toMatch(/^[^\n]{10,}$/);
    },
  );

  it.each(CASES)('$it cannot make the record large', async ({ script }) => {
    receiver = await startReceiver();
    receiver.always(script);
    expect(JSON.stringify(await send(receiver.url)).length).toBeLessThan(100_000);
  });

  it('sends a body without end gets its connection closed', async () => {
    receiver = await startReceiver();
    const closed = new Promise<void>((resolve) => {
      receiver?.answer((request, socket) => {
        socket.once('close', () => {
          resolve();
        });
        return scripts.endlessBody()(request, socket);
      });
    });
    await send(receiver.url);
    await closed;
  });

  it('announces more than it is asked for shows how much', async () => {
    receiver = await startReceiver();
    receiver.always(scripts.hugeBody(1e9));
    expect((await send(receiver.url, AMPLE)).response).toMatchObject({ bodyBytes: 1e9, truncated: true });
  });

  it('trickles its body has what came recorded', async () => {
    receiver = await startReceiver();
    receiver.always(scripts.trickledBody());
    const { response } = await send(receiver.url);
    expect(response).toMatchObject({ truncated: true, bodyBytes: 1_000_000 });
    expect(response?.body).toMatch(/^a+$/);
  });

  it('accepts and says nothing during the TLS handshake is a timeout of the connection', async () => {
    const sockets = new Set<{ destroy(): void }>();
    const server = createServer((socket) => sockets.add(socket.on('error', () => undefined)));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const result = await send(`https://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    expect(result.error?.kind).toBe('timeout');
    expect(result.timings).toEqual({ connectMs: null, firstByteMs: null });
    expect(result.durationMs).toBeLessThanOrEqual(SHORT + GRACE);
    for (const socket of sockets) socket.destroy();
    server.close();
  });

  it('speaks plain HTTP on an https:// URL is a TLS failure', async () => {
    receiver = await startReceiver();
    const { error } = await send(receiver.url.replace('http:', 'https:'), AMPLE);
    expect(error?.kind).toBe('tls');
    expect(error?.hint).toContain('http://');
  });

  it.skipIf(!hasCommand('openssl', 'version'))('has a self-signed certificate is a TLS failure', async () => {
    receiver = await startReceiver({ tls: selfSigned() });
    const { error } = await send(receiver.url, AMPLE);
    expect(error?.kind).toBe('tls');
    expect(error?.hint).toContain('NODE_EXTRA_CA_CERTS');
    expect(receiver.requests).toEqual([]);
  });

  it.skipIf(!hasCommand('openssl', 'version'))(
    'speaks TLS on an http:// URL is told by what comes back',
    async () => {
      receiver = await startReceiver({ tls: selfSigned() });
      const { error } = await send(receiver.url.replace('https:', 'http:'), AMPLE);
      expect(['invalid_http', 'connection_reset', 'connection_closed']).toContain(error?.kind);
    },
  );
});

function selfSigned(): { key: string; cert: string } {
  const folder = mkdtempSync(join(tmpdir(), 'cert-'));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const request = 'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost';
  execFileSync('openssl', [...request.split(' '), '-keyout', key, '-out', cert], { stdio: 'ignore' });
  const pair = { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
  rmSync(folder, { recursive: true });
  return pair;
}
