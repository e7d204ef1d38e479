import type { Collection } from './collections.ts';
import type { DescribedOperation, Specification } from './document.ts';
import type { SchemaOrSwitch } from './json-schema.ts';
import {
  bodyOf,
  fieldsOf,
  isSameSchema,
  listShapeOf,
  manyIn,
  parameterOf,
  stepsOf,
  successOf,
  type ListShape,
} from './shapes.ts';

/** What an operation does to the records of a collection. Path parameters in `where` say which records are meant. */
export type Meaning =
  | { readonly does: 'list'; readonly shape: ListShape; readonly where: readonly string[] }
  | { readonly does: 'read' | 'update' | 'delete' | 'copy' | 'translate'; readonly where: readonly string[] }
  | { readonly does: 'create' }
  | { readonly does: 'createMany' | 'updateMany' | 'putMany' | 'deleteMany'; readonly field: string | null }
  /** The record that a record of another collection names. */
  | { readonly does: 'readNamedBy'; readonly by: Collection }
  /** A part of a record that has operations of its own. */
  | { readonly does: 'readPart' | 'putPart'; readonly part: string }
  | { readonly does: 'nothing'; readonly reason: string };

export interface Understood {
  readonly operation: DescribedOperation;
  readonly collection: Collection | null;
  readonly meaning: Meaning;
}

/** What each operation of a document means, by its path, method and schemas. */
export function understand(
  specification: Specification,
  collections: readonly Collection[],
): readonly Understood[] {
  return specification.operations.map((operation) => {
    const collection = collectionFor(operation, collections);
    const meaning = collection
      ? meaningOf({ specification, collections, operation, collection })
      : nothing('no operation of the document creates what it is about');
    return { operation, collection, meaning };
  });
}

function nothing(reason: string): Meaning {
  return { does: 'nothing', reason };
}

/** The collection with the longest name that the operation's path begins with. */
function collectionFor({ path }: DescribedOperation, collections: readonly Collection[]): Collection | null {
  const steps = stepsOf(path);
  const isBelow = ({ steps: named }: Collection) =>
    named.every((step, index) => step === steps[index] || (isParameter(step) && isParameter(steps[index])));
  const above = collections.filter(isBelow);
  return above.reduce<Collection | null>(
    (best, one) => (best && best.steps.length >= one.steps.length ? best : one),
    null,
  );
}

function isParameter(step: string | undefined): boolean {
  return parameterOf(step) !== null;
}

interface MeaningQuestion {
  readonly specification: Specification;
  readonly collections: readonly Collection[];
  readonly operation: DescribedOperation;
  readonly collection: Collection;
}

function meaningOf(question: MeaningQuestion): Meaning {
  const meaning = unhindered(question);
  const where = 'where' in meaning ? meaning.where : [];
  const { collection } = question;
  const known = [...collection.scope, ...fieldsGiven(question)];
  const never = where.find((name) => !known.includes(name));
  return never === undefined ? meaning : nothing(`no operation of the document gives a record a ${never}`);
}

/** The fields that creating or changing a record of the collection can set. */
function fieldsGiven({
  specification: { resolve, operations },
  collection,
}: MeaningQuestion): readonly string[] {
  const { idParameter, create } = collection;
  const changes = operations.filter(
    ({ method, path }) => method === 'PUT' && idParameter !== null && path.endsWith(`/{${idParameter}}`),
  );
  return [create, ...changes.map(bodyOf)].flatMap((body) => Object.keys(fieldsOf(body, resolve)));
}

/** What the operation does if every record can have what its path asks for. */
function unhindered(question: MeaningQuestion): Meaning {
  const { operation, collection } = question;
  const rest = stepsOf(operation.path).slice(collection.steps.length);
  const isScoped = collection.scope.every((name, index) => parameterOf(rest[index]) === name);
  const inScope = isScoped ? rest.slice(collection.scope.length) : rest;
  const isWhole = inScope.length === 0 && (isScoped || operation.method === 'GET');
  if (isWhole) return ofWhole(question, isScoped ? collection.scope : []);
  const [first, second] = inScope;
  const names = rest.flatMap((step) => parameterOf(step) ?? []);
  const isOwn = (step: string | undefined) =>
    isParameter(step) && parameterOf(step) === collection.idParameter;
  if (isOwn(rest.at(-1))) return ofRecord(question, names.slice(0, -1));
  if (isScoped && isOwn(first) && inScope.length === 2 && second !== undefined)
    return ofPart(question, second);
  if (inScope.length === 1 && isScoped && operation.method === 'POST') return ofBatch(question);
  return ofView(question, names);
}

