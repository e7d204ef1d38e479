interface PublishedName {
  readonly method: string;
  readonly path: string;
}

export interface Coverage {
  readonly published: readonly PublishedName[];
  readonly served: readonly PublishedName[];
}

/** The published operations of one resource, such as `items`. */
export interface Resource {
  readonly name: string;
  readonly operations: readonly { readonly line: string; readonly isServed: boolean }[];
}

/** Resource by resource, as the paths begin. */
export function resourcesOf({ published, served }: Coverage): readonly Resource[] {
  const names = new Set(served.map(({ method, path }) => `${method} ${path}`));
  const lines = published.map(({ method, path }) => `${method} ${path}`);
  return [...new Set(lines.map(resourceOf))].map((name) => ({
    name,
    operations: lines
      .filter((line) => resourceOf(line) === name)
      .map((line) => ({ line, isServed: names.has(line) })),
  }));
}

function resourceOf(line: string): string {
  return line.split('/')[2] ?? line;
}
