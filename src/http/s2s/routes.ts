import { distance } from 'fastest-levenshtein';
import findMyWay, { type HTTPMethod } from 'find-my-way';
import { HttpRefusal } from '../server/problems.ts';
import type { Operation } from '../api/operation.ts';
import { OPERATIONS } from './operations.ts';
import { PUBLISHED } from './published.ts';

/** What the published specification names: served by an operation of ours, or not (yet). */
export interface Route {
  /** `get_order (GET /v1/orders/{order_id})`. */
  readonly name: string;
  readonly operation: Operation | null;
}

export interface Found extends Route {
  readonly params: Readonly<Record<string, string>>;
}

/** @throws HttpRefusal 404 for an unknown path, 405 for a known one with another method. */
export type Router = (method: string, path: string) => Found;

const PATHS = [...new Set(PUBLISHED.map((line) => line.split(' ')[1] ?? ''))];

export function createRouter(): Router {
  const routes = publishedRoutes();
  const find = (method: string, path: string) => routes.find(method as HTTPMethod, path);
  return (method, path) => {
    const found = find(method, path);
    if (found) return { ...(found.store as Route), params: found.params as Record<string, string> };
    const allowed = METHODS.filter((other) => find(other, path));
    if (allowed.length > 0) throw new HttpRefusal(405, 'Method Not Allowed', { Allow: allowed.join(', ') });
    throw new HttpRefusal(404, `${path} is no path of the S2S API${adviceFor(path)}.`);
  };
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

function publishedRoutes() {
  const routes = findMyWay({ ignoreTrailingSlash: true });
  const served = new Map(OPERATIONS.map((operation) => [`${operation.method} ${operation.path}`, operation]));
  for (const line of PUBLISHED) {
    const [method = '', path = '', id = ''] = line.split(' ');
    const route: Route = {
      name: `${id} (${method} ${path})`,
      operation: served.get(`${method} ${path}`) ?? null,
    };
    routes.on(method as HTTPMethod, path.replace(/\{(\w+)\}/g, ':$1'), () => undefined, route);
  }
  return routes;
}

function adviceFor(path: string): string {
  const asked = path.slice(0, 200);
  const ranked = PATHS.map((published) => ({ published, far: farness(asked, published) }));
  const best = ranked.sort((a, b) => a.far - b.far)[0];
  if (!best || best.far > Math.max(3, asked.length / 3)) return '';
  return `; the nearest published one is ${best.published}`;
}

/** How many letters must change; what stands where the published path has a parameter does not count. */
function farness(asked: string, published: string): number {
  const steps = asked.split('/');
  const same = published
    .split('/')
    .map((step, index) => (step.startsWith('{') ? (steps[index] ?? step) : step));
  return distance(asked, same.join('/'));
}
