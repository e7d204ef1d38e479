/** Schemes that would run in the page, or show what is not the order's to show. */
const REFUSED = new Set(['javascript:', 'data:', 'vbscript:', 'blob:', 'filesystem:', 'file:', 'about:']);

/**
 * A link of the order with its id in place of `{order_id}`; `null` when there is none, or none that a page
 * may offer. Schemes of games (`mygame://`) are welcome.
 */
export function offeredLink(link: string | null, orderId: string): string | null {
  const url = link?.replaceAll('{order_id}', orderId) ?? '';
  if (!URL.canParse(url) || REFUSED.has(new URL(url).protocol)) return null;
  return url;
}

/** A picture's address, if it is one of the web. */
export function offeredPicture(link: string | null | undefined): string | null {
  const isWeb = link != null && URL.canParse(link) && /^https?:$/.test(new URL(link).protocol);
  return isWeb ? link : null;
}
