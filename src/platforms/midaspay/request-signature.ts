import type { KeyObject } from 'node:crypto';
import { bodyForms } from '../../delivery/diagnosis/json-forms.ts';
import { requestText, SCHEME, verifiesText } from './signature.ts';

/** An API request as it arrived. */
export interface ReceivedRequest {
  readonly method: string;
  /** The path with its query. */
  readonly url: string;
  /** An origin without a slash at its end, as the caller addressed it. */
  readonly origin: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/**
 * What is wrong with the signature of an API request; `null` when it is right. The documents do not say whether the
 * URL of the signed text has its origin, so it is accepted with and without.
 */
export function faultOfRequest(publicKey: KeyObject, request: ReceivedRequest): string | null {
  const credentials = credentialsOf(request.headers);
  const missing = (['timestamp', 'nonce', 'signature'] as const).filter((part) => credentials[part] === '');
  if (missing.length > 0) {
    const headers = missing.map((part) => HEADERS[part]).join(', ');
    return `The request is not signed: send ${headers}, or the same values in Authorization: ${SCHEME} ….`;
  }
  const verifies = (text: string): boolean => verifiesText(publicKey, text, credentials.signature);
  const texts = textsOf(request, credentials);
  const signed = texts.find(({ text }) => verifies(text));
  if (signed?.differences.length === 0) {
    return STANDARD_BASE64.test(credentials.signature)
      ? null
      : 'The signature is not standard base64 with padding.';
  }
  const right = JSON.stringify(requestText(request.method, request.url, { ...credentials, body: '<body>' }));
  if (signed) {
    return `The signed text differs: ${signed.differences.join(' and ')}. It should be ${right}.`;
  }
  return (
    `The signature does not verify, and no usual mistake explains it. The signed text should be ${right}, the key ` +
    'that of --midaspay-merchant-key, the padding PKCS#1 v1.5 with SHA-256, the signature standard base64.'
  );
}

/** Node decodes base64url as well; verifiers in other languages do not. */
const STANDARD_BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

interface Credentials {
  readonly timestamp: string;
  readonly nonce: string;
  readonly signature: string;
}

const HEADERS: Readonly<Record<keyof Credentials, string>> = {
  timestamp: 'Txgw-Timestamp',
  nonce: 'Txgw-Nonce',
  signature: 'Txgw-Signature',
};

/** Each value from its own header, else from `Authorization`; empty where neither has it. */
function credentialsOf(headers: ReceivedRequest['headers']): Credentials {
  const authorization = String(headers['authorization'] ?? '');
  const parameters = new Map(
    authorization.startsWith(`${SCHEME} `)
      ? [...authorization.matchAll(/(\w+)=(?:"([^"]*)"|([^",\s]*))/g)].map(
          ([, name = '', quoted, bare]) => [name, quoted ?? bare ?? ''] as const,
        )
      : [],
  );
  const value = (part: keyof Credentials): string =>
    String(headers[HEADERS[part].toLowerCase()] ?? parameters.get(part) ?? '');
  return { timestamp: value('timestamp'), nonce: value('nonce'), signature: value('signature') };
}

interface SignedVariant {
  readonly differences: readonly string[];
  readonly text: string;
}

interface Form {
  readonly difference: string | null;
  readonly text: string;
}

/** Two differences at once are looked for, not three. */
const MOST_DIFFERENCES = 2;

/** Bodies larger than this are not serialised again, in characters. */
const LARGEST_BODY = 65_536;

/** The texts that may have been signed, the right ones first. */
function textsOf(request: ReceivedRequest, { timestamp, nonce }: Credentials): SignedVariant[] {
  const { method, url, origin, body } = request;
  const [path = ''] = url.split('?');
  const methods = forms(
    [null, method],
    ['the method is written in lower case', method.toLowerCase()],
    ['the method is GET', 'GET'],
  );
  const urls = forms(
    [null, url],
    [null, origin + url],
    ['the URL is without its query', path],
    ['the URL is without the first slash', url.slice(1)],
    ['the URL is the origin alone', origin],
  );
  const timestamps = forms(
    [null, timestamp],
    ['the timestamp is in milliseconds', `${timestamp}000`],
    ['the timestamp is in seconds', timestamp.slice(0, -3)],
  );
  const bodies: Form[] = [
    ...(body.length > LARGEST_BODY ? [{ mistake: null, text: body }] : bodyForms(body)).map(
      ({ mistake, text }) => ({ difference: mistake && `the body is ${mistake}`, text }),
    ),
    { difference: 'the body is left out', text: '' },
  ];
  const candidates: SignedVariant[] = [];
  for (const oneMethod of methods) {
    for (const oneUrl of urls) {
      for (const oneTime of timestamps) {
        for (const oneBody of bodies) {
          const parts = { timestamp: oneTime.text, nonce, body: oneBody.text };
          const full = requestText(oneMethod.text, oneUrl.text, parts);
          const ends = forms([null, full], ['the last newline is missing', full.slice(0, -1)]);
          for (const end of ends) {
            const differences = [oneMethod, oneUrl, oneTime, oneBody, end]
              .map(({ difference }) => difference)
              .filter((one) => one !== null);
            if (differences.length <= MOST_DIFFERENCES) candidates.push({ differences, text: end.text });
          }
        }
      }
    }
  }
  return candidates.sort((a, b) => a.differences.length - b.differences.length);
}

function forms(...pairs: readonly (readonly [difference: string | null, text: string])[]): Form[] {
  return pairs.map(([difference, text]) => ({ difference, text }));
}
