import * as z from 'zod';
import { dashboardPage } from './context.ts';
import { redirectTo } from './layout.ts';
import { bodyOf, CHANGEABLE } from './process-settings.ts';
import { settingsPage } from './settings.ts';

export const saveProcessSettings = dashboardPage({
  method: 'POST',
  path: '/settings/process',
  form: z.object(Object.fromEntries(CHANGEABLE.map((name) => [name, z.string().max(2000)]))),
  again: settingsPage,
  run: ({ app, root }, { form }) => {
    const text = (name: string) => form[name] ?? '';
    app.settings.change(bodyOf(app.settings.all(), { text, list: (name) => [text(name)] }));
    return redirectTo(`${root}/settings`, 'process-settings-saved');
  },
});

/** Back to how the process was started. */
export const resetProcessSettings = dashboardPage({
  method: 'POST',
  path: '/settings/process/reset',
  again: settingsPage,
  run: ({ app, root }) => {
    app.settings.change(Object.fromEntries(CHANGEABLE.map((name) => [name, null])));
    return redirectTo(`${root}/settings`, 'process-settings-saved');
  },
});
