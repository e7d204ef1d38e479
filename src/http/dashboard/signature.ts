import * as z from 'zod';
import type { DashboardContext } from './context.ts';
import { dashboardPage } from './context.ts';
import { verificationSnippets } from './snippets.ts';

const LONGEST = 60_000;
const LONGEST_HEADERS = 20_000;

/** Checks a signature that a receiver refuses, or makes one, without a delivery. */
export const signaturePage = dashboardPage({
  method: 'GET',
  path: '/signature',
  run: (context) => labView(context, null),
});

/** What is right or wrong about the pasted headers and body. */
export const checkSignature = dashboardPage({
  method: 'POST',
  path: '/signature',
  form: z.object({
    secret: z.string().max(256),
    timestamp: z.string().max(40),
    signature: z.string().max(200),
    headers: z.string().max(LONGEST_HEADERS),
    // Spaces around it belong to what is signed, so it is read as it was sent.
    body: z.array(z.string().max(LONGEST)).max(1),
  }),
  again: signaturePage,
  run: (context, { form: submitted }) => {
    const { app, game } = context;
    const form = withPastedHeaders(submitted);
    const body = withoutFormLines(form.body[0] ?? '');
    const headers = app.signatures.headers(form.secret, body, context.now);
    if (form.signature === '') {
      const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
      return labView(context, { ...form, body, signed: lines.join('\n'), verdict: null });
    }
    const mistake = app.signatures.explain(game, form.secret, body, form.timestamp, form.signature);
    const verdict = mistake ?? 'The signature is right: this body, this timestamp and this secret give it.';
    return labView(context, {
      ...form,
      body,
      signed: '',
      verdict: { text: verdict, isRight: mistake === null },
    });
  },
});

interface SignatureHeaders {
  readonly timestamp: string;
  readonly signature: string;
  readonly headers: string;
}

/** Takes what the fields lack from pasted headers: lines of HTTP, options of curl, or JSON of a log. */
function withPastedHeaders<Form extends SignatureHeaders>(form: Form): Form {
  const valueOf = (name: string) =>
    new RegExp(`${name}["']?\\s*[:=]+\\s*\\[?\\s*["']?([^\\s"',\\]]+)`, 'i').exec(form.headers)?.[1] ?? '';
  return {
    ...form,
    timestamp: form.timestamp || valueOf('x-aghanim-signature-timestamp'),
    signature: form.signature || valueOf('x-aghanim-signature'),
  };
}

/** A browser sends the line breaks of a text area as CR LF; a body nearly never has those. */
function withoutFormLines(text: string): string {
  return text.replaceAll('\r\n', '\n');
}

interface LabResult extends SignatureHeaders {
  readonly secret: string;
  readonly body: string;
  readonly signed: string;
  readonly verdict: { readonly text: string; readonly isRight: boolean } | null;
}

const EMPTY: LabResult = {
  secret: '',
  timestamp: '',
  signature: '',
  headers: '',
  body: '',
  signed: '',
  verdict: null,
};

function labView({ root, problem }: DashboardContext, result: LabResult | null) {
  const submitted = problem?.submitted;
  const filled = submitted && {
    ...EMPTY,
    secret: submitted.text('secret'),
    timestamp: submitted.text('timestamp'),
    signature: submitted.text('signature'),
    headers: submitted.text('headers'),
    body: submitted.text('body'),
  };
  return {
    view: 'signature',
    title: 'Signature lab',
    section: 'webhooks' as const,
    model: { ...(result ?? filled ?? EMPTY), action: `${root}/signature`, snippets: verificationSnippets() },
  };
}
