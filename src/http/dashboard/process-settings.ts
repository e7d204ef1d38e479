import { changeableSettings, type SettingChange, type SettingState } from '../../settings/run-time.ts';
import type { FormValues } from './api-form.ts';
import type { DashboardContext } from './context.ts';
import { apiCurl } from './curl.ts';

/** The settings that the form has. */
export const CHANGEABLE = changeableSettings().map(({ name }) => name);

const SOURCES: Readonly<Record<SettingState['source'], string>> = {
  flag: 'flag',
  environment: 'environment',
  option: 'option',
  default: 'default',
  changed: 'changed here',
};

/** The form of the settings that can change, and the list of those that can't. */
export function processModel({ app, base, problem }: DashboardContext) {
  const { config } = app;
  const states = app.settings.all();
  const submitted =
    problem && problem.submitted.list(CHANGEABLE[0] ?? '').length > 0 ? problem.submitted : null;
  const changeable = states.filter(({ isFixed }) => !isFixed);
  const changed = changeable.filter(({ source }) => source === 'changed');
  return {
    version: config.version,
    processInputs: changeable.map((state) => ({
      name: state.name,
      flag: state.flag,
      unit: state.choices.length === 0 ? (state.placeholder ?? '') : '',
      about: state.about,
      choices: state.choices,
      value: submitted?.text(state.name) ?? state.value ?? '',
      source: SOURCES[state.source],
      isChanged: state.source === 'changed',
      started: state.started === '' ? 'none' : state.started,
    })),
    fixedSettings: states
      .filter(({ isFixed }) => isFixed)
      .map(({ flag, value, source }) => ({
        flag,
        value: value === null ? 'set, not shown' : value === '' ? 'none' : value,
        source: SOURCES[source],
      })),
    permanent: changed.map(({ flag, value }) => `${flag}=${value === '' ? 'none' : (value ?? '')}`).join(' '),
    processCurl: processCurl(base, bodyOf(states, submitted)),
  };
}

/** The request that does what the form does. */
export function processCurl(base: string, body: Readonly<Record<string, SettingChange>>): string {
  return apiCurl(base, '/_emulator/process-settings', body, null, 'PATCH');
}

/** What the form changes: fields that differ from what is in effect. An empty one goes back to the start. */
export function bodyOf(
  states: readonly SettingState[],
  values: FormValues | null,
): Readonly<Record<string, SettingChange>> {
  const known = new Map(states.map((state) => [state.name, state]));
  const changes = CHANGEABLE.flatMap((name): [string, SettingChange][] => {
    const now = known.get(name)?.value ?? '';
    const text = values === null ? now : values.text(name);
    return text === now ? [] : [[name, text === '' ? null : text]];
  });
  return Object.fromEntries(changes);
}
