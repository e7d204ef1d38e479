import { SCHEME } from './signature.ts';

/** What signs an API request. Empty texts are missing. */
export interface RequestCredentials {
  readonly timestamp: string;
  readonly nonce: string;
  readonly signature: string;
}

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

export const CREDENTIAL_HEADERS: Readonly<Record<keyof RequestCredentials, string>> = {
  timestamp: 'Txgw-Timestamp',
  nonce: 'Txgw-Nonce',
  signature: 'Txgw-Signature',
};

/** Each value from its own header, else from `Authorization`. */
export function credentialsOf(headers: ReceivedRequest['headers']): RequestCredentials {
  const parameters = credentialsInAuthorization(headers);
  const value = (part: keyof RequestCredentials): string =>
    String(headers[CREDENTIAL_HEADERS[part].toLowerCase()] ?? parameters[part]);
  return { timestamp: value('timestamp'), nonce: value('nonce'), signature: value('signature') };
}

/** The values in the header `Authorization`, which repeats those of the others. */
export function credentialsInAuthorization(headers: ReceivedRequest['headers']): RequestCredentials {
  const authorization = String(headers['authorization'] ?? '');
  const parameters = new Map(
    authorization.startsWith(`${SCHEME} `)
      ? [...authorization.matchAll(/(\w+)=(?:"([^"]*)"|([^",\s]*))/g)].map(
          ([, name = '', quoted, bare]) => [name, quoted ?? bare ?? ''] as const,
        )
      : [],
  );
  const value = (part: keyof RequestCredentials): string => parameters.get(part) ?? '';
  return { timestamp: value('timestamp'), nonce: value('nonce'), signature: value('signature') };
}
