import { parseArgs } from 'node:util';
import { nearest, SettingsError } from './errors.ts';

/** A flag either takes a value or is a switch. */
export type FlagShapes = Readonly<Record<string, 'value' | 'switch'>>;

type OptionToken = Extract<NonNullable<ReturnType<typeof tokens>>[number], { kind: 'option' }>;

/**
 * The flags on a command line with the text of each; a bare switch reads `true`, the last of several
 * mentions wins.
 *
 * @throws SettingsError for an unknown flag, a flag without its value, or an argument that is no flag.
 */
export function readFlags(args: readonly string[], shapes: FlagShapes): ReadonlyMap<string, string> {
  const { names, flags } = readArguments(args, shapes);
  const [unexpected] = names;
  if (unexpected !== undefined) {
    throw new SettingsError(`unexpected argument ${JSON.stringify(unexpected)}; see --help`);
  }
  return flags;
}

/**
 * The same for a command that also takes arguments that are no flags, before, between or after them.
 *
 * @throws SettingsError for an unknown flag, or a flag without its value
 */
export function readArguments(
  args: readonly string[],
  shapes: FlagShapes,
): { readonly names: readonly string[]; readonly flags: ReadonlyMap<string, string> } {
  const names: string[] = [];
  const flags = new Map<string, string>();
  for (const token of tokens(args, shapes)) {
    if (token.kind === 'positional') names.push(token.value);
    else if (token.kind === 'option') flags.set(token.name, readOption(token, shapes));
  }
  return { names, flags };
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

function readOption(token: OptionToken, shapes: FlagShapes): string {
  const shape = Object.hasOwn(shapes, token.name) ? shapes[token.name] : undefined;
  if (shape === undefined) throw unknownFlag(token.rawName, token.name, shapes);
  return shape === 'switch' ? (token.value ?? 'true') : valueOf(token);
}

function valueOf({ rawName, value, inlineValue }: OptionToken): string {
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
