import { correction, generate } from 'lean-qr';
import { toSvgPath } from 'lean-qr/extras/svg';
import type { DashboardContext } from './context.ts';

/** The margin that a camera needs to find a QR code, in modules (ISO/IEC 18004). */
const QUIET_ZONE = 4;

/** A longer address makes a code that cameras do not read well. A client may send any name of a host. */
const LONGEST = 300;

/**
 * The address of a page for other devices, and its QR code as the path of an SVG; `null` when only this machine can
 * connect, or the address is too long.
 */
export function phoneLink({ app, base }: DashboardContext, path: string) {
  const reachable = app.baseForOtherDevices(base);
  if (reachable === null) return null;
  const href = reachable + path;
  if (href.length > LONGEST) return null;
  const code = generate(href, { minCorrectionLevel: correction.M });
  const width = code.size + 2 * QUIET_ZONE;
  return { href, outline: toSvgPath(code), box: `${-QUIET_ZONE} ${-QUIET_ZONE} ${width} ${width}` };
}
