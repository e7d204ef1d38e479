/** The payment platforms that an order can be made by. */
export const PAYMENT_PLATFORMS = ['aghanim', 'midaspay'] as const;

export type PaymentPlatformName = (typeof PAYMENT_PLATFORMS)[number];

/** An address of a game that receives events: a webhook of Aghanim, or one that a platform was given with an order. */
export interface Endpoint {
  readonly id: string;
  readonly gameId: string;
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly enabled: boolean;
  /** Since when every attempt has failed; kept with the rule `pauseWebhookAfterMs`. Records of version 0.1 lack it. */
  readonly failingSince?: number | null | undefined;
  /** While it is set, nothing is sent except what a person asks for. Records of version 0.1 lack it. */
  readonly pausedAt?: number | null | undefined;
  /** The webhook whose secret signs requests to it; only on an endpoint of replays. */
  readonly signedAs?: string | undefined;
}

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
