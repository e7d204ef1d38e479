import { describe, expect, it } from 'vitest';
import { DEFINITIONS, environmentName } from '../../src/settings/definitions.ts';
import { settingsHelp, settingsTable } from '../../src/settings/table.ts';

const definitions = Object.entries(DEFINITIONS).map(([key, definition]) => ({ key, ...definition }));

describe('the lists of settings', () => {
  it.each(definitions)('name --$flag in the help', ({ flag }) => {
    expect(settingsHelp()).toMatch(new RegExp(`^  --${flag}( |$)`, 'm'));
  });

  it('keep the help within 100 columns', () => {
    for (const line of settingsHelp().split('\n')) expect(line.length).toBeLessThanOrEqual(100);
  });

  it.each(definitions)(
    'give --$flag a row with its variable, its option and its default',
    ({ key, flag, initial, about }) => {
      const row = settingsTable()
        .split('\n')
        .find((line) => line.includes(`\`${environmentName(flag)}\``));
      expect(row).toContain(`\`--${flag}`);
      expect(row).toContain(typeof initial === 'string' ? `\`${initial}\`` : initial.shown);
      expect(row).toContain(`\`${key}\``);
      expect(row).toContain(about);
    },
  );

  it('keep the columns of the table apart from the bars in its text', () => {
    for (const line of settingsTable().split('\n')) expect(line.match(/(?<!\\)\|/g)).toHaveLength(6);
  });
});
