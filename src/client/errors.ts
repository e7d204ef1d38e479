/** A delivery that an unmet wait still waits for. Times are Unix seconds. */
export interface PendingDelivery {
  readonly id: string;
  readonly event_type: string;
  readonly order_id: string | null;
  readonly webhook_id: string;
  readonly attempts: number;
  readonly under_way: boolean;
  readonly due_at: number | null;
}

/** What follows later by itself, such as the expiry of an order. */
export interface PlannedChange {
  readonly kind: string;
  readonly order_id: string;
  readonly due_at: number;
}

interface ErrorAnswer {
  readonly detail: string;
  readonly pending: readonly PendingDelivery[];
  readonly planned: readonly PlannedChange[];
}

/** The emulator refused a request, or what a call waited for did not come. */
export class ControlError extends Error {
  override readonly name = 'ControlError';
  /** The HTTP status: 404 for an unknown order, 409 for a state that does not allow the call, 422 for a wrong body. */
  readonly status: number;
  /** Why, for people. */
  readonly detail: string;
  /** After a wait: the deliveries that are not finished. */
  readonly pending: readonly PendingDelivery[];
  /** After a wait: what follows later by itself. */
  readonly planned: readonly PlannedChange[];

  /** @param request such as `POST /_emulator/reset` */
  constructor(request: string, status: number, body: string) {
    const { detail, pending, planned } = readAnswer(body);
    super(`${request} answered ${status}: ${detail}`);
    this.status = status;
    this.detail = detail;
    this.pending = pending;
    this.planned = planned;
  }
}

/** No emulator answers at the address. */
export class EmulatorUnreachable extends Error {
  override readonly name = 'EmulatorUnreachable';

  constructor(url: string, cause: unknown) {
    const reason = cause instanceof Error || hasCode(cause) ? (codeOf(cause) ?? '') : String(cause);
    super(
      `No emulator answers at ${url}${reason === '' ? '' : ` (${reason})`}. Start one with "aghanim-emulator start", or name its address.`,
      { cause },
    );
  }
}

/** Test runners give each test file classes of its own, so that `instanceof` may not know an error of Node. */
function hasCode(error: unknown): error is { readonly code?: unknown; readonly message?: unknown } {
  return typeof error === 'object' && error !== null;
}

function codeOf(error: { readonly code?: unknown; readonly message?: unknown }): string | null {
  if (typeof error.code === 'string') return error.code;
  return typeof error.message === 'string' ? error.message : null;
}

function readAnswer(body: string): ErrorAnswer {
  const answer = objectIn(body);
  return {
    detail: detailOf(answer['detail']) ?? (body === '' ? 'no answer' : body.slice(0, 500)),
    pending: Array.isArray(answer['pending']) ? (answer['pending'] as PendingDelivery[]) : [],
    planned: Array.isArray(answer['planned']) ? (answer['planned'] as PlannedChange[]) : [],
  };
}

function objectIn(body: string): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(body);
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** A 422 lists everything that is wrong, each with its place. */
function detailOf(detail: unknown): string | null {
  if (typeof detail === 'string') return detail;
  if (!Array.isArray(detail)) return null;
  return (detail as { loc?: unknown; msg?: unknown }[])
    .map(({ loc, msg }) => `${Array.isArray(loc) ? loc.join('.') : ''}: ${String(msg)}`)
    .join('; ');
}
