import type { FixtureOptions } from '../support/fixture.ts';
import { casesOf, type Case } from './cases.ts';
import { judgeAnswer, shapeFaults, type Judge } from './judge.ts';
import { examplesFor, preparePath, prepareValue, unknownPath } from './resources.ts';
import type { PublishedOperation } from './specification.ts';
import { openWire, type Wire, type WireAnswer } from './wire.ts';

/** What came of driving one operation. */
export interface Tally {
  readonly operation: string;
  readonly requests: number;
  readonly validated: number;
  readonly mismatches: readonly string[];
  /** How often each wanted deviation was met. */
  readonly deviations: ReadonlyMap<string, number>;
}

/** Sends every request worth sending to one operation and holds each answer to the specification. */
export async function driveOperation(
  judge: Judge,
  operation: PublishedOperation,
  options: FixtureOptions = {},
): Promise<Tally> {
  const wire = await openWire(options);
  const cases = casesOf({ ...judge, examples: examplesFor(operation.path) }, operation);
  const deviations = new Map<string, number>();
  const mismatches = await unknownFaults(judge, operation, { wire, example: cases[0] });
  for (const one of cases) {
    const { found, deviation } = await tryCase(judge, operation, { wire, one });
    mismatches.push(...found);
    if (deviation !== null) deviations.set(deviation, (deviations.get(deviation) ?? 0) + 1);
  }
  await wire.close();
  const requests = cases.length + (unknownPath(operation.path) === null ? 0 : 1);
  const name = `${operation.method} ${operation.path}`;
  return { operation: name, requests, validated: requests, mismatches, deviations };
}

interface Trial {
  readonly wire: Wire;
  readonly one: Case;
}

async function tryCase(judge: Judge, operation: PublishedOperation, { wire, one }: Trial) {
  const to = { wire, specification: judge.specification };
  const path = await preparePath(to, operation.method, operation.path);
  const body = await prepareValue(to, one.body, { path: operation.path, ready: path });
  const before = wire.commits();
  const answer = await wire.send(operation.method, `${path}${queryText(one)}`, body);
  const { mismatches, deviation } = judgeAnswer(judge, operation, one, answer);
  const effect = answer.status >= 400 && wire.commits() > before ? ['was refused but changed something'] : [];
  await undo(wire, operation, { path, answer });
  const found = [...mismatches, ...effect].map((mismatch) => `${one.name}: ${mismatch}`);
  return { found, deviation: deviation?.name ?? null };
}

/** What was made or changed goes, so that the next one may have the same SKU, code or key. */
async function undo(wire: Wire, { method, path: published }: PublishedOperation, { path, answer }: Done) {
  if (method === 'PUT' && published.endsWith('}')) await wire.send('DELETE', path);
  const { id } = (answer.body ?? {}) as { id?: string };
  if (method === 'POST' && answer.status === 201 && id !== undefined) {
    await wire.send('DELETE', `${path}/${id}`);
  }
}

interface Done {
  readonly path: string;
  readonly answer: WireAnswer;
}

function queryText({ query }: Case): string {
  const text = new URLSearchParams(query).toString();
  return text === '' ? '' : `?${text}`;
}

interface Unknown {
  readonly wire: Wire;
  readonly example: Case | undefined;
}

/** An id that nothing has is answered with 404. */
async function unknownFaults(judge: Judge, operation: PublishedOperation, { wire, example }: Unknown) {
  const path = unknownPath(operation.path);
  if (path === null || !example) return [];
  const answer = await wire.send(operation.method, `${path}${queryText(example)}`, example.body);
  const status = answer.status === 404 ? [] : [`an unknown id was answered with ${answer.status}`];
  return [...status, ...shapeFaults(judge, operation, answer)];
}
