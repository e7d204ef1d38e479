/** Unix milliseconds to the Unix seconds of the wire. */
export function seconds(moment: number): number {
  return Math.floor(moment / 1000);
}

/** Unix seconds of the wire to Unix milliseconds. */
export function milliseconds(moment: number): number {
  return moment * 1000;
}

/** Unix milliseconds to the Unix seconds at which a moment has come: a clock that is set to them shows no earlier time. */
export function secondsBy(moment: number): number {
  return Math.ceil(moment / 1000);
}
