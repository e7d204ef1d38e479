import { createHash } from 'node:crypto';
import { bodyForms } from '../../delivery/diagnosis/json-forms.ts';
import {
  credentialsInAuthorization,
  type ReceivedRequest,
  type RequestCredentials,
} from './request-credentials.ts';
import { notificationText, requestText } from './signature.ts';

/** A text that may have been signed, and how it differs from the right one. */
export interface SignedVariant {
  readonly differences: readonly string[];
  readonly text: string | Buffer;
}

interface Choice<Value> {
  /** `null` for what is right. */
  readonly difference: string | null;
  readonly value: Value;
}

interface TextParts {
  readonly method: string;
  readonly url: string;
  readonly timestamp: string;
  readonly nonce: string;
  readonly body: string;
}

type RequestLayout = (parts: TextParts) => string | Buffer;

/** Bodies larger than this are not serialised again, and only one difference is looked for, in characters. */
const LARGEST_BODY = 16_384;

/** How far apart two readings of the clock for one request may be, in seconds. */
const CLOCK_STEPS = [-5, -4, -3, -2, -1, 1, 2, 3, 4, 5];

/** The right texts, then every text that one or two usual mistakes make of them; fewer mistakes come first. */
export function* requestTexts(
  request: ReceivedRequest,
  credentials: RequestCredentials,
): Generator<SignedVariant> {
  const choices = [
    methodsOf(request),
    urlsOf(request),
    timestampsOf(request, credentials),
    noncesOf(request, credentials),
    bodiesOf(request),
  ] as const;
  const most = request.body.length > LARGEST_BODY ? 1 : 2;
  for (let count = 0; count <= most; count += 1) {
    for (const layout of LAYOUTS) {
      for (const picked of pick(choices, count - (layout.difference === null ? 0 : 1))) {
        const [method, url, timestamp, nonce, body] = picked.map(({ value }) => value) as [
          string,
          string,
          string,
          string,
          string,
        ];
        const differences = [...picked, layout].map(({ difference }) => difference);
        yield {
          differences: differences.filter((one) => one !== null),
          text: layout.value({ method, url, timestamp, nonce, body }),
        };
      }
    }
  }
}

/** One choice of each list, with exactly `count` differences in all. */
function* pick(
  lists: readonly (readonly Choice<string>[])[],
  count: number,
): Generator<readonly Choice<string>[]> {
  const [first, ...others] = lists;
  if (first === undefined) {
    if (count === 0) yield [];
    return;
  }
  for (const choice of first) {
    const left = count - (choice.difference === null ? 0 : 1);
    if (left < 0) continue;
    for (const rest of pick(others, left)) yield [choice, ...rest];
  }
}

/** The right value, and the others without those that equal an earlier one. */
function choicesOf(
  right: readonly string[],
  wrong: readonly (readonly [difference: string, value: string])[],
): readonly Choice<string>[] {
  const all = [
    ...right.map((value): Choice<string> => ({ difference: null, value })),
    ...wrong.map(([difference, value]): Choice<string> => ({ difference, value })),
  ];
  return all.filter(({ value }, index) => all.findIndex((one) => one.value === value) === index);
}

function methodsOf({ method }: ReceivedRequest): readonly Choice<string>[] {
  return choicesOf(
    [method],
    [
      ['the method is written in lower case', method.toLowerCase()],
      ['the method is GET', 'GET'],
      ['the method is PUT', 'PUT'],
      ['the method is left out', ''],
    ],
  );
}

