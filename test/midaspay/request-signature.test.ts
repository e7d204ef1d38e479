import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { createIdentity } from '../../src/platforms/midaspay/certificate.ts';
import { faultOfRequest, type ReceivedRequest } from '../../src/platforms/midaspay/request-signature.ts';
import { signText } from '../../src/platforms/midaspay/signature.ts';

const URL_PATH = '/v1/mor/token/create?trace=1';
const BODY = '{"user": {"id": "Zoë"}}';
const RIGHT = `POST\n${URL_PATH}\n1750000000\nn0nce\n${BODY}\n`;

let privateKey: KeyObject;
let publicKey: KeyObject;

beforeAll(async () => {
  const identity = await createIdentity();
  privateKey = createPrivateKey(identity.privateKey);
  publicKey = createPublicKey(identity.publicKey);
});

function fault(signedText: string, change: Partial<ReceivedRequest> = {}): string | null {
  return faultOfRequest(publicKey, {
    method: 'POST',
    url: URL_PATH,
    origin: 'http://localhost:4242',
    headers: {
      'txgw-timestamp': '1750000000',
      'txgw-nonce': 'n0nce',
      'txgw-signature': signText(privateKey, signedText),
    },
    body: BODY,
    ...change,
  });
}

describe('faultOfRequest', () => {
  it('accepts the documented text, with or without the origin in its URL', () => {
    expect(fault(RIGHT)).toBeNull();
    expect(fault(RIGHT.replace(URL_PATH, `http://localhost:4242${URL_PATH}`))).toBeNull();
  });

  it('takes standard base64 alone', () => {
    const signature = Buffer.from(signText(privateKey, RIGHT), 'base64').toString('base64url');
    const headers = { 'txgw-timestamp': '1750000000', 'txgw-nonce': 'n0nce', 'txgw-signature': signature };
    expect(fault(RIGHT, { headers })).toBe('The signature is not standard base64 with padding.');
  });

  it('reads the values from Authorization too', () => {
    const signature = signText(privateKey, RIGHT);
    const authorization =
      'TXGW-SHA256-RSA2048 auth_id="M1",auth_id_type=MERCHANT_ID,timestamp="1750000000",' +
      `nonce=n0nce,signature="${signature}"`;
    expect(fault('', { headers: { authorization } })).toBeNull();
  });

  it.each([
    ['the last newline is missing', RIGHT.slice(0, -1)],
    ['the method is written in lower case', RIGHT.replace('POST', 'post')],
    ['the method is GET', RIGHT.replace('POST', 'GET')],
    ['the URL is without its query', RIGHT.replace('?trace=1', '')],
    ['the timestamp is in milliseconds', RIGHT.replace('1750000000', '1750000000000')],
    [
      'the body is re-serialised JSON (compact, as JSON.stringify does)',
      RIGHT.replace(BODY, '{"user":{"id":"Zoë"}}'),
    ],
    ['the body is left out', RIGHT.replace(BODY, '')],
    ['the body is left out and the last newline is missing', RIGHT.replace(`${BODY}\n`, '')],
  ])('says that %s', (difference, text) => {
    expect(fault(text)).toContain(difference);
  });

  it('names the headers that are missing', () => {
    expect(fault(RIGHT, { headers: {} })).toContain('Txgw-Timestamp, Txgw-Nonce, Txgw-Signature');
  });

  it('shows the right text when nothing explains the signature', () => {
    expect(fault('something else')).toContain('\\n1750000000\\nn0nce\\n<body>\\n');
    expect(
      fault(RIGHT, { headers: { 'txgw-timestamp': '1', 'txgw-nonce': 'n', 'txgw-signature': '!' } }),
    ).toContain('no usual mistake');
  });
});
