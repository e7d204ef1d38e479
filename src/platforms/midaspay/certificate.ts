import { createHash, generateKeyPair, randomBytes, sign, X509Certificate } from 'node:crypto';
import { promisify } from 'node:util';
import type { SigningIdentity } from '../../domain/model/platform.ts';

const KEY_BITS = 2048;
const SERIAL_BYTES = 20;
const SUBJECT = 'aghanim-emulator MidasPay platform certificate';
const COMMON_NAME = '2.5.4.3';
const SHA256_WITH_RSA = '1.2.840.113549.1.1.11';

/** Wide enough that no clock, real or set by a test, finds the certificate expired. */
const VALIDITY = { notBefore: new Date('2020-01-01T00:00:00Z'), notAfter: new Date('2049-12-31T23:59:59Z') };

/** Makes an RSA key pair and its self-signed certificate. The package that writes ASN.1 is loaded by the first call. */
export async function createIdentity(): Promise<Omit<SigningIdentity, 'id'>> {
  const [keys, { AsnConvert }, x509] = await Promise.all([
    promisify(generateKeyPair)('rsa', { modulusLength: KEY_BITS }),
    import('@peculiar/asn1-schema'),
    import('@peculiar/asn1-x509'),
  ]);
  const algorithm = new x509.AlgorithmIdentifier({ algorithm: SHA256_WITH_RSA, parameters: null });
  const name = new x509.Name([
    new x509.RelativeDistinguishedName([
      new x509.AttributeTypeAndValue({
        type: COMMON_NAME,
        value: new x509.AttributeValue({ utf8String: SUBJECT }),
      }),
    ]),
  ]);
  const content = new x509.TBSCertificate({
    version: x509.Version.v3,
    serialNumber: arrayBuffer(newSerial()),
    signature: algorithm,
    issuer: name,
    validity: new x509.Validity(VALIDITY),
    subject: name,
    subjectPublicKeyInfo: AsnConvert.parse(
      keys.publicKey.export({ type: 'spki', format: 'der' }),
      x509.SubjectPublicKeyInfo,
    ),
  });
  const signature = sign('sha256', Buffer.from(AsnConvert.serialize(content)), keys.privateKey);
  const der = AsnConvert.serialize(
    new x509.Certificate({
      tbsCertificate: content,
      signatureAlgorithm: algorithm,
      signatureValue: arrayBuffer(signature),
    }),
  );
  const certificate = new X509Certificate(Buffer.from(der));
  return {
    privateKey: keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicKey: keys.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    certificate: certificate.toString(),
    serial: certificate.serialNumber,
  };
}

/** A serial number is positive (RFC 5280, 4.1.2.2), and its first digit is not zero, so that it has 40 of them. */
function newSerial(): Buffer {
  const bytes = randomBytes(SERIAL_BYTES);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes;
}

function arrayBuffer(bytes: Buffer): ArrayBuffer {
  return Uint8Array.from(bytes).buffer;
}

/** The SHA-256 and SHA-1 fingerprints of a certificate, as lower-case hexadecimal digits. */
export function fingerprintsOf(certificate: string): { readonly sha256: string; readonly sha1: string } {
  const { raw } = new X509Certificate(certificate);
  return {
    sha256: createHash('sha256').update(raw).digest('hex'),
    sha1: createHash('sha1').update(raw).digest('hex'),
  };
}