/** The documents do not say whether the URL of the signed text has its origin, so both are right. */
function urlsOf({ url, origin }: ReceivedRequest): readonly Choice<string>[] {
  const [path = ''] = url.split('?');
  const steps = path.split('/').slice(1);
  const ends = steps.slice(1).map((_step, index) => `/${steps.slice(index + 1).join('/')}`);
  const beginnings = steps.slice(1).map((_step, index) => `/${steps.slice(0, index + 1).join('/')}`);
  const host = origin.replace(/^https?:\/\//, '');
  const otherScheme = origin.startsWith('https') ? `http://${host}` : `https://${host}`;
  const wrongPaths = [...ends, ...beginnings, `${path}/`, `/api${path}`, '/'];
  return choicesOf(
    [url, origin + url],
    [
      ['the URL is without its query', path],
      ['the URL is without its query', origin + path],
      ['the URL is without the first slash', url.slice(1)],
      ['the URL is the origin alone', origin],
      ['the URL is left out', ''],
      ['the URL has another scheme', otherScheme + url],
      ['the URL is without its scheme', host + url],
      ['the URL is without its port', origin.replace(/:\d+$/, '') + url],
      ...wrongPaths.map((wrong) => [`the path is ${wrong}`, wrong] as const),
      ...wrongPaths.map((wrong) => [`the path is ${wrong}`, origin + wrong] as const),
    ],
  );
}

function timestampsOf(
  { headers }: ReceivedRequest,
  { timestamp }: RequestCredentials,
): readonly Choice<string>[] {
  const other = credentialsInAuthorization(headers).timestamp;
  const isNumber = /^\d{1,15}$/.test(timestamp);
  return choicesOf(
    [timestamp],
    [
      ['the timestamp is in milliseconds', `${timestamp}000`],
      ['the timestamp is in seconds', timestamp.slice(0, -3)],
      ['the timestamp is left out', ''],
      ...(other === ''
        ? []
        : [['the timestamp is that of Authorization, not of Txgw-Timestamp', other] as const]),
      ...(isNumber
        ? CLOCK_STEPS.map(
            (step) =>
              [
                `the timestamp is ${Math.abs(step)} s ${step < 0 ? 'earlier' : 'later'} than the one sent: read the clock once`,
                String(Number(timestamp) + step),
              ] as const,
          )
        : []),
    ],
  );
}

function noncesOf(
  { headers }: ReceivedRequest,
  { nonce, timestamp }: RequestCredentials,
): readonly Choice<string>[] {
  const other = credentialsInAuthorization(headers).nonce;
  return choicesOf(
    [nonce],
    [
      ...(other === '' ? [] : [['the nonce is that of Authorization, not of Txgw-Nonce', other] as const]),
      ['the nonce is left out', ''],
      ['the nonce is in lower case', nonce.toLowerCase()],
      ['the nonce is in upper case', nonce.toUpperCase()],
      ['the nonce is without its hyphens', nonce.replaceAll('-', '')],
      ['the nonce is in quotation marks', `"${nonce}"`],
      ['the nonce is the timestamp', timestamp],
    ],
  );
}

function bodiesOf({ body }: ReceivedRequest): readonly Choice<string>[] {
  const forms = body.length > LARGEST_BODY ? [] : bodyForms(body);
  return choicesOf(
    [body],
    [
      ...forms.flatMap(({ mistake, text }) =>
        mistake === null ? [] : [[`the body is ${mistake}`, text] as const],
      ),
      ['the body is left out', ''],
      ['the body is without its newline at the end', body.trimEnd()],
      ['the body is its SHA-256 digest in hex', createHash('sha256').update(body).digest('hex')],
      ['the body is in base64', Buffer.from(body).toString('base64')],
    ],
  );
}

function fullText({ method, url, ...parts }: TextParts): string {
  return requestText(method, url, parts);
}

const LAYOUTS: readonly Choice<RequestLayout>[] = [
  { difference: null, value: fullText },
  { difference: 'the last newline is missing', value: (parts) => fullText(parts).slice(0, -1) },
  {
    difference: 'its newlines are CRLF',
    value: ({ method, url, timestamp, nonce, body }) =>
      [method, url, timestamp, nonce, body, ''].join('\r\n'),
  },
  {
    difference: 'its newlines are a backslash and an n',
    value: ({ method, url, timestamp, nonce, body }) => [method, url, timestamp, nonce, body, ''].join('\\n'),
  },
  {
    difference: 'it has no newlines',
    value: ({ method, url, timestamp, nonce, body }) => [method, url, timestamp, nonce, body].join(''),
  },
  {
    difference: 'the nonce stands before the timestamp',
    value: ({ method, url, timestamp, nonce, body }) =>
      requestText(method, url, { timestamp: nonce, nonce: timestamp, body }),
  },
  { difference: 'it is that of a notification, without method and URL', value: notificationText },
  { difference: 'it is the body alone', value: ({ body }) => body },
  {
    difference: 'it is a digest: the text was hashed before it was signed, which hashes it again',
    value: (parts) => createHash('sha256').update(fullText(parts)).digest(),
  },
  {
    difference: 'it is a digest in hex: the text was hashed before it was signed, which hashes it again',
    value: (parts) => createHash('sha256').update(fullText(parts)).digest('hex'),
  },
];
