/** The two parts of a request's target: its path, and the query behind the first `?`, empty without one. */
export function splitTarget(target: string): { readonly path: string; readonly search: string } {
  const end = target.indexOf('?');
  if (end < 0) return { path: target, search: '' };
  return { path: target.slice(0, end), search: target.slice(end + 1) };
}
