/** A flag, environment variable or argument is wrong; the message is one line that names it. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

/** The emulator cannot start, for a reason outside it; the message is one line that says what to do. */
export class StartFailure extends Error {
  override readonly name = 'StartFailure';
}
