import type { Attempt } from '../model/delivery.ts';
import type { AnswerArchive } from '../model/store.ts';

type Response = NonNullable<Attempt['response']>;

/** Longer bodies are in the archive, in UTF-16 units. */
const MAX_INLINE = 256;

/** How much of the headers is kept, in UTF-16 units of names and values. */
const MAX_HEADERS = 4096;

/** The response as it is stored with its attempt: a long body goes to the archive, too many headers are dropped. */
export function storedResponse(answers: AnswerArchive, response: Response): Response {
  const { status, encoding, bodyBytes, truncated } = response;
  const headers = boundedHeaders(response.headers);
  if (response.body.length <= MAX_INLINE) {
    return { status, headers, body: response.body, encoding, bodyBytes, truncated };
  }
  const archived = answers.keep(response.body);
  return archived
    ? { status, headers, body: '', encoding, bodyBytes, truncated, archived }
    : { status, headers, body: '', encoding, bodyBytes, truncated: true };
}

/** The body of a stored response, as far as it is still kept. */
export function answerOf(
  answers: AnswerArchive,
  { body, archived, truncated }: Response,
): Pick<Response, 'body' | 'truncated'> {
  if (!archived) return { body, truncated };
  const kept = answers.read(archived);
  return { body: kept.body, truncated: truncated || !kept.isWhole };
}

function boundedHeaders(headers: Response['headers']): Response['headers'] {
  let length = 0;
  const entries = Object.entries(headers);
  const kept = entries.filter(([name, value]) => (length += name.length + value.length) <= MAX_HEADERS);
  return kept.length === entries.length ? headers : Object.fromEntries(kept);
}
