/** Red, green and blue, from 0 to 255. */
type Rgb = readonly [number, number, number];

const WHITE: Rgb = [255, 255, 255];
const BLACK: Rgb = [0, 0, 0];

/** The surfaces of tokens.css on which an accent is text: the one of each theme that is nearest to it. */
const SURFACES = { light: rgbOf('#f0f2f6'), dark: rgbOf('#1c202b') } as const;

/** WCAG 2.2, 1.4.3: text needs 4.5. A little more makes up for the rounding of colours. */
const CONTRAST = 4.6;

const STEP = 0.02;

/**
 * A style sheet that makes a colour the accent of a page. Where text would not be readable on or in the colour, a darker
 * shade takes its place in the light theme, and a lighter one in the dark theme.
 *
 * @param color `#rrggbb`
 */
export function accentSheet(color: string): string {
  const [light, dark] = [shades(rgbOf(color), 'light'), shades(rgbOf(color), 'dark')];
  const names = ['accent', 'accent-strong', 'on-accent', 'accent-soft'] as const;
  const lines = names.map((name) => `--${name}:light-dark(${hexOf(light[name])},${hexOf(dark[name])});`);
  return `:root{${lines.join('')}}`;
}

function shades(color: Rgb, theme: keyof typeof SURFACES) {
  const [text, far, surface] =
    theme === 'light' ? [WHITE, BLACK, SURFACES.light] : [BLACK, WHITE, SURFACES.dark];
  const soft = mixed(color, theme === 'light' ? WHITE : rgbOf('#151821'), 0.88);
  const accent = readable(color, far, [surface, soft, text]);
  const strong = readable(mixed(accent, far, 0.15), far, [surface, soft, text]);
  return { accent, 'accent-strong': strong, 'on-accent': text, 'accent-soft': soft };
}

/** The colour, or the first shade on the way to `far` that can be told from all the others. */
function readable(color: Rgb, far: Rgb, others: readonly Rgb[]): Rgb {
  for (let share = 0; share < 1; share += STEP) {
    const shade = mixed(color, far, share);
    if (others.every((other) => contrast(shade, other) >= CONTRAST)) return shade;
  }
  return far;
}

function mixed(from: Rgb, to: Rgb, share: number): Rgb {
  const part = (index: 0 | 1 | 2) => Math.round(from[index] + (to[index] - from[index]) * share);
  return [part(0), part(1), part(2)];
}

/** The contrast ratio of two colours, from 1 to 21. Source: WCAG 2.2. */
export function contrast(one: Rgb, other: Rgb): number {
  const [a, b] = [luminance(one), luminance(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

function luminance([red, green, blue]: Rgb): number {
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

function linear(value: number): number {
  const share = value / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}

/** @param hex `#rrggbb` */
export function rgbOf(hex: string): Rgb {
  const part = (start: number) => Number.parseInt(hex.slice(start, start + 2), 16);
  return [part(1), part(3), part(5)];
}

function hexOf(color: Rgb): string {
  return `#${color.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}
