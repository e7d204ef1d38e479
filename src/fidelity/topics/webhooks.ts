import type { Topic } from '../rule.ts';

export const WEBHOOKS: Topic = {
  name: 'Webhooks and their requests',
  rules: [
    {
      id: 'webhooks.signature',
      standing: 'documented',
      rule: 'The signature is the hex HMAC-SHA256 of timestamp, dot and raw body. The timestamp has a header of its own.',
      source: 'Item Remove Webhook, "Configuration"',
    },
    {
      id: 'webhooks.request',
      standing: 'documented',
      rule: 'An event is a POST request of JSON with the `User-Agent` `Aghanim/0.1.0`.',
      source: 'Player Update Webhook, "Request schema"',
    },
    {
      id: 'webhooks.https',
      standing: 'documented',
      rule: 'Webhook URLs are https. The emulator accepts http too, unless the setting forbids it.',
      source: 'Meet Aghanim webhook requirements, "Endpoint"',
      setting: '--strict-https',
    },
    {
      id: 'webhooks.secret',
      standing: 'specification',
      rule: 'Each webhook has a secret of its own, although samples of the guides sign with the S2S key.',
      source: 'WebhookRevealed',
    },
    {
      id: 'webhooks.secret-shown',
      standing: 'specification',
      rule: 'Creating a webhook, revealing its secret and renewing it show the secret. All other answers show only its end.',
      source: 'WebhookRedacted, WebhookRevealed',
    },
    {
      id: 'webhooks.event-families',
      standing: 'specification',
      rule: '`order.*` and `payment.*` subscribe to all events of the family.',
      source: 'WebhookEventType',
    },
    {
      id: 'webhooks.system-items',
      standing: 'specification',
      rule: 'System items are left out of webhooks.',
      source: 'ItemCreate',
    },
    {
      id: 'webhooks.attempts-signed-afresh',
      standing: 'our reading',
      rule: 'Each attempt is signed afresh with its own timestamp. The bytes of the body are the same in all attempts.',
    },
    {
      id: 'webhooks.get',
      standing: 'our reading',
      rule: 'A webhook with the method GET gets GET requests with a body.',
    },
    {
      id: 'webhooks.url',
      standing: 'our reading',
      rule: 'A webhook URL begins with `http://` or `https://`.',
    },
    {
      id: 'webhooks.new-secret',
      standing: 'our reading',
      rule: 'A new secret takes effect at once: nothing is signed with the old one any more.',
    },
    {
      id: 'webhooks.batch-mode',
      standing: 'our reading',
      rule: '`batch_mode: true` is refused with 422, because batches are not served: events are sent one by one, and `batch.ready` only as a test.',
    },
    {
      id: 'webhooks.silent-events',
      standing: 'our reading',
      rule: 'A subscription to an event type that the emulator sends only as a test is accepted. A warning in the log and on the page of the webhook names these types.',
    },
    {
      id: 'webhooks.pending-canceled',
      standing: 'our reading',
      rule: 'Deleting or disabling a webhook cancels its pending deliveries. A canceled `item.add` counts as failed.',
    },
    {
      id: 'webhooks.pause',
      standing: 'our reading',
      rule: 'A webhook whose attempts have all failed for a given time is paused: its deliveries stay pending and go on when it is resumed, enabled anew or given another URL. Resends and test events are still sent, so that you can see whether the receiver works again. Off by default.',
      setting: '--pause-webhook-after',
    },
  ],
};
