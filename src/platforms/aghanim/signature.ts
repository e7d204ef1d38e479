import { createHmac } from 'node:crypto';

/** The lowercase hex HMAC-SHA256 of `<timestamp>.<body>`; `timestamp` is in Unix seconds. */
export function sign(secret: string, timestamp: number | string, body: string | Buffer): string {
  return createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest('hex');
}

/** The headers of a webhook request sent at `now` (Unix milliseconds). */
export function signedHeaders(secret: string, body: string | Buffer, now: number) {
  const timestamp = String(Math.floor(now / 1000));
  return {
    'Content-Type': 'application/json',
    // The value that Aghanim documents, not the version of this package.
    'User-Agent': 'Aghanim/0.1.0',
    'X-Aghanim-Signature-Timestamp': timestamp,
    'X-Aghanim-Signature': sign(secret, timestamp, body),
  };
}
