/** How a receiver checks a signature: over the raw bytes of the body, with the webhook's own secret. */
export const SNIPPETS = {
  node: `import { createHmac, timingSafeEqual } from 'node:crypto';

// rawBody: the bytes as received, before any JSON parser
function isFromAghanim(headers, rawBody, secret) {
  const timestamp = headers['x-aghanim-signature-timestamp'] ?? '';
  const given = Buffer.from(headers['x-aghanim-signature'] ?? '', 'hex');
  const right = createHmac('sha256', secret).update(timestamp + '.').update(rawBody).digest();
  return given.length === right.length && timingSafeEqual(given, right);
}`,
  shell: `# body.json: the bytes as received; compare with X-Aghanim-Signature
{ printf '%s.' "$TIMESTAMP"; cat body.json; } | openssl dgst -sha256 -hmac "$SECRET"`,
} as const;
