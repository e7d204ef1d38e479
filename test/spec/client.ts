import type { Fixture } from '../support/fixture.ts';

export interface ClientDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly operationId: string }>>>>;
}

/** One call of a generated client: path parameters in their order, then the body. */
type Call = (
  params: readonly string[],
  body?: unknown,
) => Promise<{ readonly status: number; readonly body: unknown }>;

/** A client with a function for each operation of a document: `client['POST /v1/news']([], { … })`. */
export function generateClient(document: ClientDocument, fixture: Fixture): Readonly<Record<string, Call>> {
  const calls = Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((verb): [string, Call] => {
      const call: Call = async (params, body) => {
        const rest = [...params];
        const url = path.replace(/\{\w+\}/g, () => encodeURIComponent(rest.shift() ?? ''));
        const method = verb as 'get' | 'post' | 'put' | 'patch' | 'delete';
        const request = fixture.s2s()[method](`/s2s${url}`);
        const answer = await (body === undefined ? request : request.send(body as object));
        return { status: answer.status, body: answer.body as unknown };
      };
      return [`${verb.toUpperCase()} ${path}`, call];
    }),
  );
  return Object.fromEntries(calls);
}
