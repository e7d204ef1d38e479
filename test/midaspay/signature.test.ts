import { execFileSync, spawnSync } from 'node:child_process';
import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { createIdentity } from '../../src/platforms/midaspay/certificate.ts';
import {
  notificationText,
  requestText,
  signedHeaders,
  signText,
  verifiesText,
} from '../../src/platforms/midaspay/signature.ts';

const PARTS = { timestamp: '1750000000', nonce: 'n0nce', body: '{"user":{"email":"zoë@example.com"}}' };

let identity: Awaited<ReturnType<typeof createIdentity>>;

beforeAll(async () => {
  identity = await createIdentity();
});

describe('createIdentity', () => {
  it('makes a self-signed certificate of an RSA key with 2048 bits', () => {
    const certificate = new X509Certificate(identity.certificate);
    const { asymmetricKeyType, asymmetricKeyDetails } = certificate.publicKey;
    expect([asymmetricKeyType, asymmetricKeyDetails?.modulusLength]).toEqual(['rsa', 2048]);
    expect(certificate.verify(createPublicKey(identity.publicKey))).toBe(true);
    expect(certificate.checkPrivateKey(createPrivateKey(identity.privateKey))).toBe(true);
    expect(certificate.publicKey.equals(createPublicKey(identity.publicKey))).toBe(true);
  });

  it("gives the certificate's positive serial in 40 hexadecimal digits", () => {
    expect(identity.serial).toMatch(/^[4-7][0-9A-F]{39}$/);
    expect(new X509Certificate(identity.certificate).serialNumber).toBe(identity.serial);
  });

  it('makes another key and serial each time', async () => {
    const other = await createIdentity();
    expect(other.serial).not.toBe(identity.serial);
    expect(other.publicKey).not.toBe(identity.publicKey);
  });
});

describe('signedHeaders', () => {
  const headers = () =>
    signedHeaders(
      { merchantId: 'M100', serial: identity.serial, privateKey: createPrivateKey(identity.privateKey) },
      PARTS,
    );

  it('signs timestamp, nonce and body, each with a newline behind it', () => {
    expect(notificationText(PARTS)).toBe('1750000000\nn0nce\n{"user":{"email":"zoë@example.com"}}\n');
    const key = createPublicKey(identity.publicKey);
    expect(verifiesText(key, notificationText(PARTS), headers()['Txgw-Signature'])).toBe(true);
    expect(verifiesText(key, notificationText(PARTS).trimEnd(), headers()['Txgw-Signature'])).toBe(false);
  });

  it('names the merchant in Authorization and repeats the values of the other headers', () => {
    const { 'Txgw-Signature': signature, ...others } = headers();
    expect(Buffer.from(signature, 'base64')).toHaveLength(256);
    expect(others).toEqual({
      'Content-Type': 'application/json; charset=utf-8',
      Authorization:
        'TXGW-SHA256-RSA2048 auth_id="M100",auth_id_type=MERCHANT_ID,timestamp="1750000000",' +
        `nonce="n0nce",serial="${identity.serial}",signature="${signature}"`,
      'Txgw-Timestamp': '1750000000',
      'Txgw-Nonce': 'n0nce',
      'Txgw-Serial': identity.serial,
    });
  });

  it.skipIf(spawnSync('openssl', ['version']).status !== 0)('is verified by the openssl command', () => {
    const directory = mkdtempSync(join(tmpdir(), 'midaspay-'));
    const file = (name: string, content: string | Buffer): string => {
      writeFileSync(join(directory, name), content);
      return join(directory, name);
    };
    try {
      const key = file('key.pem', identity.publicKey);
      const signature = file('signature', Buffer.from(headers()['Txgw-Signature'], 'base64'));
      const text = file('text', notificationText(PARTS));
      const printed = execFileSync('openssl', [
        'dgst',
        '-sha256',
        '-verify',
        key,
        '-signature',
        signature,
        text,
      ]);
      expect(printed.toString()).toBe('Verified OK\n');
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});

describe('requestText', () => {
  it('puts method and URL before the parts of a notification', () => {
    const text = requestText('POST', '/v1/mor/token/create', PARTS);
    expect(text).toBe(`POST\n/v1/mor/token/create\n${notificationText(PARTS)}`);
    const signature = signText(createPrivateKey(identity.privateKey), text);
    expect(verifiesText(createPublicKey(identity.publicKey), text, signature)).toBe(true);
  });
});
