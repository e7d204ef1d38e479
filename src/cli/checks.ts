import type { Checks } from '../settings/parse.ts';

/** The checks of settings that belong to other floors. */
export const CHECKS: Checks = {
  schedule(text) {
    const isList = text.split(',').every((part) => /^\s*(\d+|\d*\.\d+)\s*$/.test(part));
    if (!isList && !['fast', 'realistic', 'none'].includes(text))
      throw new Error(`${JSON.stringify(text)} is neither`);
  },
};
