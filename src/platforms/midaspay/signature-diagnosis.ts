import { createHash, createPublicKey } from 'node:crypto';
import { fingerprintsOf } from './certificate.ts';
import type { SignedParts } from './signature.ts';
import { type VerifiedText, verifiableTexts } from './verified-texts.ts';

/** A notification as it was signed and sent. */
export interface SentNotification extends SignedParts {
  /** The path of the URL, with its query. */
  readonly path: string;
  readonly signature: string;
  readonly serial: string;
  /** PEM; `null` when there is none any more. */
  readonly certificate: string | null;
}

/** What a receiver's answer shows. */
export interface ShownAnswer {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const CERTIFICATE_AT = 'GET /_emulator/midaspay/certificate';
const ADVICE =
  'Check: "<Txgw-Timestamp>\\n<Txgw-Nonce>\\n<raw body>\\n" as the signed text, with the last newline and the raw ' +
  'bytes of the body (not JSON serialised again); RSA with PKCS#1 v1.5 and SHA-256; Txgw-Signature decoded as ' +
  `standard base64; the certificate of Txgw-Serial (${CERTIFICATE_AT}); the timestamp in seconds.`;
const ECHO =
  'While developing, answer with the text that you verify, or its SHA-256 digest in hex, and the mistake is named here.';

/**
 * One line on why a receiver may have refused the signature. Only the holder of the private key can make an RSA
 * signature, so a receiver has none of its own to show. What it can show is what it verified with: the text or its
 * SHA-256 digest, the serial or the fingerprint of its certificate, the signature as it arrived, or its decoder's error.
 */
export function diagnoseRsa(sent: SentNotification, answer: ShownAnswer): string {
  const shown = shownText(answer);
  return (
    otherCertificate(sent, shown) ??
    alteredSignature(sent, shown) ??
    verifiedText(sent, answer, shown) ??
    comparedMilliseconds(sent, shown) ??
    `If the signature was refused: ${ADVICE} ${ECHO}`
  );
}

/** Headers as lines and the body, as the answer has them. */
function shownText({ headers, body }: ShownAnswer): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [...lines, body].join('\n');
}

