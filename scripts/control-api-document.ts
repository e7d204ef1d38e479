import { describeControl } from '../src/http/control/api.ts';

interface Described {
  readonly paths: Readonly<Record<string, Readonly<Record<string, DescribedOperation>>>>;
  readonly servers: readonly { readonly url: string }[];
}

interface DescribedOperation {
  readonly summary: string;
  readonly description?: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
}

interface Schema {
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly required?: readonly string[];
}

const START = `# The control API

Whatever a person can do on a page, a test can do with a request to the control API. Bodies are JSON, and errors are
\`{"detail": …}\`. Without an API key, requests are about the sandbox game; with one, about its game. A running emulator
describes the same operations, with all schemas, at \`/_emulator/openapi.json\`. In Node, the
[client](testing.md) has a method for each.

\`npm run docs\` writes this page from the operations.
`;

/** The text of docs/control-api.md: every operation with its parameters and the fields of its body. */
export function controlApiDocument(): string {
  const { paths, servers } = describeControl('') as Described;
  const mount = servers[0]?.url ?? '';
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  const groups = groupsOf(operations);
  return [START, ...[...groups].map(([name, members]) => groupText(mount, name, members))].join('\n');
}

interface Entry {
  readonly path: string;
  readonly method: string;
  readonly operation: DescribedOperation;
}

function groupText(mount: string, name: string, entries: readonly Entry[]): string {
  const title = name.charAt(0).toUpperCase() + name.slice(1).replaceAll('-', ' ');
  return [`## ${title}\n`, ...entries.map((entry) => entryText(mount, entry))].join('\n');
}

function entryText(mount: string, { path, method, operation }: Entry): string {
  const { summary, description, parameters = [], requestBody } = operation;
  const query = parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name);
  const body = fieldsOf(requestBody?.content['application/json']?.schema ?? {});
  return [
    `### \`${method.toUpperCase()} ${mount}${path}\`\n`,
    [summary, description].filter((text) => text !== undefined).join(' ') + '\n',
    ...(query.length > 0 ? [`Query: ${query.map((name) => `\`${name}\``).join(', ')}.\n`] : []),
    ...(body.length > 0 ? [`Body: ${body.join(', ')}.\n`] : []),
  ].join('\n');
}

/** The fields of an object, with a question mark after those that may be absent. */
function fieldsOf({ properties = {}, required = [] }: Schema): readonly string[] {
  return Object.keys(properties).map((name) => `\`${name}${required.includes(name) ? '' : '?'}\``);
}

/** By the first step of the path. */
function groupsOf(entries: readonly Entry[]): ReadonlyMap<string, readonly Entry[]> {
  const names = new Set(entries.map(({ path }) => path.split('/')[1] ?? ''));
  return new Map([...names].map((name) => [name, entries.filter(({ path }) => path.split('/')[1] === name)]));
}
