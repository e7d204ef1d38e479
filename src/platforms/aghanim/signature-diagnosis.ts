import { createHmac } from 'node:crypto';
import type { AttemptResponse } from '../../delivery/ports.ts';
import { bodyForms } from '../../delivery/diagnosis/json-forms.ts';

/** A secret that a receiver may use by mistake, with a description such as "the S2S key". */
export interface MistakableSecret {
  readonly name: string;
  readonly value: string;
}

interface SignedRequest {
  readonly secret: string;
  readonly mistakableSecrets: readonly MistakableSecret[];
  readonly body: string;
}

/** Three mistakes at once are rare, and trying them would triple the work. */
const MAX_MISTAKES = 2;

const CHECKS =
  'the receiver uses the webhook\'s own secret (not the S2S key, nor an expired one), signs "<timestamp>.<raw body>" ' +
  "with the raw bytes of the body (not JSON serialised again) and the header's timestamp in seconds, and compares " +
  'lowercase hex.';

/**
 * One line on why a receiver may have responded with 401 or 403. If the response contains a digest (64 hex digits, or
 * 32 bytes in base64), this function tries the usual mistakes until one of them produces that digest. `timestamp` is
 * the one that was signed, in Unix seconds.
 */
export function explainRejectedSignature(
  request: SignedRequest,
  timestamp: string,
  response: Pick<AttemptResponse, 'headers' | 'body'>,
): string {
  const digests = digestsIn(response);
  const correct = digestOf(request.secret, `${timestamp}.${request.body}`);
  const incorrect = digests.filter((digest) => digest !== correct);
  const mistakes = incorrect.length > 0 ? findMistakes(request, timestamp, incorrect) : null;
  if (mistakes) return `The receiver computed its signature with ${mistakes.join(' and ')}.`;
  if (incorrect.length > 0)
    return `No usual mistake explains the signature in the response. Check that ${CHECKS}`;
  if (digests.length > 0) {
    return (
      'The response contains the correct signature. Check how the receiver compares it (header name, lowercase hex) ' +
      'and how old a timestamp it accepts.'
    );
  }
  return (
    `If the signature was rejected, check that ${CHECKS} During development, respond with the signature that you ` +
    'expected, and this hint names the mistake.'
  );
}

interface PossibleForm {
  readonly mistake: string | null;
  readonly text: string;
}

/** The fewest mistakes that together produce one of the digests. */
function findMistakes(
  request: SignedRequest,
  timestamp: string,
  digests: readonly string[],
): string[] | null {
  const wanted = new Set(digests);
  let best: string[] | null = null;
  for (const secret of secretForms(request)) {
    for (const body of bodyForms(request.body)) {
      for (const prefix of prefixForms(timestamp)) {
        const mistakes = [secret, body, prefix].map(({ mistake }) => mistake).filter((name) => name !== null);
        if (mistakes.length >= (best?.length ?? MAX_MISTAKES + 1)) continue;
        if (wanted.has(digestOf(secret.text, prefix.text + body.text))) best = mistakes;
      }
    }
  }
  return best;
}

function secretForms({ secret, mistakableSecrets }: SignedRequest): PossibleForm[] {
  return [
    { mistake: null, text: secret },
    ...mistakableSecrets.map(({ name, value }) => ({ mistake: `${name} as the secret`, text: value })),
    { mistake: 'a newline at the end of the secret', text: `${secret}\n` },
    { mistake: 'an empty secret', text: '' },
  ];
}

function prefixForms(timestamp: string): PossibleForm[] {
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

/** Every SHA-256 digest in the headers and body of the response, as lowercase hex. */
function digestsIn({ headers, body }: Pick<AttemptResponse, 'headers' | 'body'>): string[] {
  const text = [...Object.values(headers), body].join('\n');
  const hex = text.match(/(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])/gi) ?? [];
  const base64 = text.match(/(?<![\w+/-])[\w+/-]{43}=?(?![\w+/=-])/g) ?? [];
  return [
    ...hex.map((digest) => digest.toLowerCase()),
    ...base64.map((digest) => Buffer.from(digest, 'base64').toString('hex')),
  ];
}
