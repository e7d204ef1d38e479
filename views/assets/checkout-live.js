// @ts-check

/** How often a page asks that can't be told, in milliseconds. */
const POLL_MS = 1500;

/**
 * Shows the order as it stands now, whenever that changes: told by server-sent events, or asking where there
 * are none. A hidden page holds no connection: a browser allows only a few of them to one server.
 *
 * @param {() => void} begin brings the new part of the page to life
 */
export function watchOrder(begin) {
  /** @type {EventSource | null} */
  let source = null;
  let timer = 0;

  const hear = (/** @type {{ version: string }} */ status) => {
    if (status.version !== main().dataset.version) void replace().catch(poll);
  };

  const poll = () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => {
      if (document.hidden) return;
      fetch(`${main().dataset.path}/status`)
        .then((answer) => answer.json())
        .then(hear, () => undefined)
        .finally(poll);
    }, POLL_MS);
  };

  const listen = () => {
    if (main().dataset.live !== 'true' || document.hidden) return;
    if (!window.EventSource) {
      poll();
      return;
    }
    source = new window.EventSource(`${main().dataset.path}/events`);
    source.addEventListener('status', (event) => hear(JSON.parse(event.data)));
    source.addEventListener('error', () => {
      if (source?.readyState === window.EventSource.CLOSED) poll();
    });
  };

  const replace = async () => {
    const answer = await fetch(main().dataset.path ?? '', { headers: { Accept: 'text/html' } });
    const page = new window.DOMParser().parseFromString(await answer.text(), 'text/html');
    const fresh = page.querySelector('main');
    if (!fresh) return;
    document.title = page.title;
    main().replaceWith(document.adoptNode(fresh));
    const drawer = page.querySelector('.drawer');
    if (drawer) document.querySelector('.drawer')?.replaceWith(document.adoptNode(drawer));
    begin();
    if (main().dataset.live !== 'true') stop();
  };

  const stop = () => {
    source?.close();
    source = null;
    window.clearTimeout(timer);
  };

  document.addEventListener('visibilitychange', () => {
    stop();
    listen();
  });
  listen();
}

function main() {
  return /** @type {HTMLElement} */ (document.querySelector('main'));
}
