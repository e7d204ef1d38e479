import { bodyForms } from '../../delivery/diagnosis/json-forms.ts';
import { notificationText, requestText, type SignedParts } from './signature.ts';

/** A text that a receiver may have verified, with the mistakes that make it of the right one. */
export interface VerifiedText {
  readonly mistakes: readonly string[];
  readonly text: string;
}

interface Layout {
  readonly mistake: string | null;
  readonly write: (parts: SignedParts, path: string) => string;
}

const LAYOUTS: readonly Layout[] = [
  { mistake: null, write: notificationText },
  { mistake: 'the last newline is missing', write: (parts) => notificationText(parts).slice(0, -1) },
  {
    mistake: 'its newlines are CRLF',
    write: ({ timestamp, nonce, body }) => `${timestamp}\r\n${nonce}\r\n${body}\r\n`,
  },
  {
    mistake: 'its newlines are a backslash and an n',
    write: ({ timestamp, nonce, body }) => `${timestamp}\\n${nonce}\\n${body}\\n`,
  },
  { mistake: 'it has no newlines', write: ({ timestamp, nonce, body }) => timestamp + nonce + body },
  {
    mistake: 'the nonce stands before the timestamp',
    write: ({ timestamp, nonce, body }) => `${nonce}\n${timestamp}\n${body}\n`,
  },
  { mistake: 'the nonce is missing', write: ({ timestamp, body }) => `${timestamp}\n${body}\n` },
  {
    mistake: 'it is that of an API request, with method and URL',
    write: (parts, path) => requestText('POST', path, parts),
  },
  { mistake: "it is that of Aghanim's signature", write: ({ timestamp, body }) => `${timestamp}.${body}` },
  { mistake: 'it is the body alone', write: ({ body }) => body },
];

/** Three mistakes at once are rare, and trying them would treble the work. */
const MOST_MISTAKES = 2;

/** The right text, and every text that one or two usual mistakes make of it; fewer mistakes come first. `path` is the URL's. */
export function verifiableTexts({ timestamp, nonce, body }: SignedParts, path: string): VerifiedText[] {
  const timestamps = [
    { mistake: null, text: timestamp },
    { mistake: 'the timestamp is in milliseconds', text: `${timestamp}000` },
  ];
  const texts: VerifiedText[] = [];
  for (const form of bodyForms(body)) {
    for (const time of timestamps) {
      for (const layout of LAYOUTS) {
        const formMistake = form.mistake && `its body is ${form.mistake}`;
        const mistakes = [formMistake, time.mistake, layout.mistake].filter((one) => one !== null);
        if (mistakes.length > MOST_MISTAKES) continue;
        texts.push({ mistakes, text: layout.write({ timestamp: time.text, nonce, body: form.text }, path) });
      }
    }
  }
  return texts.sort((a, b) => a.mistakes.length - b.mistakes.length);
}
