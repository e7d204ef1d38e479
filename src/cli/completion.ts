import { settingFlags } from '../settings/command-line.ts';
import { nearest, SettingsError } from '../settings/errors.ts';
import type { CommandContext } from './command-context.ts';
import { DOCTOR_FLAGS } from './doctor.ts';
import { EXPORT_FLAGS, IMPORT_FLAGS } from './game-file.ts';
import { ADVANCE_FLAGS, ENV_FLAGS } from './game-commands.ts';
import { PAY_FLAGS, REFUND_FLAGS, SETTLE_FLAGS } from './order-commands.ts';
import { TARGET_FLAGS } from './target.ts';

/** The flags of each command, or the words that follow it. */
export function completions(): Readonly<Record<string, readonly string[]>> {
  const flags = (...shapes: object[]): readonly string[] =>
    shapes.flatMap((shape) => Object.keys(shape).map((flag) => `--${flag}`));
  const settings = [...flags(settingFlags()), '--config'];
  return {
    start: [...settings, '--ready-file', '--exit-with-parent'],
    exec: settings,
    health: ['--url'],
    wait: ['--url', '--timeout'],
    env: flags(TARGET_FLAGS, ENV_FLAGS),
    games: flags(TARGET_FLAGS),
    game: ['export', 'import', ...flags(TARGET_FLAGS, EXPORT_FLAGS, IMPORT_FLAGS)],
    pay: flags(TARGET_FLAGS, PAY_FLAGS),
    refund: flags(TARGET_FLAGS, REFUND_FLAGS),
    settle: flags(TARGET_FLAGS, SETTLE_FLAGS),
    advance: flags(TARGET_FLAGS, ADVANCE_FLAGS),
    reset: flags(TARGET_FLAGS),
    tail: flags(TARGET_FLAGS),
    doctor: flags(DOCTOR_FLAGS),
    completion: Object.keys(SHELLS),
    drift: ['--spec'],
    data: ['check', 'repair', 'export', '--data-dir', '--accept'],
  };
}

const SHELLS = { bash, zsh, fish };

/**
 * Prints a script that lets a shell complete the command line.
 *
 * @throws SettingsError for another shell
 */
export function completion({ stdout }: CommandContext, args: readonly string[]): Promise<number> {
  const [shell = ''] = args;
  const script = Object.hasOwn(SHELLS, shell) ? SHELLS[shell as keyof typeof SHELLS] : null;
  if (script === null || args.length !== 1) {
    const guess = nearest(shell, Object.keys(SHELLS));
    const advice = guess === null || guess === shell ? 'bash, zsh or fish' : `did you mean ${guess}?`;
    throw new SettingsError(`completion needs a shell: ${advice}`);
  }
  stdout.write(script());
  return Promise.resolve(0);
}

function bash(): string {
  const cases = Object.entries(completions()).map(
    ([name, words]) => `    ${name}) words="${words.join(' ')}" ;;`,
  );
  return `# eval "$(aghanim-emulator completion bash)"
_aghanim_emulator() {
  local words
  case "\${COMP_WORDS[1]}" in
${cases.join('\n')}
    *) words="${Object.keys(completions()).join(' ')}" ;;
  esac
  [ "$COMP_CWORD" -eq 1 ] && words="${Object.keys(completions()).join(' ')}"
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _aghanim_emulator aghanim-emulator
`;
}

/** zsh reads the completions of bash. */
function zsh(): string {
  return `# eval "$(aghanim-emulator completion zsh)"
autoload -Uz bashcompinit && bashcompinit
${bash().split('\n').slice(1).join('\n')}`;
}

function fish(): string {
  const names = Object.keys(completions());
  const lines = Object.entries(completions()).flatMap(([name, words]) =>
    words.map((word) => {
      const seen = `'__fish_seen_subcommand_from ${name}'`;
      return word.startsWith('--')
        ? `complete -c aghanim-emulator -n ${seen} -l ${word.slice(2)}`
        : `complete -c aghanim-emulator -n ${seen} -f -a ${word}`;
    }),
  );
  return `# aghanim-emulator completion fish | source
complete -c aghanim-emulator -n '__fish_use_subcommand' -f -a '${names.join(' ')}'
${lines.join('\n')}
`;
}
