export type Route = readonly [method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string];

const READ = {
  '': [
    '/',
    '/livez',
    '/readyz',
    '/redeem',
    '/redeem/live',
    '/assets/{id}',
    '/dashboard/changes',
    '/dashboard/fidelity',
    '/dashboard/orders/{id}',
    '/hub',
    '/hub/{id}',
    '/hub/{id}/go/login',
  ],
  '/order/{id}': ['', '/status', '/events', '/3ds', '/receipt'],
  '/dashboard/sandbox': [
    '',
    '/webhooks',
    '/webhooks/new',
    '/webhooks/{id}',
    '/webhooks/{id}/delete',
    '/settings',
  ],
  '/dashboard/games/{id}': ['', '/webhooks', '/requests', '/events', '/search'],
  '/dashboard/sandbox/': [
    'events',
    'events/{id}',
    'endpoints/{id}',
    'games',
    'players',
    'players/{id}',
    'requests/{id}',
    'subscriptions',
    'search',
  ],
  '/dashboard/live': [
    '/requests',
    '/catalogue',
    '/coupons',
    '/fidelity',
    '/deliveries',
    '/deliveries/{id}',
    '/orders/{id}',
  ],
} as const;

const SUBMITTED = {
  '': ['/redeem', '/redeem/live', '/hub/{id}/login', '/hub/{id}/lookup', '/order/{id}/plan'],
  '/dashboard/sandbox/subscriptions/{id}': ['/renew', '/cancel', '/{id}'],
  '/order/{id}': [
    '/pay',
    '/coupon',
    '/3ds',
    '/tester/abandon',
    '/tester/expire',
    '/tester/resolve',
    '/tester/{id}',
  ],
  '/dashboard/sandbox': ['/orders', '/settings', '/coupons/redeem', '/webhooks', '/webhooks/{id}'],
  '/dashboard/sandbox/webhooks/{id}': ['/enable', '/disable', '/resume', '/secret', '/test', '/delete'],
  '/dashboard/sandbox/endpoints/{id}': ['/resume'],
  '/dashboard/sandbox/deliveries': ['/resend', '/{id}/resend', '/{id}/run', '/{id}/replay'],
  '/dashboard/sandbox/orders/{id}': [
    '/pay',
    '/refund',
    '/chargeback',
    '/dispute',
    '/expire',
    '/fraud',
    '/cancel',
  ],
} as const;

/** The pages and their forms. */
export const PAGE_ROUTES: readonly Route[] = [
  ...Object.entries(READ).flatMap(([base, paths]) => paths.map((path): Route => ['GET', base + path])),
  ...Object.entries(SUBMITTED).flatMap(([base, paths]) => paths.map((path): Route => ['POST', base + path])),
];
