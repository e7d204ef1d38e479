import { rootOf, type PageContext } from './visit.ts';

const SECTIONS = [
  ['transactions', 'Transactions', ''],
  ['webhooks', 'Webhooks', '/webhooks'],
  ['deliveries', 'Deliveries', '/deliveries'],
  ['requests', 'Requests', '/requests'],
  ['catalogue', 'Catalogue', '/catalogue'],
  ['coupons', 'Coupons', '/coupons'],
  ['settings', 'Settings', '/settings'],
  ['fidelity', 'Fidelity', '/fidelity'],
] as const;

export type Section = (typeof SECTIONS)[number][0];

/** The header's links: to the sections, and to the same section of the other environment. */
export function navigation({ root, environment, tables, game }: PageContext, current: Section) {
  const failed = tables.deliveries.by('game', game.id).filter(({ status }) => status === 'exhausted').length;
  return {
    sections: SECTIONS.map(([id, label, path]) => ({
      label,
      href: `${root}${path}`,
      isCurrent: id === current,
      count: id === 'deliveries' ? failed : 0,
    })),
    environments: (['sandbox', 'live'] as const).map((one) => ({
      label: one === 'sandbox' ? 'Sandbox' : 'Live',
      href: rootOf(one) + (SECTIONS.find(([id]) => id === current)?.[2] ?? ''),
      isCurrent: one === environment,
    })),
  };
}
