import { createHmac } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { explainRejectedSignature } from '../../src/platforms/aghanim/signature-diagnosis.ts';
import { bodyForms } from '../../src/delivery/diagnosis/json-forms.ts';
import { hasCommand } from '../delivery/commands.ts';

const TIMESTAMP = '1700000000';
const BODY = '{"b":{"z":1.5,"a":["é",null,true,"a/b<c>"]},"a":"x"}';
const REQUEST = {
  secret: 'right',
  mistakableSecrets: [
    { name: 'the S2S key', value: 'sk_s2s' },
    { name: 'the previous secret', value: 'old' },
  ],
  body: BODY,
};

const hmac = (secret: string, text: string) => createHmac('sha256', secret).update(text).digest();
const hex = (secret: string, text: string) => hmac(secret, text).toString('hex');

function diagnosisOf(body: string, headers: Record<string, string> = {}): string {
  return explainRejectedSignature(REQUEST, TIMESTAMP, { headers, body });
}

describe('the diagnosis of a rejected signature', () => {
  const sorted = '{"a":"x","b":{"a":["é",null,true,"a/b<c>"],"z":1.5}}';
  const mistakes: [computed: string, cause: string][] = [
    [hex('sk_s2s', `${TIMESTAMP}.${BODY}`), 'the S2S key as the secret'],
    [hex('old', `${TIMESTAMP}.${BODY}`), 'the previous secret as the secret'],
    [hex('right\n', `${TIMESTAMP}.${BODY}`), 'a newline at the end of the secret'],
    [hex('', `${TIMESTAMP}.${BODY}`), 'an empty secret'],
    [hex('right', `${TIMESTAMP}000.${BODY}`), 'a timestamp in milliseconds'],
    [hex('right', BODY), 'the body alone, without "<timestamp>."'],
    [hex('right', `${TIMESTAMP}${BODY}`), 'no dot between timestamp and body'],
    [hex('right', `${TIMESTAMP}.${BODY}\n`), 'the body with a newline added at its end'],
    [hex('right', `${TIMESTAMP}.${sorted}`), 're-serialised JSON (with sorted keys)'],
    [
      hex('right', JSON.stringify(JSON.parse(BODY), null, 2)),
      're-serialised JSON (indented by 2 spaces) and the body',
    ],
    [hex('sk_s2s', BODY), 'the S2S key as the secret and the body alone'],
  ];
  it.each(mistakes)('recognizes %s as made with %s', (computed, cause) => {
    const hint = diagnosisOf(`{"detail":"expected ${computed}"}`);
    expect(hint).toContain(`computed its signature with ${cause}`);
  });

  it('finds the digest in a header, in capitals and in base64', () => {
    const digest = hmac('sk_s2s', `${TIMESTAMP}.${BODY}`);
    const cause = 'The receiver computed its signature with the S2S key as the secret.';
    expect(diagnosisOf('', { 'x-expected': digest.toString('hex') })).toBe(cause);
    expect(diagnosisOf(digest.toString('hex').toUpperCase())).toBe(cause);
    expect(diagnosisOf(`want "${digest.toString('base64')}"`)).toBe(cause);
    expect(diagnosisOf(`want ${digest.toString('base64url')}`)).toBe(cause);
  });

  it('ignores an echo of the signature that was sent', () => {
    const sent = hex('right', `${TIMESTAMP}.${BODY}`);
    const computed = hex('old', `${TIMESTAMP}.${BODY}`);
    expect(diagnosisOf(`got ${sent}, expected ${computed}`)).toContain('the previous secret');
  });

  it('says so if the receiver computed the correct signature', () => {
    expect(diagnosisOf(hex('right', `${TIMESTAMP}.${BODY}`))).toContain('contains the correct signature');
  });

  it('lists what to check if nothing explains the digest', () => {
    const hint = diagnosisOf('f'.repeat(64));
    expect(hint).toContain('No usual mistake explains');
    expect(hint).toContain('raw bytes of the body');
  });

  it('lists what to check and asks for an echo if the response has no digest', () => {
    const hint = diagnosisOf('{"error":"invalid signature"}');
    expect(hint).toContain("the webhook's own secret");
    expect(hint).toContain('signature that you expected');
  });

  it('never contains a secret', () => {
    const hints = [
      diagnosisOf(''),
      diagnosisOf('f'.repeat(64)),
      diagnosisOf(hex('sk_s2s', `${TIMESTAMP}.${BODY}`)),
    ];
    for (const hint of hints) expect(hint).not.toMatch(/sk_s2s|right\b/);
  });

  it('is quick on a full-size hostile answer', () => {
    const started = performance.now();
    diagnosisOf('ab'.repeat(32_768));
    diagnosisOf(`${'f'.repeat(64)} `.repeat(1008));
    expect(performance.now() - started).toBeLessThan(500);
  });
});

describe('the forms of a body', () => {
  const textOf = (how: string) => bodyForms(BODY).find(({ mistake }) => mistake?.includes(how))?.text;

  it.skipIf(!hasCommand('python3', '--version'))('equal what Python writes', () => {
    const python = (options: string) => {
      const script = `import json,sys; print(json.dumps(json.loads(sys.stdin.buffer.read()), ${options}), end="")`;
      const env = { ...process.env, PYTHONIOENCODING: 'utf-8' };
      return execFileSync('python3', ['-c', script], { input: BODY, env }).toString();
    };
    expect(textOf('json.dumps does)')).toBe(python(''));
    expect(textOf('ensure_ascii=False')).toBe(python('ensure_ascii=False'));
    expect(textOf('sort_keys=True')).toBe(python('sort_keys=True'));
  });

  it('escape as PHP and Go do', () => {
    expect(textOf('PHP')).toBe('{"b":{"z":1.5,"a":["\\u00e9",null,true,"a\\/b<c>"]},"a":"x"}');
    expect(textOf('Go')).toBe('{"a":"x","b":{"a":["é",null,true,"a/b\\u003cc\\u003e"],"z":1.5}}');
  });

  it('are all different', () => {
    const texts = bodyForms('{"a":1}').map(({ text }) => text);
    expect(new Set(texts).size).toBe(texts.length);
  });

  it('of a text that is not JSON are few', () => {
    expect(bodyForms('hello').map(({ text }) => text)).toEqual(['hello', 'hello\n']);
  });
});
