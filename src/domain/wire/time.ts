/** Unix milliseconds to the Unix seconds of the wire. */
export function seconds(moment: number): number {
  return Math.floor(moment / 1000);
}
