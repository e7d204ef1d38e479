import { sign, verify, type KeyObject } from 'node:crypto';

/** The scheme's name in `Authorization`: RSA with a 2048-bit key, PKCS#1 v1.5 and SHA-256. */
export const SCHEME = 'TXGW-SHA256-RSA2048';

/** The parts of a signed text after those that name the request; the text ends with a newline. */
export interface SignedParts {
  /** Unix seconds. */
  readonly timestamp: string;
  readonly nonce: string;
  readonly body: string;
}

/** The text under the signature of a notification: `timestamp\nnonce\nbody\n`. */
export function notificationText({ timestamp, nonce, body }: SignedParts): string {
  return `${timestamp}\n${nonce}\n${body}\n`;
}

/** The text under the signature of an API request; `url` is its path with the query. */
export function requestText(method: string, url: string, parts: SignedParts): string {
  return `${method}\n${url}\n${notificationText(parts)}`;
}

/** Base64 of the RSASSA-PKCS1-v1_5 signature with SHA-256. */
export function signText(privateKey: KeyObject, text: string): string {
  return sign('sha256', Buffer.from(text), privateKey).toString('base64');
}

export function verifiesText(publicKey: KeyObject, text: string, signature: string): boolean {
  return verify('sha256', Buffer.from(text), publicKey, Buffer.from(signature, 'base64'));
}

/** Whose signature a notification carries. */
export interface Signer {
  readonly merchantId: string;
  /** Of the certificate: 40 hexadecimal digits. */
  readonly serial: string;
  readonly privateKey: KeyObject;
}

/**
 * The headers of one attempt. MidasPay names `auth_id` and `auth_id_type` of `Authorization` and leaves the rest open:
 * here it repeats the values of the `Txgw-*` headers, as schemes of this kind do.
 */
export function signedHeaders(signer: Signer, parts: SignedParts) {
  const { merchantId, serial } = signer;
  const { timestamp, nonce } = parts;
  const signature = signText(signer.privateKey, notificationText(parts));
  const credentials = [
    `auth_id="${merchantId}"`,
    'auth_id_type=MERCHANT_ID',
    `timestamp="${timestamp}"`,
    `nonce="${nonce}"`,
    `serial="${serial}"`,
    `signature="${signature}"`,
  ];
  return {
    'Content-Type': 'application/json; charset=utf-8',
    Authorization: `${SCHEME} ${credentials.join(',')}`,
    'Txgw-Timestamp': timestamp,
    'Txgw-Nonce': nonce,
    'Txgw-Signature': signature,
    'Txgw-Serial': serial,
  };
}
