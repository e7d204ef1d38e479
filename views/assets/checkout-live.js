// @ts-check

/** @typedef {{ version: string, state: string }} Status */

/** How many pages of a browser may have a stream each; a browser allows six connections to one server. */
const STREAMS = 2;

/** How often a page asks for the status where it gets no events, in milliseconds. */
const POLL_MS = 1500;

/**
 * Shows each change of the order: it listens to server-sent events, and asks at intervals where there are none.
 * A hidden page holds no connection, since a browser allows only a few of them to one server.
 *
 * @param {() => void} begin starts the scripts of the new part of the page
 */
export function watchOrder(begin) {
  /** @type {EventSource | null} */
  let source = null;
  let timer = 0;
  /** @type {(() => void) | null} */
  let release = null;

  const hear = (/** @type {Status} */ status) => {
    if (status.version === main().dataset.version) return;
    if (main().dataset.state === 'payable') {
      // What the player has typed must not be lost, and a form that was sent is answered by a page of its own.
      if (status.state === 'payable' || main().querySelector('form[data-sent]')) return;
    }
    void replace().catch(poll);
  };

  const poll = () => {
    clearTimeout(timer);
    if (main().dataset.live !== 'true') return;
    timer = setTimeout(() => {
      if (document.hidden) return;
      fetch(`${main().dataset.path}/status`)
        .then(async (answer) => hear(/** @type {Status} */ (await answer.json())))
        .catch(() => undefined)
        .finally(poll);
    }, POLL_MS);
  };

  const listen = () => {
    if (main().dataset.live !== 'true' || document.hidden) return;
    release = null;
    takeStream((free) => {
      if (document.hidden) {
        free?.();
        return;
      }
      release = free;
      if (free) stream();
      else poll();
    });
  };

  const stream = () => {
    source = new EventSource(`${main().dataset.path}/events`);
    source.addEventListener('status', ({ data }) => hear(/** @type {Status} */ (JSON.parse(data))));
    source.addEventListener('error', () => {
      if (source?.readyState === EventSource.CLOSED) poll();
    });
  };

  const replace = async () => {
    const answer = await fetch(main().dataset.path ?? '', { headers: { Accept: 'text/html' } });
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const fresh = page.querySelector('main');
    if (!fresh) return;
    document.title = page.title;
    main().replaceWith(document.adoptNode(fresh));
    const drawer = page.querySelector('.drawer');
    if (drawer) document.querySelector('.drawer')?.replaceWith(document.adoptNode(drawer));
    document.querySelector('.drawer-bar')?.remove();
    const bar = page.querySelector('.drawer-bar');
    if (bar) document.querySelector('.drawer')?.before(document.adoptNode(bar));
    begin();
    if (main().dataset.live !== 'true') stop();
  };

  const stop = () => {
    release?.();
    source?.close();
    source = null;
    clearTimeout(timer);
  };

  document.addEventListener('visibilitychange', () => {
    stop();
    listen();
  });
  listen();
}

/**
 * Takes one of the streams that the pages of a browser share. Without locks, which browsers offer only to secure
 * origins, each page has one.
 *
 * @param {(free: (() => void) | null) => void} taken gets a function that gives it back, `null` if there is none left
 */
function takeStream(taken, number = 1) {
  if (!('EventSource' in window) || number > STREAMS) taken(null);
  else if (!navigator.locks) taken(() => undefined);
  else {
    void navigator.locks.request(`aghanim-emulator-order-${number}`, { ifAvailable: true }, (lock) => {
      if (lock) return new Promise((done) => taken(() => done(undefined)));
      takeStream(taken, number + 1);
      return undefined;
    });
  }
}

function main() {
  return /** @type {HTMLElement} */ (document.querySelector('main'));
}
