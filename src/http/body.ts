import type { IncomingMessage } from 'node:http';
import { parse as scanJson, type ParseError } from 'jsonc-parser';
import { Invalid } from '../domain/errors.ts';
import { HttpRefusal } from './problems.ts';

/** The largest request body that is read, in bytes. */
export const BODY_LIMIT = 1024 * 1024;

/**
 * Reads a JSON request body; `undefined` when there is none. A missing content type is taken as JSON.
 *
 * @throws HttpRefusal 413 beyond `BODY_LIMIT`.
 * @throws Invalid for another content type and for what is no JSON.
 */
export async function readJson(req: IncomingMessage): Promise<unknown> {
  const raw = await readBytes(req);
  if (raw.length === 0) return undefined;
  checkContentType(req.headers['content-type']);
  return parseJson(raw.toString('utf8'));
}

function readBytes(req: IncomingMessage): Promise<Buffer> {
  const promised = Number(req.headers['content-length'] ?? 0);
  if (promised > BODY_LIMIT) return Promise.reject(tooLarge());
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    req.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > BODY_LIMIT) reject(tooLarge());
      else chunks.push(chunk);
    });
    req.on('end', () => {
      resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks));
    });
    req.on('error', reject);
  });
}

function tooLarge(): HttpRefusal {
  return new HttpRefusal(413, `The request body is larger than ${BODY_LIMIT} bytes.`, {
    Connection: 'close',
  });
}

/** FastAPI takes a body of another type for bytes, which are no object. */
function checkContentType(type: string | undefined): void {
  if (type === undefined || /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i.test(type)) return;
  throw new Invalid([
    {
      loc: ['body'],
      msg: `Input should be a valid dictionary or object: send it as application/json, not ${JSON.stringify(type)}`,
      type: 'model_attributes_type',
    },
  ]);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const errors: ParseError[] = [];
    scanJson(text, errors, { allowTrailingComma: false, disallowComments: true });
    const offset = errors[0]?.offset ?? text.length;
    throw new Invalid([{ loc: ['body', offset], msg: 'JSON decode error', type: 'json_invalid' }]);
  }
}
