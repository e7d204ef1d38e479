import * as z from 'zod';
import { changeSettings, readRetrySchedule } from '../../domain/games/games.ts';
import {
  formatRetrySchedule,
  RETRY_PRESET_NAMES,
  RETRY_PRESETS,
  type RetrySchedule,
} from '../../domain/model/retry-schedule.ts';
import { parse } from '../api/validation.ts';
import { curlFor } from './catalogue.ts';
import { flashing, type Page } from './layout.ts';
import { duration } from './formats.ts';
import type { PageContext } from './context.ts';

const AS_STARTED = 'as-started';

export function settingsPage(visit: PageContext): Page {
  return {
    view: 'settings',
    title: 'Settings',
    section: 'settings',
    model: {
      action: `${visit.root}/settings`,
      ...choices(visit),
      started: startedWith(visit),
      keys: keysOf(visit),
      base: visit.base,
      curl: curlFor(visit),
    },
  };
}

function choices(visit: PageContext) {
  const { domain } = visit;
  const { autoRefund, schedule, list } = chosen(visit);
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
function chosen({ problem, form, game }: PageContext) {
  if (problem) {
    return {
      autoRefund: form.text('auto_refund'),
      schedule: form.text('schedule'),
      list: form.text('schedule_list'),
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

function startedWith({ app, domain, base }: PageContext) {
  const { config } = app;
  const { rules } = domain;
  return [
    ['Version', config.version],
    ['Public URL', config.publicUrl ?? `as you reached it (${base})`],
    ['Automatic refunds', onOff(rules.autoRefund)],
    ['Retry schedule', formatRetrySchedule(rules.retrySchedule)],
    ['Orders expire after', `${rules.orderTtlMs / 3_600_000} h`],
    ['Default country', rules.defaultCountry],
    ['Disputes and fraud reports follow after', duration(rules.disputeDelayMs)],
    ['Only https webhooks', rules.strictHttps ? 'yes' : 'no'],
    ['Rate limit', config.rateLimit === null ? 'off' : `${config.rateLimit} a minute`],
    ['Tax in prices', `${rules.taxPercent} %`],
    ['Events kept', rules.keepEvents.toLocaleString('en')],
  ].map(([label, value]) => ({ label, value }));
}

function keysOf({ app, environment }: PageContext) {
  const { sandboxKey, liveKey } = app.config;
  return [
    { label: 'Sandbox key', value: sandboxKey, isCurrent: environment === 'sandbox' },
    { label: 'Live key', value: liveKey, isCurrent: environment === 'live' },
  ];
}

const settingsForm = z.object({
  auto_refund: z.enum([AS_STARTED, 'on', 'off']),
  schedule: z.enum([AS_STARTED, ...RETRY_PRESET_NAMES, 'list']),
});

export function saveSettings({ domain, game, form, root }: PageContext): string {
  const raw = { auto_refund: form.text('auto_refund'), schedule: form.text('schedule') };
  const asked = parse(settingsForm, raw, 'body');
  const retrySchedule = scheduleOf(asked.schedule, form.text('schedule_list'));
  const autoRefund = asked.auto_refund === AS_STARTED ? null : asked.auto_refund === 'on';
  changeSettings(domain, game, { autoRefund, retrySchedule });
  return flashing(`${root}/settings`, 'settings-saved');
}

function scheduleOf(choice: z.output<typeof settingsForm>['schedule'], list: string): RetrySchedule | null {
  if (choice === AS_STARTED) return null;
  return choice === 'list' ? readRetrySchedule('schedule_list', list) : RETRY_PRESETS[choice];
}
