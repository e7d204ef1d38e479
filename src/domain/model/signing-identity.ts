/** The key pair with which a platform signs, and its certificate, as PEM texts. */
export interface SigningIdentity {
  /** The name of the platform. */
  readonly id: string;
  readonly privateKey: string;
  readonly publicKey: string;
  readonly certificate: string;
  /** The certificate's serial number: 40 upper-case hexadecimal digits. */
  readonly serial: string;
}
