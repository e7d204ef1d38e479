import * as z from 'zod';
import { changeSettings, readRetrySchedule } from '../../domain/games/games.ts';
import {
  formatRetrySchedule,
  RETRY_PRESET_NAMES,
  RETRY_PRESETS,
  type RetrySchedule,
} from '../../domain/model/retry-schedule.ts';
import { curlFor } from './catalogue.ts';
import { apiCurl, curlCommand } from './curl.ts';
import { LOOK_FIELDS, LOOK_FORM_LIMIT, lookCurlOf, lookModel } from './game-look.ts';
import { redirectTo } from './layout.ts';
import { curlHref, curlPage } from './live-curl.ts';
import { bodyOf, CHANGEABLE, processCurl, processModel } from './process-settings.ts';
import { dashboardPage, keyOf, type DashboardContext } from './context.ts';

const AS_STARTED = 'as-started';

export const settingsPage = dashboardPage({
  method: 'GET',
  path: '/settings',
  run: (context) => ({
    view: 'settings',
    title: 'Settings',
    section: 'settings',
    model: {
      action: `${context.root}/settings`,
      ...choices(context),
      ...gameCurl(context),
      ...processModel(context),
      look: lookModel(context),
      keys: keysOf(context),
      base: context.base,
      curl: curlFor(context),
      importCurl: importCurl(context),
      importModel: importModel(context),
    },
  }),
});

function choices(context: DashboardContext) {
  const { domain } = context;
  const { autoRefund, schedule, list } = chosen(context);
  return {
    autoRefunds: [
      { value: AS_STARTED, label: `As started (${onOff(domain.rules.autoRefund)})` },
      { value: 'on', label: 'On: a declined grant refunds the payment at once' },
      { value: 'off', label: 'Off: the order stays paid, the player has nothing' },
    ].map((choice) => ({ ...choice, isChosen: choice.value === autoRefund })),
    schedules: [
      { value: AS_STARTED, label: `As started (${formatRetrySchedule(domain.rules.retrySchedule)})` },
      ...RETRY_PRESET_NAMES.map((name) => ({
        value: name,
        label: `${name}: ${delays(RETRY_PRESETS[name])}`,
      })),
      { value: 'list', label: 'A list of my own' },
    ].map((choice) => ({ ...choice, isChosen: choice.value === schedule })),
    list,
  };
}

/** What was just submitted, else what is stored. */
function chosen({ problem, game }: DashboardContext) {
  if (problem) {
    const { submitted } = problem;
    return {
      autoRefund: submitted.text('auto_refund'),
      schedule: submitted.text('schedule'),
      list: submitted.text('schedule_list'),
    };
  }
  const { autoRefund, retrySchedule } = game;
  const text = retrySchedule === null ? AS_STARTED : formatRetrySchedule(retrySchedule);
  const isList = ![AS_STARTED, ...RETRY_PRESET_NAMES].includes(text);
  return {
    autoRefund: autoRefund === null ? AS_STARTED : onOff(autoRefund),
    schedule: isList ? 'list' : text,
    list: isList ? text : '',
  };
}

function delays(schedule: RetrySchedule): string {
  return schedule.length === 0 ? 'one attempt only' : schedule.map(delay).join(', ');
}

/** `5 s`, `30 min`, `2 h`. */
function delay(ms: number): string {
  const [unit, size] = DELAY_UNITS.find(([, length]) => ms >= length && ms % length === 0) ?? ['ms', 1];
  return `${ms / size} ${unit}`;
}

const DELAY_UNITS = [
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1000],
] as const;

function onOff(value: boolean): 'on' | 'off' {
  return value ? 'on' : 'off';
}

function keysOf({ app, environment, game }: DashboardContext) {
  const { sandboxKey, liveKey } = app.config;
  if (game.key !== null) return [{ label: 'Key of this game', value: game.key, isCurrent: true }];
  return [
    { label: 'Sandbox key', value: sandboxKey, isCurrent: environment === 'sandbox' },
    { label: 'Live key', value: liveKey, isCurrent: environment === 'live' },
  ];
}

const SCHEDULE_CHOICES = [AS_STARTED, ...RETRY_PRESET_NAMES, 'list'] as const;

export const saveSettings = dashboardPage({
  method: 'POST',
  path: '/settings',
  form: z.object({
    auto_refund: z.enum([AS_STARTED, 'on', 'off']),
    schedule: z.enum(SCHEDULE_CHOICES),
    schedule_list: z.string(),
  }),
  again: settingsPage,
  run: ({ domain, game, root }, { form }) => {
    const retrySchedule = scheduleOf(form.schedule, form.schedule_list);
    const autoRefund = form.auto_refund === AS_STARTED ? null : form.auto_refund === 'on';
    changeSettings(domain, game, { autoRefund, retrySchedule });
    return redirectTo(`${root}/settings`, 'settings-saved');
  },
});

function scheduleOf(choice: (typeof SCHEDULE_CHOICES)[number], list: string): RetrySchedule | null {
  if (choice === AS_STARTED) return null;
  return choice === 'list' ? readRetrySchedule('schedule_list', list) : RETRY_PRESETS[choice];
}

/** The form that imports a file, with what was just submitted. */
function importModel({ problem }: DashboardContext) {
  const submitted = problem && problem.submitted.list('file').length > 0 ? problem.submitted : null;
  return {
    file: submitted?.text('file') ?? '',
    name: submitted?.text('name') ?? '',
    isNew: submitted?.text('as') !== 'this',
  };
}

/** The request that does what the form of the game's own settings does. */
function gameCurl(context: DashboardContext) {
  const { autoRefund, schedule, list } = chosen(context);
  const values = { auto_refund: autoRefund, schedule, schedule_list: list };
  return {
    gameCurl: gameCurlOf(context, (name) => values[name]),
    gameCurlHref: curlHref(context.root, 'game-settings'),
    lookCurlHref: curlHref(context.root, 'look'),
    processCurlHref: curlHref(context.root, 'process-settings'),
  };
}

const GAME_FIELDS = ['auto_refund', 'schedule', 'schedule_list'] as const;

function gameCurlOf(context: DashboardContext, text: (name: (typeof GAME_FIELDS)[number]) => string): string {
  const [refund, schedule] = [text('auto_refund'), text('schedule')];
  const body = {
    auto_refund: refund === AS_STARTED ? null : refund === 'on',
    retry_schedule: schedule === AS_STARTED ? null : schedule === 'list' ? text('schedule_list') : schedule,
  };
  return apiCurl(context.base, '/_emulator/settings', body, keyOf(context), 'PATCH');
}

export const gameSettingsCurl = curlPage({
  name: 'game-settings',
  section: 'settings',
  fields: GAME_FIELDS,
  curl: (context, { text }) => gameCurlOf(context, text),
});

export const lookCurl = curlPage({
  name: 'look',
  section: 'settings',
  fields: LOOK_FIELDS,
  formLimit: LOOK_FORM_LIMIT,
  curl: (context, values) => lookCurlOf(context.base, keyOf(context), values),
});

export const processSettingsCurl = curlPage({
  name: 'process-settings',
  section: 'settings',
  fields: CHANGEABLE,
  curl: ({ app, base }, values) => processCurl(base, bodyOf(app.settings.all(), values)),
});

/** Makes a game of an exported file. */
function importCurl(context: DashboardContext): string {
  return curlCommand({
    method: 'POST',
    url: `${context.base}/_emulator/games/import`,
    headers: { 'Content-Type': 'application/json' },
    body: '@game.json',
  });
}
