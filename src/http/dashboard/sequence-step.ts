import type { DashboardContext } from './context.ts';
import { duration, momentAt } from './formats.ts';

/** Who takes part, in the order of the columns. */
const PARTICIPANTS = ['Player', 'Checkout', 'Emulator', 'Game'] as const;

/** The column of a participant. */
type Column = 1 | 2 | 3 | 4;
export type StepTone = 'neutral' | 'info' | 'good' | 'warn' | 'bad';

/** A text that is shown when the step is opened. */
interface StepPart {
  readonly label: string;
  readonly text: string;
}

/** Something that happened to an order, or that is scheduled. */
export interface SequenceStep {
  readonly id: string;
  /** Unix milliseconds. */
  readonly at: number;
  readonly from: Column;
  readonly to: Column;
  readonly tone: StepTone;
  readonly title: string;
  readonly code?: string;
  readonly detail?: string;
  readonly hint?: string | null;
  readonly link?: { readonly href: string; readonly text: string };
  readonly parts?: readonly StepPart[];
  readonly runHref?: string | null;
  /** Whether it is scheduled, and has not happened yet. */
  readonly isAhead?: boolean;
}

/**
 * A step as `views/dashboard/parts/sequence.ejs` shows it.
 *
 * @param before the step that it follows, from which its offset is counted
 */
export function stepModel({ now }: DashboardContext, step: SequenceStep, before: SequenceStep | undefined) {
  const { at, from, to, detail, hint, link, parts, runHref, code, isAhead = false, ...rest } = step;
  return {
    ...rest,
    isAhead,
    code: code ?? '',
    moment: momentAt(at, now),
    offset: before && !isAhead ? `+${duration(Math.max(0, at - before.at))}` : '',
    participants: participantsOf(from, to),
    span: `columns-${Math.min(from, to)}-${Math.max(from, to)}`,
    direction: from === to ? 'here' : from < to ? 'right' : 'left',
    detail: detail ?? '',
    hint: hint ?? null,
    link: link ?? null,
    parts: parts?.filter(({ text }) => text !== '') ?? [],
    runHref: runHref ?? null,
  };
}

function participantsOf(from: Column, to: Column): string {
  const [sender = '', receiver = ''] = [PARTICIPANTS[from - 1], PARTICIPANTS[to - 1]];
  return from === to ? sender : `${sender} to ${receiver}`;
}

/** Headers as a part shows them: a line for each. */
export function headerLines(headers: Readonly<Record<string, string>>): string {
  return Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n');
}
