import { readFileSync, statSync } from 'node:fs';
import type { GenericApi } from '../http/api/operation.ts';
import { OPERATIONS } from '../http/s2s/operations.ts';
import { PUBLISHED } from '../http/s2s/published.ts';
import { StartFailure } from '../settings/errors.ts';
import { errorCode, reasonOf } from '../store/errors.ts';

/** The largest specification that is read, in bytes; the published one has 0.9 MiB. */
const SIZE_LIMIT = 16 * 1024 * 1024;

/**
 * What the operations of a specification add to the S2S API; `null` without one. The code that serves them is loaded
 * only with a specification, so that a start without one takes no longer.
 *
 * @param setting what the caller calls the setting that names the file
 * @throws StartFailure that says what is wrong with the file
 */
export async function readGenericApi(file: string | null, setting: string): Promise<GenericApi | null> {
  if (file === null) return null;
  const advice = `Fix it or choose another file with ${setting}.`;
  const text = readText(file, advice);
  const [{ createGenericApi }, { readSpecification, UnusableSpecification }] = await Promise.all([
    import('../http/spec/generic.ts'),
    import('../http/spec/document.ts'),
  ]);
  try {
    return createGenericApi(readSpecification(text), OPERATIONS, PUBLISHED);
  } catch (error) {
    if (!(error instanceof UnusableSpecification)) throw error;
    throw new StartFailure(`The specification ${file} ${error.message} ${advice}`, { cause: error });
  }
}

function readText(file: string, advice: string): string {
  try {
    if (statSync(file).size <= SIZE_LIMIT) return readFileSync(file, 'utf8');
  } catch (error) {
    const reason = errorCode(error) ?? reasonOf(error);
    throw new StartFailure(`The specification ${file} cannot be read (${reason}). ${advice}`, {
      cause: error,
    });
  }
  const limit = SIZE_LIMIT / 1024 / 1024;
  throw new StartFailure(`The specification ${file} is larger than ${limit} MiB. ${advice}`);
}
