import { settingsTable } from '../src/settings/table.ts';

const REGION = /(<!-- settings -->\n)[^]*?(<!-- \/settings -->)/;

/**
 * The README with the present table of settings in its region.
 *
 * @throws Error when the region's two markers are missing
 */
export function withSettings(readme: string): string {
  if (!REGION.test(readme)) throw new Error('README.md has no <!-- settings --> … <!-- /settings --> region');
  return readme.replace(
    REGION,
    (_all, open: string, close: string) => `${open}\n${settingsTable()}\n\n${close}`,
  );
}
