import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { depthOf, jsonOffset, textFaults } from './json-text.ts';
import { BODY_LIMITS, exceededLimit } from './limits.ts';
import { HttpRefusal, InvalidRequest } from './problems.ts';

/** The largest request body that is read, in bytes, unless an operation allows more. */
export const BODY_LIMIT = 1024 * 1024;

/** How large a body may be. */
export interface BodyLimit {
  readonly bytes: number;
  /** Lists, objects, texts, numbers and so on. */
  readonly values: number;
}

const USUAL_LIMIT: BodyLimit = { bytes: BODY_LIMIT, values: BODY_LIMITS.values };

/** Bytes of a body that is too large that are read and discarded, so that its sender can read the answer. */
const DRAIN_LIMIT = 8 * BODY_LIMIT;

/** The deepest nesting of JSON that is accepted. Python's parser fails at about twice this. */
const DEPTH_LIMIT = 500;

const BYTE_ORDER_MARK = '\uFEFF';

/**
 * Reads a request body as text; empty when there is none.
 *
 * @throws HttpRefusal 413 beyond the limit, 415 for a compressed body, 400 for a body that is not UTF-8
 */
export async function readText(req: IncomingMessage, { bytes: limit } = USUAL_LIMIT): Promise<string> {
  const encoding = req.headers['content-encoding'];
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') throw compressed(encoding);
  const bytes = await readBytes(req, limit);
  if (!isUtf8(bytes)) throw new HttpRefusal(400, 'There was an error parsing the body: it is not UTF-8.');
  const text = bytes.toString('utf8');
  return text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
}

/**
 * Parses a JSON body. Gives `undefined` if there is no body or it is `null`. Without a content type, it counts as JSON.
 *
 * @throws InvalidRequest for another content type, invalid JSON, or invalid characters in a text
 * @throws HttpRefusal 400 if it is nested too deeply
 */
export function parseBody(text: string, contentType: string | undefined, { values } = USUAL_LIMIT): unknown {
  if (text === '') return undefined;
  checkContentType(contentType);
  if (isTooDeep(text)) {
    throw new HttpRefusal(
      400,
      `There was an error parsing the body: it is nested more than ${DEPTH_LIMIT} deep.`,
    );
  }
  const value = parseJson(text);
  const exceeded = exceededLimit(value, values);
  if (exceeded) throw new InvalidRequest([exceeded]);
  const faults = textFaults(text, value);
  if (faults.length > 0) throw new InvalidRequest(faults);
  return value ?? undefined;
}

/** Whether a JSON text is nested more deeply than is accepted: code that calls itself for each level could overflow. */
export function isTooDeep(text: string): boolean {
  return text.length > DEPTH_LIMIT && depthOf(text) > DEPTH_LIMIT;
}

/** Reads a JSON request body; `undefined` when there is none. Throws as `readText` and `parseBody` do. */
export async function readJson(req: IncomingMessage): Promise<unknown> {
  return parseBody(await readText(req), req.headers['content-type']);
}

function readBytes(req: IncomingMessage, limit: number): Promise<Buffer> {
  const promised = Number(req.headers['content-length'] ?? 0);
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    req.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > DRAIN_LIMIT) req.destroy();
      else if (size > limit) reject(tooLarge(limit));
      else if (promised <= limit) chunks.push(chunk);
    });
    req.on('end', () => {
      resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks));
    });
    req.on('error', () => {
      reject(new HttpRefusal(400, 'The request ended before its body did.'));
    });
    if (promised > limit) reject(tooLarge(limit));
  });
}

function tooLarge(limit: number): HttpRefusal {
  return new HttpRefusal(413, `The request body is larger than ${limit} bytes.`);
}

function compressed(encoding: string): HttpRefusal {
  return new HttpRefusal(
    415,
    `A body with Content-Encoding ${JSON.stringify(encoding)} is not read; send it uncompressed.`,
    { 'Accept-Encoding': 'identity' },
  );
}

/** FastAPI reads a body of another content type as bytes, and reports that they are not an object. */
function checkContentType(type: string | undefined): void {
  if (type === undefined || /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i.test(type)) return;
  throw new InvalidRequest([
    {
      loc: ['body'],
      msg: `Input should be a valid dictionary or object to extract fields from: send it as application/json, not ${JSON.stringify(type)}`,
      type: 'model_attributes_type',
    },
  ]);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new InvalidRequest([
      { loc: ['body', jsonOffset(text)], msg: 'JSON decode error', type: 'json_invalid' },
    ]);
  }
}
