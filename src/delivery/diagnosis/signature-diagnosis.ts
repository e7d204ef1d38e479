import { createHmac } from 'node:crypto';
import { bodyForms } from './json-forms.ts';
import type { AttemptResponse, Shipment } from '../ports.ts';

/** What was signed, and with which timestamp (Unix seconds, as in the header). */
export interface Signed {
  readonly shipment: Pick<Shipment, 'secret' | 'mistakableSecrets' | 'body'>;
  readonly timestamp: string;
}

/** Three mistakes at once are rare, and trying them would treble the work. */
const MOST_MISTAKES = 2;

const ADVICE =
  'Check: the webhook\'s own secret (not the S2S key, nor an expired one); "<timestamp>.<raw body>" as the ' +
  "signed text, with the raw bytes of the body (not JSON serialised again); the header's timestamp, in seconds; " +
  'lowercase hex.';
const ECHO =
  'Answer with the signature that you expected while developing, and the mistake will be named here.';

/**
 * One line on why a receiver may have answered 401 or 403. When its answer shows a digest (64 hex digits, or
 * 32 bytes in base-64), the usual mistakes are tried until one yields it.
 */
export function diagnose(signed: Signed, answer: Pick<AttemptResponse, 'headers' | 'body'>): string {
  const digests = shownDigests(answer);
  const right = digestOf(signed.shipment.secret, `${signed.timestamp}.${signed.shipment.body}`);
  const foreign = digests.filter((digest) => digest !== right);
  const mistakes = foreign.length > 0 ? explain(signed, foreign) : null;
  if (mistakes) return `The receiver computed its signature with ${mistakes.join(' and ')}.`;
  if (foreign.length > 0) return `No usual mistake explains the signature in the answer. ${ADVICE}`;
  if (digests.length > 0) {
    return (
      'The answer shows the right signature: look at how the receiver compares it ' +
      '(header name, lowercase hex) and at its limit for the age of the timestamp.'
    );
  }
  return `If the signature was refused: ${ADVICE} ${ECHO}`;
}

interface Candidate {
  readonly mistake: string | null;
  readonly text: string;
}

/** The mistakes that together yield one of the digests; the combination with the fewest mistakes comes first. */
function explain({ shipment, timestamp }: Signed, digests: readonly string[]): string[] | null {
  const wanted = new Set(digests);
  let best: string[] | null = null;
  for (const secret of secretForms(shipment)) {
    for (const body of bodyForms(shipment.body)) {
      for (const prefix of prefixForms(timestamp)) {
        const mistakes = [secret, body, prefix].map(({ mistake }) => mistake).filter((name) => name !== null);
        if (mistakes.length >= (best?.length ?? MOST_MISTAKES + 1)) continue;
        if (wanted.has(digestOf(secret.text, prefix.text + body.text))) best = mistakes;
      }
    }
  }
  return best;
}

function secretForms({ secret, mistakableSecrets }: Signed['shipment']): Candidate[] {
  return [
    { mistake: null, text: secret },
    ...mistakableSecrets.map(({ name, value }) => ({ mistake: `${name} as the secret`, text: value })),
    { mistake: 'a newline at the end of the secret', text: `${secret}\n` },
    { mistake: 'an empty secret', text: '' },
  ];
}

function prefixForms(timestamp: string): Candidate[] {
  return [
    { mistake: null, text: `${timestamp}.` },
    { mistake: 'a timestamp in milliseconds', text: `${timestamp}000.` },
    { mistake: 'the body alone, without "<timestamp>."', text: '' },
    { mistake: 'no dot between timestamp and body', text: timestamp },
  ];
}

function digestOf(secret: string, text: string): string {
  return createHmac('sha256', secret).update(text).digest('hex');
}

/** Every SHA-256 digest in the answer's headers and body, as lowercase hex. */
function shownDigests({ headers, body }: Pick<AttemptResponse, 'headers' | 'body'>): string[] {
  const text = [...Object.values(headers), body].join('\n');
  const hex = text.match(/(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])/gi) ?? [];
  const base64 = text.match(/(?<![\w+/-])[\w+/-]{43}=?(?![\w+/=-])/g) ?? [];
  return [
    ...hex.map((digest) => digest.toLowerCase()),
    ...base64.map((digest) => Buffer.from(digest, 'base64').toString('hex')),
  ];
}
