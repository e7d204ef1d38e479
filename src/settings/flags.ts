import { parseArgs } from 'node:util';
import { nearest, SettingsError } from './errors.ts';

/** A flag either takes a value or is a switch. */
export type FlagShapes = Readonly<Record<string, 'value' | 'switch'>>;

type FlagToken = NonNullable<ReturnType<typeof tokens>>[number];

/**
 * The flags on a command line with the text of each; a bare switch reads `true`, the last of several
 * mentions wins.
 *
 * @throws SettingsError for an unknown flag, a flag without its value, or an argument that is no flag.
 */
export function readFlags(args: readonly string[], shapes: FlagShapes): ReadonlyMap<string, string> {
  const flags = new Map<string, string>();
  for (const token of tokens(args, shapes)) {
    const entry = readToken(token, shapes);
    if (entry) flags.set(...entry);
  }
  return flags;
}

function tokens(args: readonly string[], shapes: FlagShapes) {
  const options = Object.entries(shapes).map(
    ([flag, shape]) => [flag, { type: shape === 'value' ? 'string' : 'boolean' }] as const,
  );
  return parseArgs({
    args: [...args],
    options: Object.fromEntries(options),
    strict: false,
    tokens: true,
  }).tokens;
}

function readToken(token: FlagToken, shapes: FlagShapes): [string, string] | null {
  if (token.kind === 'option-terminator') return null;
  if (token.kind === 'positional')
    throw new SettingsError(`unexpected argument "${token.value}"; see --help`);
  const shape = Object.hasOwn(shapes, token.name) ? shapes[token.name] : undefined;
  if (shape === undefined) throw unknownFlag(token.rawName, token.name, shapes);
  return [token.name, shape === 'switch' ? (token.value ?? 'true') : valueOf(token)];
}

function valueOf({ rawName, value, inlineValue }: Extract<FlagToken, { kind: 'option' }>): string {
  const isNextFlag = inlineValue === false && value.startsWith('-');
  if (value === undefined || isNextFlag) throw new SettingsError(`${rawName} needs a value`);
  return value;
}

function unknownFlag(written: string, name: string, shapes: FlagShapes): SettingsError {
  const guess = nearest(name, Object.keys(shapes));
  return new SettingsError(
    `unknown flag ${written}; ${guess === null ? 'see --help' : `did you mean --${guess}?`}`,
  );
}
