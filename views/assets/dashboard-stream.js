// @ts-check

/**
 * What the emulator tells: something was stored (`changed`), the API answered a request (`requested`), the emulator
 * cannot be reached (`lost`).
 *
 * @typedef {'changed' | 'requested' | 'lost'} News
 */

const NAME = 'aghanim-emulator-changes';

/** How long a tab waits before it connects again after an answer that ended the stream, in milliseconds. */
const RETRY_MS = 2000;

/**
 * Tells `hear` what the emulator tells. All tabs of a browser share one stream, because a browser allows six
 * connections to one server: the tab that holds a lock has the stream and passes on what it hears. A hidden tab holds
 * nothing, and asks for everything again when it is shown. Without locks, which browsers offer only to secure origins,
 * each visible tab has a stream of its own.
 *
 * @param {(news: News) => void} hear
 */
export function followChanges(hear) {
  const channel = 'BroadcastChannel' in window ? new BroadcastChannel(NAME) : null;
  const pass = (/** @type {News} */ news) => {
    channel?.postMessage(news);
    hear(news);
  };
  channel?.addEventListener('message', ({ data }) => {
    if (!document.hidden) hear(/** @type {News} */ (data));
  });

  /** @type {AbortController | null} */
  let following = null;
  const update = () => {
    if (document.hidden) {
      following?.abort();
      following = null;
    } else if (!following) {
      following = new AbortController();
      hear('changed');
      void holdStream(following.signal, channel && navigator.locks ? pass : hear);
    }
  };
  document.addEventListener('visibilitychange', update);
  window.addEventListener('pagehide', () => {
    following?.abort();
    following = null;
  });
  window.addEventListener('pageshow', update);
  update();
}

/**
 * @param {AbortSignal} signal
 * @param {(news: News) => void} tell
 */
async function holdStream(signal, tell) {
  if (!navigator.locks) return stream(signal, tell);
  try {
    await navigator.locks.request(NAME, { signal }, () => stream(signal, tell));
  } catch {
    // Aborted while it waited.
  }
}

/**
 * Resolves when the signal aborts.
 *
 * @param {AbortSignal} signal
 * @param {(news: News) => void} tell
 */
function stream(signal, tell) {
  return /** @type {Promise<void>} */ (
    new Promise((done) => {
      let retry = 0;
      /** @type {EventSource | null} */
      let source = null;
      const connect = () => {
        source = new EventSource('/dashboard/changes');
        source.addEventListener('message', ({ data }) => tell(/** @type {News} */ (data)));
        // Something may have happened between the making of the page, or the loss of a stream, and now.
        source.addEventListener('open', () => tell('changed'));
        source.addEventListener('error', () => {
          tell('lost');
          if (source?.readyState === EventSource.CLOSED) retry = setTimeout(connect, RETRY_MS);
        });
      };
      signal.addEventListener('abort', () => {
        clearTimeout(retry);
        source?.close();
        done();
      });
      if (signal.aborted) done();
      else connect();
    })
  );
}
