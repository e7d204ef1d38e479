import type { Json } from '../../domain/model/resource.ts';
import {
  operationName,
  type Operation,
  type OperationName,
  type GenericApi,
  type RequestContext,
  type UnservedOperation,
} from '../api/operation.ts';
import { parse } from '../api/validation.ts';
import { HttpRefusal } from '../server/problems.ts';
import { findCollections, type Collection } from './collections.ts';
import { JSON_TYPE, type DescribedOperation, type Specification } from './document.ts';
import { createRun, type RunGeneric } from './handlers.ts';
import { isCreation } from './work.ts';
import { listQueryOf } from './lists.ts';
import { understand, type Meaning, type Understood } from './meanings.ts';
import { obstacleIn } from './obstacles.ts';
import { createRecords, type LookUp, type Tools } from './records.ts';
import { bodyOf, parameterOf, stepsOf, successOf } from './shapes.ts';
import { createValidators, type Validators } from './validators.ts';
import { createValues, NO_FACTS, NoValue } from './values.ts';

/**
 * Serves what a specification describes and `own` does not.
 *
 * @param own the operations with rules of their own, which always win
 * @param published other operations that are known; those that the specification does not describe are not served
 */
export function createGenericApi(
  specification: Specification,
  own: readonly Operation[],
  published: readonly OperationName[],
): GenericApi {
  const collections = findCollections(specification);
  const understood = understand(specification, collections);
  const ruled = new Set(own.map(operationName));
  const isRuled = ({ operation }: Understood) => ruled.has(operationName(operation));
  const kept = understood.filter((one) => isRuled(one) && one.meaning.does !== 'nothing');
  const elsewhere = new Set(kept.map(({ collection }) => collection));
  const validators = createValidators(specification.resolve);
  const served: Operation[] = [];
  const unserved: UnservedOperation[] = [];
  const tools: Tools = {
    specification,
    values: createValues(specification.resolve, validators),
    lookUp: createLookUp(
      understood.filter((one) => !isRuled(one)),
      own,
      () => tools,
    ),
  };
  for (const one of understood.filter((other) => !isRuled(other))) {
    const { operation, collection, meaning } = one;
    const reason = reasonAgainst(tools, one, elsewhere);
    if (reason === null && collection !== null && meaning.does !== 'nothing') {
      served.push(operationFor(tools, validators, operation, collection, meaning));
    } else {
      const { method, path, id } = operation;
      unserved.push({ method, path, id, reason: reason ?? 'it is about nothing that the emulator keeps' });
    }
  }
  const described = new Set([...ruled, ...specification.operations.map(operationName)]);
  const others = published.filter((one) => !described.has(operationName(one)));
  const reason = 'the document of --spec does not describe it';
  unserved.push(...others.map(({ method, path, id }) => ({ method, path, id, reason })));
  return { version: specification.version, operations: served, unserved };
}

const PATH = /^(?:\/(?:[\w.~-]+|\{\w+\}))+$/;

/** Why an operation cannot be served; `null` when it can. */
function reasonAgainst(
  { specification, values }: Tools,
  { operation, collection, meaning }: Understood,
  elsewhere: ReadonlySet<Collection | null>,
): string | null {
  if (meaning.does === 'nothing') return meaning.reason;
  if (!PATH.test(operation.path)) return 'its path is not made of names and parameters';
  if (elsewhere.has(collection)) return `the records of ${collection?.name ?? ''} have rules of their own`;
  if (operation.body && bodyOf(operation) === null) return `its body is not ${JSON_TYPE}`;
  const { schema } = successOf(operation, isCreation(meaning));
  const schemas = [...operation.parameters.map((one) => one.schema), bodyOf(operation), schema];
  for (const one of schemas) {
    const obstacle = one === null ? null : obstacleIn(one, specification.resolve);
    if (obstacle !== null) return obstacle;
  }
  try {
    if (schema !== null) values.shown(schema, undefined, NO_FACTS);
    return null;
  } catch (error) {
    if (error instanceof NoValue) return error.message;
    throw error;
  }
}

function operationFor(
  tools: Tools,
  validators: Validators,
  operation: DescribedOperation,
  collection: Collection,
  meaning: Exclude<Meaning, { does: 'nothing' }>,
): Operation {
  const { method, path, id, summary, parameters } = operation;
  const { status, schema } = successOf(operation, isCreation(meaning));
  const query = validators.ofParameters(parameters.filter((one) => one.in === 'query'));
  const inPath = validators.ofParameters(parameters.filter((one) => one.in === 'path'));
  const body = bodyOf(operation);
  const listQuery = listQueryOf(
    tools.specification,
    collection,
    parameters.filter((one) => one.in === 'query'),
  );
  const run = createRun(tools, operation, collection, meaning, listQuery);
  const validator = body === null ? null : validators.of(body);
  return {
    method,
    path,
    id,
    summary,
    response: { [status]: schema === null ? null : validators.of(schema) },
    status,
    ...(query && { query }),
    ...(validator && { body: operation.body?.required === false ? validator.optional() : validator }),
    ...(meaning.does === 'list' && { unusedQuery: listQuery.ignored }),
    run: (request) => {
      if (inPath) parse(inPath, request.params, 'path');
      checkParents(tools, request, path, collection);
      return answered(run, request);
    },
  };
}

function answered(run: RunGeneric, request: RequestContext) {
  try {
    return run(request);
  } catch (error) {
    if (error instanceof NoValue)
      throw new HttpRefusal(501, `The emulator cannot make this answer: ${error.message}.`);
    throw error;
  }
}

/** What a path goes through must exist. @throws NotFound */
function checkParents(
  { lookUp }: Tools,
  request: RequestContext,
  path: string,
  { idParameter }: Collection,
): void {
  for (const name of stepsOf(path).map(parameterOf)) {
    if (name !== null && name !== idParameter) lookUp(request, name, request.params[name] ?? '');
  }
}

/** Finds what a parameter names by the one operation that reads it: generic, or with rules of its own. */
function createLookUp(generic: readonly Understood[], own: readonly Operation[], tools: () => Tools): LookUp {
  const parameterIn = (path: string) => {
    const steps = stepsOf(path);
    const isAlone = steps.slice(0, -1).every((step) => parameterOf(step) === null);
    return isAlone ? parameterOf(steps.at(-1)) : null;
  };
  const readers = new Map<string, (request: RequestContext, id: string) => Json>();
  for (const { operation, collection, meaning } of generic) {
    const name = parameterIn(operation.path);
    if (name === null || collection === null || meaning.does !== 'read') continue;
    readers.set(name, (request, id) => {
      const records = createRecords(tools(), collection);
      const inner = { ...request, params: { [name]: id } };
      // What it refers to is not looked up in turn: two records may refer to each other.
      return records.show(inner, records.get(inner, []), successOf(operation, false).schema, () => undefined);
    });
  }
  for (const { method, path, run } of own) {
    const name = parameterIn(path);
    if (method !== 'GET' || name === null) continue;
    readers.set(
      name,
      (request, id) => run({ ...request, params: { [name]: id }, query: {}, body: undefined }) as Json,
    );
  }
  return (request, parameter, id) => readers.get(parameter)?.(request, id);
}
