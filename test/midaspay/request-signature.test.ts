import {
  constants,
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  sign,
} from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { createIdentity } from '../../src/platforms/midaspay/certificate.ts';
import type { ReceivedRequest } from '../../src/platforms/midaspay/request-credentials.ts';
import { faultOfRequest } from '../../src/platforms/midaspay/request-signature.ts';
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

  it.each([
    ['the path is /token/create', RIGHT.replace(URL_PATH, '/token/create')],
    ['the path is /v1/mor', RIGHT.replace(URL_PATH, '/v1/mor')],
    ['the URL has another scheme', RIGHT.replace(URL_PATH, `https://localhost:4242${URL_PATH}`)],
    ['the URL is without its scheme', RIGHT.replace(URL_PATH, `localhost:4242${URL_PATH}`)],
    ['the nonce is in upper case', RIGHT.replace('n0nce', 'N0NCE')],
    ['the nonce is left out', RIGHT.replace('n0nce', '')],
    ['the nonce stands before the timestamp', RIGHT.replace('1750000000\nn0nce', 'n0nce\n1750000000')],
    ['the timestamp is 2 s earlier than the one sent', RIGHT.replace('1750000000', '1749999998')],
    ['it is that of a notification', RIGHT.replace(`POST\n${URL_PATH}\n`, '')],
    ['its newlines are CRLF', RIGHT.replaceAll('\n', '\r\n')],
    ['its newlines are a backslash and an n', RIGHT.replaceAll('\n', '\\n')],
    ['it is a digest in hex', createHash('sha256').update(RIGHT).digest('hex')],
    [
      'the path is /token/create and the body is re-serialised JSON (compact, as JSON.stringify does)',
      RIGHT.replace(URL_PATH, '/token/create').replace(BODY, '{"user":{"id":"Zoë"}}'),
    ],
  ])('says that %s [midaspay.request-signature]', (difference, text) => {
    expect(fault(text)).toContain(`The signed text differs: ${difference}`);
  });

  it('says when the values of Authorization were signed, and others sent', () => {
    const authorization = 'TXGW-SHA256-RSA2048 timestamp="1750000000",nonce="other"';
    const signature = signText(privateKey, RIGHT.replace('n0nce', 'other'));
    const headers = { authorization, 'txgw-nonce': 'n0nce', 'txgw-signature': signature };
    expect(fault('', { headers })).toContain('the nonce is that of Authorization, not of Txgw-Nonce');
  });

  function faultOfSignature(signature: string): string | null {
    const headers = { 'txgw-timestamp': '1750000000', 'txgw-nonce': 'n0nce', 'txgw-signature': signature };
    return fault('', { headers });
  }

  it('tells another key, another padding, another hash and another encoding apart', async () => {
    const other = createPrivateKey((await createIdentity()).privateKey);
    expect(faultOfSignature(signText(other, RIGHT))).toMatch(
      /^The signature was made with another private key/,
    );
    const padding = constants.RSA_PKCS1_PSS_PADDING;
    const pss = sign('sha256', Buffer.from(RIGHT), { key: privateKey, padding }).toString('base64');
    expect(faultOfSignature(pss)).toMatch(/^The padding of the signature is PSS/);
    const sha1 = sign('sha1', Buffer.from(RIGHT), privateKey).toString('base64');
    expect(faultOfSignature(sha1)).toContain('The signed text differs: its hash is sha1.');
    const hex = Buffer.from(signText(privateKey, RIGHT), 'base64').toString('hex');
    expect(faultOfSignature(hex)).toMatch(/^The signature is in hex/);
    let nonce = '';
    let base64 = '';
    while (!base64.includes('+')) {
      nonce += 'n';
      base64 = signText(privateKey, RIGHT.replace('n0nce', nonce));
    }
    const signature = base64.replaceAll('+', ' ');
    const headers = { 'txgw-timestamp': '1750000000', 'txgw-nonce': nonce, 'txgw-signature': signature };
    expect(fault('', { headers })).toMatch(/in the place of \+/);
    const hmac = createHmac('sha256', 'secret').update(RIGHT).digest('base64');
    expect(faultOfSignature(hmac)).toContain('has 32 bytes, as an HMAC with SHA-256 has');
  });

  it('shows the right text when nothing explains the signature, and what to compare', () => {
    const unexplained = fault(RIGHT.replace('n0nce', 'another'));
    expect(unexplained).toContain('\\n1750000000\\nn0nce\\n<body>\\n');
    expect(unexplained).toContain('The key is right, but another text was signed');
    expect(faultOfSignature('!')).toContain('The signature has 0 bytes');
  });
});
