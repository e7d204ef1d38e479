import type { KeyObject } from 'node:crypto';
import { CREDENTIAL_HEADERS, credentialsOf, type ReceivedRequest } from './request-credentials.ts';
import { requestTexts } from './request-texts.ts';
import { requestText, SCHEME, verifiesText } from './signature.ts';
import { digestOf, isSignedWithPss, signedDigest } from './signed-digest.ts';

/**
 * What is wrong with the signature of an API request; `null` when it is right. The documents do not say whether the
 * URL of the signed text has its origin, so it is accepted with and without.
 */
export function faultOfRequest(publicKey: KeyObject, request: ReceivedRequest): string | null {
  const credentials = credentialsOf(request.headers);
  const missing = (['timestamp', 'nonce', 'signature'] as const).filter((part) => credentials[part] === '');
  if (missing.length > 0) {
    const headers = missing.map((part) => CREDENTIAL_HEADERS[part]).join(', ');
    return `The request is not signed: send ${headers}, or the same values in Authorization: ${SCHEME} ….`;
  }
  const { method, url, origin, body } = request;
  const { signature } = credentials;
  const rightTexts = [url, origin + url].map((one) => requestText(method, one, { ...credentials, body }));
  const encoded = SIGNATURE_FORMS.map(({ fault, standard }) => ({ fault, base64: standard(signature) }));
  const right = encoded.find(({ base64 }) =>
    rightTexts.some((text) => verifiesText(publicKey, text, base64)),
  );
  if (right) return right === encoded[0] && STANDARD_BASE64.test(signature) ? null : right.fault;
  const shown = JSON.stringify(requestText(method, url, { ...credentials, body: '<body>' }));
  for (const { base64 } of encoded) {
    const bytes = Buffer.from(base64, 'base64');
    if (rightTexts.some((text) => isSignedWithPss(publicKey, text, bytes))) {
      return 'The padding of the signature is PSS. It should be PKCS#1 v1.5, with SHA-256.';
    }
    const fault = textFault(publicKey, bytes, request, shown);
    if (fault !== null) return fault;
  }
  return keyFault(publicKey, Buffer.from(signature, 'base64'), shown);
}

/** Node decodes base64url as well; verifiers in other languages do not. */
const STANDARD_BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** The encodings that a signature may have by mistake, and how to make base64 of them. */
const SIGNATURE_FORMS: readonly {
  readonly fault: string;
  readonly standard: (signature: string) => string;
}[] = [
  { fault: 'The signature is not standard base64 with padding.', standard: (signature) => signature },
  {
    fault: 'The signature is in hex. It should be standard base64 with padding.',
    standard: (signature) => Buffer.from(signature, 'hex').toString('base64'),
  },
  {
    fault:
      'The signature has spaces in the place of +, as form decoding leaves them. It should be standard base64.',
    standard: (signature) => signature.replaceAll(' ', '+'),
  },
];

/** How the signed text differs; `null` when the signature was made with another key. */
function textFault(
  publicKey: KeyObject,
  signature: Buffer,
  request: ReceivedRequest,
  shown: string,
): string | null {
  const signed = signedDigest(publicKey, signature);
  if (signed === null) return null;
  const { hash } = signed;
  const byHash =
    hash === 'sha256' ? [] : [hash === null ? 'its digest has no ASN.1 prefix' : `its hash is ${hash}`];
  for (const { differences, text } of requestTexts(request, credentialsOf(request.headers))) {
    if (digestOf(signed, text) !== signed.digest) continue;
    const all = [...differences, ...byHash];
    return `The signed text differs: ${all.join(' and ')}. It should be ${shown}, with SHA-256.`;
  }
  return (
    'The key is right, but another text was signed, and no usual mistake explains it. Compare the nonce and the URL ' +
    'that were signed with those that were sent: a nonce is easily made twice, once for the text and once for the ' +
    `header, and a path is easily that of another operation. The signed text should be ${shown}` +
    (hash === 'sha256' ? '.' : ', with SHA-256.')
  );
}

/** An RSA signature is as long as the modulus of its key. */
function keyFault(publicKey: KeyObject, { length }: Buffer, shown: string): string {
  const wanted = (publicKey.asymmetricKeyDetails?.modulusLength ?? 2048) / 8;
  if (length === wanted) {
    return (
      'The signature was made with another private key than the one that belongs to --midaspay-merchant-key, or its ' +
      `bytes were changed on the way. The signed text should be ${shown}.`
    );
  }
  const what = length === 32 ? ', as an HMAC with SHA-256 has' : '';
  return (
    `The signature has ${length} bytes${what}; one of the key of --midaspay-merchant-key has ${wanted}. It should be ` +
    `RSA with PKCS#1 v1.5 and SHA-256 over ${shown}, in standard base64.`
  );
}
