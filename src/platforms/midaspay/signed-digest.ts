import { constants, createHash, type KeyObject, publicDecrypt, verify } from 'node:crypto';

/** The digest in an RSA signature, in hex. `hash` names its algorithm; `null` for one without its ASN.1 prefix. */
export interface SignedDigest {
  readonly hash: string | null;
  readonly digest: string;
}

/** The ASN.1 prefixes of PKCS#1 v1.5, in hex. Source: RFC 8017, section 9.2. */
const PREFIXES: readonly (readonly [hash: string, prefix: string])[] = [
  ['sha256', '3031300d060960864801650304020105000420'],
  ['sha1', '3021300906052b0e03021a05000414'],
  ['sha384', '3041300d060960864801650304020205000430'],
  ['sha512', '3051300d060960864801650304020305000440'],
  ['md5', '3020300c06082a864886f70d020505000410'],
];

/**
 * Reads the digest out of a PKCS#1 v1.5 signature, which needs the public key only, so that any number of texts can be
 * compared with it. `null` when the signature was made with another key or padding.
 */
export function signedDigest(publicKey: KeyObject, signature: Buffer): SignedDigest | null {
  try {
    const padding = constants.RSA_PKCS1_PADDING;
    const block = publicDecrypt({ key: publicKey, padding }, signature).toString('hex');
    const known = PREFIXES.find(([, prefix]) => block.startsWith(prefix));
    return known ? { hash: known[0], digest: block.slice(known[1].length) } : { hash: null, digest: block };
  } catch {
    return null;
  }
}

/** The digest of a text, as `signedDigest` gives it. */
export function digestOf({ hash }: SignedDigest, text: string | Buffer): string {
  return createHash(hash ?? 'sha256')
    .update(text)
    .digest('hex');
}

/** Whether the text was signed with the other padding of RSA, PSS. */
export function isSignedWithPss(publicKey: KeyObject, text: string, signature: Buffer): boolean {
  const key = { key: publicKey, padding: constants.RSA_PKCS1_PSS_PADDING };
  return verify('sha256', Buffer.from(text), key, signature);
}
