// @ts-check

/** Goes back to the game or store after the time that the order sets, unless the player wants to stay. */
export function countDown() {
  const strip = document.querySelector('[data-testid="redirect"]');
  if (!(strip instanceof HTMLElement)) return;
  const { url = '', text = '' } = strip.dataset;
  const key = `redirected: ${location.pathname}`;
  // A player who comes back to the page wants to see it.
  if (sessionStorage.getItem(key)) {
    strip.remove();
    return;
  }
  const end = performance.now() + Number(strip.dataset.seconds) * 1000;
  const shown = strip.querySelector('[data-testid="redirect-text"]');
  const cancel = strip.querySelector('button');
  const tick = () => {
    const left = Math.ceil((end - performance.now()) / 1000);
    if (shown) shown.textContent = text.replace('{seconds}', String(Math.max(0, left)));
    if (left > 0) return;
    leave();
    location.href = url;
  };
  const timer = setInterval(tick, 250);
  const leave = () => {
    clearInterval(timer);
    sessionStorage.setItem(key, 'yes');
  };
  cancel?.removeAttribute('hidden');
  cancel?.addEventListener('click', () => {
    leave();
    strip.remove();
  });
  tick();
}
