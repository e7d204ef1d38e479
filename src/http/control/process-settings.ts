import * as z from 'zod';
import { changeableSettings, type SettingState } from '../../settings/run-time.ts';
import { operation } from '../api/operation.ts';

const value = z.union([z.string().max(2000), z.number(), z.boolean(), z.null()]).optional();

const changeSchema = z.strictObject(
  Object.fromEntries(changeableSettings().map(({ name, about }) => [name, value.describe(about)])),
);

const processSettingsSchema = z.lazy(() =>
  z
    .object({
      settings: z.array(
        z.object({
          name: z.string().describe('The flag with underscores: keep_orders.'),
          flag: z.string(),
          environment: z.string(),
          value: z
            .string()
            .nullable()
            .describe('In the notation of the flag; null for a secret that is set.'),
          started: z.string().nullable().describe('The value at the start, to which null goes back.'),
          source: z.enum(['flag', 'environment', 'option', 'default', 'changed']),
          needs_restart: z.boolean(),
          about: z.string(),
        }),
      ),
    })
    .meta({ id: 'ProcessSettings' }),
);

export const processSettingsOperations = [
  operation({
    id: 'read_process_settings',
    method: 'GET',
    path: '/process-settings',
    summary: 'List the settings of the process: their values, and where these come from.',
    response: { 200: processSettingsSchema },
    run: ({ app }) => settingsWire(app.settings.all()),
  }),
  operation({
    id: 'change_process_settings',
    method: 'PATCH',
    path: '/process-settings',
    summary: 'Change settings while the emulator runs, all or none. They concern all games.',
    description:
      'Values are in the notation of the flags: "keep_orders": 500, "retry_schedule": "1,2.5", "tester_drawer": false. ' +
      'null goes back to the start, and "none" stands for no value. A change takes effect at once and ends with the process.',
    body: changeSchema,
    response: { 200: processSettingsSchema },
    run: ({ app, body }) => {
      const given = Object.entries(body).flatMap(([name, one]) => (one === undefined ? [] : [[name, one]]));
      app.settings.change(Object.fromEntries(given) as Parameters<typeof app.settings.change>[0]);
      return settingsWire(app.settings.all());
    },
  }),
];

function settingsWire(states: readonly SettingState[]) {
  return {
    settings: states.map(({ name, flag, environment, value: shown, started, source, isFixed, about }) => ({
      name,
      flag,
      environment,
      value: shown,
      started,
      source,
      needs_restart: isFixed,
      about,
    })),
  };
}
