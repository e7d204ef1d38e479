import { distance } from 'fastest-levenshtein';
import findMyWay, { type HTTPMethod } from 'find-my-way';
import { HttpRefusal } from '../server/problems.ts';
import type { Method, Operation, OperationName, UnservedOperation } from './operation.ts';

export interface Match {
  /** Without a `run` when the operation is known, but not served. */
  readonly operation: Operation | UnservedOperation;
  readonly params: Readonly<Record<string, string>>;
}

/**
 * Finds the operation of a request by its method and its path below the mount point.
 *
 * @throws HttpRefusal 404 for an unknown path, 405 for a known one with another method.
 */
export type Router = (method: string, path: string) => Match;

const METHODS: readonly Method[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** @param mount where the API is mounted, for messages. */
export function createRouter(mount: string, operations: readonly (Operation | UnservedOperation)[]): Router {
  const routes = findMyWay({ ignoreTrailingSlash: true });
  for (const operation of operations) {
    const path = operation.path.replace(/\{(\w+)\}/g, ':$1');
    routes.on(operation.method, path, () => undefined, operation);
  }
  const find = (method: string, path: string) => routes.find(method as HTTPMethod, path);
  return (method, path) => {
    const found = find(method, path);
    if (found) return { operation: found.store as Operation, params: found.params as Match['params'] };
    const allowed = METHODS.filter((other) => find(other, path)).join(', ');
    if (allowed === '') {
      const nearest = nearestPath(operations, path);
      const advice = nearest === null ? '' : ` The nearest path is ${mount}${nearest}.`;
      throw new HttpRefusal(404, `Not found: ${method} ${mount}${path}.${advice}`);
    }
    throw new HttpRefusal(405, `Method not allowed: ${method} ${mount}${path} (allowed: ${allowed}).`, {
      Allow: allowed,
    });
  };
}

/** The path that is most similar to an unknown one; `null` if none is similar. */
function nearestPath(operations: readonly OperationName[], path: string): string | null {
  const asked = path.slice(0, 200);
  let nearest: string | null = null;
  let least = Math.max(3, asked.length / 3);
  for (const known of new Set(operations.map((operation) => operation.path))) {
    const far = changesTo(asked, known);
    if (far > least || (nearest !== null && far === least)) continue;
    nearest = known;
    least = far;
  }
  return nearest;
}

/** How many characters differ. The values of parameters do not count. */
function changesTo(asked: string, known: string): number {
  const steps = asked.split('/');
  const same = known.split('/').map((step, index) => (step.startsWith('{') ? (steps[index] ?? step) : step));
  return distance(asked, same.join('/'));
}
