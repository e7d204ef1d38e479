// @ts-check

/** The emulator writes times in its own time zone; the player may be in another one. */
export function showLocalTimes() {
  for (const place of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-at]'))) {
    const at = new Date(Number(place.dataset.at));
    const time = at.toLocaleString(document.documentElement.lang, {
      dateStyle: 'medium',
      timeStyle: 'short',
    });
    place.textContent = place.dataset.text?.replace('{time}', time) ?? time;
  }
}
