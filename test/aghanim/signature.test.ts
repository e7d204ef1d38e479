import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { sign, signedHeaders } from '../../src/platforms/aghanim/signature.ts';
import { hasCommand } from '../delivery/commands.ts';

const VECTORS: [name: string, secret: string, timestamp: number, body: string][] = [
  ['a plain body', 's3cr3t', 1700000000, '{"event_type":"item.add"}'],
  ['an empty body', 's3cr3t', 1700000000, ''],
  ['characters outside ASCII', 'clé-сек', 1, '{"name":"Épée 剣 🗡"}'],
  ['line ends and quotes', 'a b', 2147483648, '{\r\n\t"a": "\\"\'"\n}\n'],
  ['a secret longer than a hash block', 'k'.repeat(200), 1700000000, '[]'],
];

describe('the signature', () => {
  it.skipIf(!hasCommand('openssl', 'version')).each(VECTORS)(
    'of %s equals the one of openssl',
    (_name, secret, timestamp, body) => {
      expect(sign(secret, timestamp, body)).toBe(opensslHmac(secret, `${timestamp}.${body}`));
    },
  );

  it('equals a known value [webhooks.signature]', () => {
    expect(sign('secret', 1700000000, '{}')).toBe(
      'b8569b78799ff9e3cbff0fc2d63a33a2b57f3282abd07c37ae5e8e7d79a5f163',
    );
  });

  it('goes out with its timestamp in whole seconds [webhooks.signature]', () => {
    expect(signedHeaders('s', '{}', 1700000000999)).toEqual({
      'Content-Type': 'application/json',
      'User-Agent': 'Aghanim/0.1.0',
      'X-Aghanim-Signature-Timestamp': '1700000000',
      'X-Aghanim-Signature': sign('s', 1700000000, '{}'),
    });
  });
});

function opensslHmac(secret: string, text: string): string {
  const key = `hexkey:${Buffer.from(secret).toString('hex')}`;
  const args = ['dgst', '-sha256', '-mac', 'HMAC', '-macopt', key];
  return execFileSync('openssl', args, { input: text }).toString().trim().split(/\s+/).at(-1) ?? '';
}
