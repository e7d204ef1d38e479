import { closest } from 'fastest-levenshtein';
import { operationName } from '../api/operation.ts';
import type { HttpExtension } from '../api/extension.ts';
import type { AppContext } from '../server/app-context.ts';
import { InvalidRequest } from '../server/problems.ts';

/** The names of all operations that a game can call: those of the S2S API and of other platforms. */
export function operationNames(
  { operations }: AppContext['coverage'],
  extensions: readonly HttpExtension[],
): ReadonlySet<string> {
  return new Set(
    [...operations, ...extensions.flatMap((extension) => extension.operations)].map(operationName),
  );
}

/**
 * The name of an operation that a game can call, `POST /v1/orders`; it may be given with `/s2s` before the path.
 *
 * @param at where the request has the name, for the error: `query` or `body`
 * @throws InvalidRequest for any other name, with the one that it is most like
 */
export function knownName(
  { operationNames: names }: AppContext,
  given: string,
  at: 'query' | 'body',
): string {
  const name = given
    .trim()
    .replace(/^(\w+)\s+(?:\/s2s(?=\/))?/, (_, method: string) => `${method.toUpperCase()} `);
  if (names.has(name)) return name;
  const near = closest(name.slice(0, 200), [...names]);
  const msg = `No such operation: ${JSON.stringify(given)}. Did you mean ${JSON.stringify(near)}?`;
  throw new InvalidRequest([{ loc: [at, 'operation'], msg, type: 'value_error' }]);
}