/** Operations on the path of the collection itself. */
function ofWhole(
  { specification: { resolve }, operation, collection }: MeaningQuestion,
  where: readonly string[],
): Meaning {
  const body = bodyOf(operation);
  const many = manyIn(body, resolve);
  switch (operation.method) {
    case 'GET': {
      const { schema } = successOf(operation, false);
      const shape = listShapeOf(schema, resolve);
      if (shape) return { does: 'list', shape, where };
      return collection.holds === 'one'
        ? { does: 'read', where }
        : nothing('its answer is no list of records');
    }
    case 'POST':
      if (many?.field === null) return { does: 'createMany', field: null };
      return body === null ? nothing('it has no body to create a record from') : { does: 'create' };
    case 'DELETE':
      return many
        ? { does: 'deleteMany', field: many.field }
        : nothing('it does not say which records it deletes');
    default:
      if (many) return { does: operation.method === 'PUT' ? 'putMany' : 'updateMany', field: many.field };
      return collection.holds === 'one'
        ? { does: 'update', where }
        : nothing('it does not say which record it changes');
  }
}

/** Operations on the path of one record. Literal steps before its parameter change nothing. */
function ofRecord({ operation }: MeaningQuestion, where: readonly string[]): Meaning {
  if (operation.method === 'GET') return { does: 'read', where };
  if (operation.method === 'DELETE') return { does: 'delete', where };
  return bodyOf(operation) === null ? nothing(UNKNOWN_ACTION) : { does: 'update', where };
}

const UNKNOWN_ACTION = 'the document does not say what it changes';

/** Operations on a path one literal step longer than that of a record. */
function ofPart(question: MeaningQuestion, part: string): Meaning {
  const { operation, collection } = question;
  const { resolve, operations } = question.specification;
  const body = bodyOf(operation);
  const item = operation.path.slice(0, operation.path.lastIndexOf('/'));
  const isKept = operations.some(
    (other) =>
      (other.method === 'PUT' && other.path === operation.path) ||
      (other.path === item && partName(part) in fieldsOf(bodyOf(other), resolve)),
  );
  const where: readonly string[] = collection.scope;
  switch (operation.method) {
    case 'GET':
      return isKept
        ? { does: 'readPart', part }
        : nothing('no operation of the document changes what it shows');
    case 'PUT':
      return body === null ? nothing(UNKNOWN_ACTION) : { does: 'putPart', part };
    case 'POST': {
      const { status, schema } = successOf(operation, true);
      const answersRecord = isSameSchema(schema, collection.read);
      if (answersRecord && body === null && status === 201) return { does: 'copy', where };
      return answersRecord && isTranslation(question, body)
        ? { does: 'translate', where }
        : nothing(UNKNOWN_ACTION);
    }
    default:
      return nothing(UNKNOWN_ACTION);
  }
}

/** The field of a record that a step of a path stands for. */
export function partName(step: string): string {
  return step.replaceAll('-', '_');
}

/** A body that gives, for fields of the record, texts by language. */
function isTranslation(
  { specification: { resolve }, collection }: MeaningQuestion,
  body: SchemaOrSwitch | null,
): boolean {
  const texts = Object.entries(fieldsOf(body, resolve));
  const known = fieldsOf(collection.read, resolve);
  const isByLanguage = (schema: SchemaOrSwitch) => {
    const languages = Object.keys(fieldsOf(schema, resolve));
    return languages.length > 0 && languages.every((name) => /^[a-z]{2}(?:-[A-Za-z]+)?$/.test(name));
  };
  return texts.length > 0 && texts.every(([name, schema]) => name in known && isByLanguage(schema));
}

/** POST of several new records one literal step below the collection. */
function ofBatch({ specification: { resolve }, operation, collection }: MeaningQuestion): Meaning {
  const many = manyIn(bodyOf(operation), resolve);
  const creates = many !== null && isSameSchema(many.element, collection.create);
  return creates ? { does: 'createMany', field: many.field } : nothing(UNKNOWN_ACTION);
}

/** Reads below a literal step: some of the records, or the one that another record names. */
function ofView(
  { specification: { resolve }, collections, operation, collection }: MeaningQuestion,
  where: readonly string[],
): Meaning {
  const { schema } = successOf(operation, false);
  if (operation.method !== 'GET') return nothing(UNKNOWN_ACTION);
  const shape = listShapeOf(schema, resolve);
  if (shape) return { does: 'list', shape, where };
  const [parameter, ...others] = where;
  const by = collections.find(({ name, idParameter }) => idParameter === parameter && !name.includes('{'));
  const named = by && [...by.scope, ...Object.keys(fieldsOf(by.read, resolve))];
  const isNamed = collection.idParameter !== null && named?.includes(collection.idParameter) === true;
  if (by && isNamed && others.length === 0) return { does: 'readNamedBy', by };
  return nothing('the document does not say what its answer is made of');
}
