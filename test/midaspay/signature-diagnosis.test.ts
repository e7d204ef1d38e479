import { createHash, createPublicKey } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { createIdentity, fingerprintsOf } from '../../src/platforms/midaspay/certificate.ts';
import {
  diagnoseRsa,
  type SentNotification,
  type ShownAnswer,
} from '../../src/platforms/midaspay/signature-diagnosis.ts';

const TIMESTAMP = '1750000000';
const NONCE = 'c2FmZSBub25jZSBvZiAzMiBieXRlcy4u';
const BODY = '{"notification_type":"OrderPaid","user":{"external_id":"Zoë"},"items":[]}';
const RIGHT = `${TIMESTAMP}\n${NONCE}\n${BODY}\n`;
const SIGNATURE = `ab+d/${'A'.repeat(337)}==`;

let own: Awaited<ReturnType<typeof createIdentity>>;
let other: Awaited<ReturnType<typeof createIdentity>>;

beforeAll(async () => {
  [own, other] = await Promise.all([createIdentity(), createIdentity()]);
});

function diagnose(body: string, headers: ShownAnswer['headers'] = {}): string {
  const sent: SentNotification = {
    timestamp: TIMESTAMP,
    nonce: NONCE,
    body: BODY,
    path: '/midaspay',
    signature: SIGNATURE,
    serial: own.serial,
    certificate: own.certificate,
  };
  return diagnoseRsa(sent, { headers, body });
}

function sha256(text: string, encoding: 'hex' | 'base64'): string {
  return createHash('sha256').update(text).digest(encoding);
}

describe('diagnoseRsa', () => {
  it.each([
    ['the last newline is missing', RIGHT.slice(0, -1)],
    ['its newlines are CRLF', RIGHT.replaceAll('\n', '\r\n')],
    ['it has no newlines', TIMESTAMP + NONCE + BODY],
    ['the nonce stands before the timestamp', `${NONCE}\n${TIMESTAMP}\n${BODY}\n`],
    ['the nonce is missing', `${TIMESTAMP}\n${BODY}\n`],
    ['it is the body alone', BODY],
    ["it is that of Aghanim's signature", `${TIMESTAMP}.${BODY}`],
    ['it is that of an API request, with method and URL', `POST\n/midaspay\n${RIGHT}`],
    ['the timestamp is in milliseconds', RIGHT.replace(TIMESTAMP, `${TIMESTAMP}000`)],
    [
      "as Python's json.dumps does",
      RIGHT.replace('ë', '\\u00eb').replaceAll('":', '": ').replaceAll(',"', ', "'),
    ],
    ['indented by 2 spaces', RIGHT.replace(BODY, JSON.stringify(JSON.parse(BODY), null, 2))],
  ])('finds that %s, from the text and from its digests', (mistake, text) => {
    expect(diagnose(JSON.stringify({ processed: false, verified: text }))).toContain(mistake);
    expect(diagnose(`digest ${sha256(text, 'hex')}`)).toContain(mistake);
    expect(diagnose('', { 'x-debug': sha256(text, 'base64') })).toContain(mistake);
  });

  it('names two mistakes made at once', () => {
    const text = `${TIMESTAMP}000\n${NONCE}\n${BODY}`;
    expect(diagnose(sha256(text, 'hex'))).toContain(
      'the timestamp is in milliseconds and the last newline is missing',
    );
  });

  it('reads the text in a log line with escaped newlines', () => {
    const line = `verifying ${JSON.stringify(RIGHT.slice(0, -1))} failed`;
    expect(diagnose(line)).toContain('the last newline is missing');
  });

  it('points at key, padding and base64 when the text was right', () => {
    expect(diagnose(JSON.stringify({ text: RIGHT }))).toContain('verified the right text');
    expect(diagnose(sha256(RIGHT, 'hex'))).toContain('verified the right text');
  });

  it('recognises another certificate by serial, fingerprint and PEM', () => {
    const { sha256: print } = fingerprintsOf(other.certificate);
    const colons = print.toUpperCase().match(/../g)?.join(':') ?? '';
    const key = createPublicKey(other.certificate).export({ type: 'spki', format: 'pem' }).toString();
    const answers = [
      `{"serial":"${other.serial.toLowerCase()}"}`,
      `serial number: 0x${other.serial}`,
      `{"fingerprint":"${colons}"}`,
      JSON.stringify({ certificate: other.certificate }),
      key,
    ];
    for (const answer of answers) expect(diagnose(answer), answer).toContain('used another certificate');
  });

  it('accepts its own certificate in the answer', () => {
    const { sha256: print } = fingerprintsOf(own.certificate);
    const answers = [
      `{"serial":"${own.serial}"}`,
      `{"fingerprint":"${print}"}`,
      JSON.stringify({ certificate: own.certificate }),
    ];
    for (const answer of answers) expect(diagnose(answer), answer).not.toContain('another certificate');
  });

  it.each([
    ['the signature as it arrived', SIGNATURE.replaceAll('+', '-').replaceAll('/', '_')],
    ["Go's decoder error", 'illegal base64 data at input byte 2'],
    ["Java's decoder error", 'java.lang.IllegalArgumentException: Illegal base64 character 2b'],
  ])('recognises base64url by %s', (_, answer) => {
    expect(diagnose(answer)).toContain('base64url');
  });

  it('recognises form decoding by the spaces', () => {
    expect(diagnose(JSON.stringify({ got: SIGNATURE.replaceAll('+', ' ') }))).toContain('form decoding');
  });

  it.each(['{"error":"signature expired"}', `now 1750000000123 is after ${TIMESTAMP}000`])(
    'speaks of seconds and milliseconds when the answer is %s',
    (answer) => {
      expect(diagnose(answer)).toContain('Txgw-Timestamp is in seconds');
    },
  );

  it('gives the advice for RSA when the answer shows nothing, and none for HMAC', () => {
    for (const answer of ['', 'Unauthorized', sha256('something else', 'hex')]) {
      const hint = diagnose(answer);
      expect(hint).toContain('PKCS#1 v1.5');
      expect(hint).not.toMatch(/hmac|secret|S2S/i);
    }
  });
});