const SERIAL = /serial(?:[-_ ]?n(?:umber|o))?["']?\W{1,10}((?:0x)?[0-9a-f]{38,40})(?![0-9a-f])/gi;
const FINGERPRINT = /(?:finger|thumb)print(?:[-_ ]?(?:sha)?-?(?:256|1))?["']?\W{1,10}([0-9a-f:]{40,95})/gi;
const PEM = /-----BEGIN (?:CERTIFICATE|PUBLIC KEY)-----[^-]{1,8000}-----END (?:CERTIFICATE|PUBLIC KEY)-----/g;

function otherCertificate({ serial, certificate }: SentNotification, shown: string): string | null {
  const advice = `verify with the certificate of Txgw-Serial, ${serial} (${CERTIFICATE_AT}).`;
  const wrongSerial = captures(SERIAL, shown).find((one) => hexOf(one) !== serial.toLowerCase());
  if (wrongSerial !== undefined) {
    return `The receiver used another certificate, of serial ${wrongSerial}: ${advice}`;
  }
  if (certificate === null) return null;
  const { sha1, sha256 } = fingerprintsOf(certificate);
  const wrongFingerprint = captures(FINGERPRINT, shown).find((one) => ![sha1, sha256].includes(hexOf(one)));
  if (wrongFingerprint !== undefined) {
    return `The receiver used another certificate, of fingerprint ${wrongFingerprint}: ${advice}`;
  }
  const pems = shown.replaceAll('\\n', '\n').match(PEM) ?? [];
  return pems.some((pem) => !isKeyOf(certificate, pem))
    ? `The receiver used another certificate: ${advice}`
    : null;
}

function captures(pattern: RegExp, text: string): string[] {
  return [...text.matchAll(pattern)].map(([, found = '']) => found);
}

function hexOf(text: string): string {
  return text.toLowerCase().replace(/^0x|:/g, '');
}

function isKeyOf(certificate: string, pem: string): boolean {
  try {
    return createPublicKey(pem).equals(createPublicKey(certificate));
  } catch {
    return false;
  }
}

const BASE64 = 'Txgw-Signature is standard base64, with + and /';

/** Where the signature was changed on its way to the verification, or its decoder refused it. */
function alteredSignature({ signature }: SentNotification, shown: string): string | null {
  const urlSafe = signature.replaceAll('+', '-').replaceAll('/', '_');
  if (urlSafe !== signature && shown.includes(urlSafe.replace(/=+$/, ''))) {
    return `The receiver has the signature in base64url (- and _): ${BASE64}.`;
  }
  if (signature.includes('+') && shown.includes(signature.replaceAll('+', ' '))) {
    return `The receiver has spaces in the place of + in the signature, as form decoding leaves them: ${BASE64}.`;
  }
  return refusedByBase64Url(signature, shown)
    ? `The receiver decodes the signature as base64url: ${BASE64}.`
    : null;
}

/** The errors of Go's `base64.URLEncoding` and Java's `Base64.getUrlDecoder` at the first + or /. */
function refusedByBase64Url(signature: string, shown: string): boolean {
  const position = /illegal base64 data at input byte (\d{1,4})/.exec(shown)?.[1];
  return (
    (position !== undefined && Number(position) === signature.search(/[+/]/)) ||
    /Illegal base64 character 2[bf]\b/.test(shown)
  );
}

/** What the text or the digest in the answer tells about the text that the receiver verified. */
function verifiedText(sent: SentNotification, answer: ShownAnswer, shown: string): string | null {
  const strings = shownStrings(answer.body);
  const digests = shownDigests(shown);
  if (strings.length === 0 && digests.size === 0) return null;
  const candidates = verifiableTexts(sent, sent.path);
  const verified =
    candidates.find(
      ({ text }) => strings.includes(text) || (digests.size > 0 && digests.has(digestOf(text))),
    ) ?? longestIn(strings, candidates, sent.timestamp);
  if (verified?.mistakes.length === 0) {
    return (
      'The receiver verified the right text. Look at the certificate, at the padding (PKCS#1 v1.5, not PSS) and at ' +
      `the decoding of the signature: ${BASE64}.`
    );
  }
  if (verified) return `The receiver verified another text: ${verified.mistakes.join(' and ')}.`;
  const isForeign = digests.size > 0 || strings.some((text) => text.includes(sent.nonce));
  return isForeign ? `No usual mistake explains the text that the answer shows. ${ADVICE}` : null;
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** The longest candidate that stands inside a string. A body without a timestamp may stand there for any reason. */
function longestIn(
  strings: readonly string[],
  candidates: readonly VerifiedText[],
  timestamp: string,
): VerifiedText | undefined {
  return candidates
    .filter(({ text }) => text.includes(timestamp) && strings.some((one) => one.includes(text)))
    .sort((a, b) => b.text.length - a.text.length)[0];
}

/** Texts shorter than a timestamp and a nonce are not looked at. */
const SHORTEST_TEXT = 24;

/** The strings in a JSON answer, or the answer itself; each also with its escapes read, as a log line has them. */
function shownStrings(body: string): string[] {
  const found: string[] = [];
  const collect = (value: unknown): void => {
    if (typeof value === 'string') found.push(value);
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(collect);
  };
  try {
    collect(JSON.parse(body));
  } catch {
    found.push(body);
  }
  return found
    .filter((text) => text.length >= SHORTEST_TEXT)
    .flatMap((text) => (text.includes('\\n') ? [text, unescaped(text)] : [text]));
}

function unescaped(text: string): string {
  return text.replace(/\\(["'\\nr])/g, (_, letter: string) => ({ n: '\n', r: '\r' })[letter] ?? letter);
}

/** Every SHA-256 digest in the answer, in hex or base64, as lower-case hex. */
function shownDigests(shown: string): ReadonlySet<string> {
  const hex = shown.match(/(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])/gi) ?? [];
  const base64 = shown.match(/(?<![\w+/-])[\w+/-]{43}=?(?![\w+/=-])/g) ?? [];
  return new Set([
    ...hex.map((digest) => digest.toLowerCase()),
    ...base64.map((digest) => Buffer.from(digest, 'base64').toString('hex')),
  ]);
}

const OF_AGE = /expired|too old|stale|in the future|skew|tolerance/i;

function comparedMilliseconds({ timestamp }: SentNotification, shown: string): string | null {
  if (!shown.includes(`${timestamp}000`) && !OF_AGE.test(shown)) return null;
  return (
    'The receiver may have refused the age of the timestamp: Txgw-Timestamp is in seconds, and compared with ' +
    'milliseconds it lies in January 1970. Each attempt has a new one.'
  );
}
