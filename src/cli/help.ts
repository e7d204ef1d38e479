import { settingsHelp } from '../settings/table.ts';

/** What `--help` prints. */
export function help(): string {
  return `aghanim-emulator: a local Aghanim for development and CI

Usage:
  aghanim-emulator [start] [SETTINGS]                    run the emulator until SIGINT or SIGTERM
  aghanim-emulator health [--url URL]                    exit 0 when it is ready, else 1
  aghanim-emulator wait [--url URL] [--timeout SECONDS]  wait until it is ready, at most 30 seconds
  aghanim-emulator drift --spec FILE                     compare a specification with what is served
  aghanim-emulator --help | --version

Settings, with their defaults in brackets:
${settingsHelp()}

Each flag is also an environment variable: --s2s-key is AGHANIM_S2S_KEY; the flag wins.
A switch is turned off by --ephemeral=off. health and wait ask http://127.0.0.1:4242, or the port in
AGHANIM_PORT, unless --url says otherwise.

Exit codes: 0 stopped by a signal, 1 could not start or is not ready, 2 wrong flag or value.
`;
}
