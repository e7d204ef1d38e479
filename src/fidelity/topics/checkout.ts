import type { Topic } from '../rule.ts';

export const CHECKOUT: Topic = {
  name: 'Checkout page',
  rules: [
    {
      id: 'checkout.card-fields',
      standing: 'documented',
      rule: 'Any expiry date in the future and any CVV of the right length are accepted.',
      source: 'Checkout guides, test cards',
    },
    {
      id: 'checkout.waits-for-game',
      standing: 'documented',
      rule: 'After the payment the page waits for the 2xx answer of the game to `item.add` before it leads back.',
      source: 'Checkout guides, redirect after a payment',
    },
    {
      id: 'checkout.redirect-settings',
      standing: 'specification',
      rule: '`redirect_settings` decides whether, when and where the page leads after the payment.',
      source: 'OrderCreate',
    },
    {
      id: 'checkout.ui-settings',
      standing: 'specification',
      rule: '`ui_settings` decides whether the page is dark or light and whether it shows the player.',
      source: 'OrderCreate',
    },
    {
      id: 'checkout.postal-code',
      standing: 'documented',
      rule: 'Any postal code is valid: 1, A/B and 〒100-0001 are accepted. The emulator takes up to 32 characters.',
      source: 'Test cards, introduction',
    },
    {
      id: 'checkout.required-fields',
      standing: 'our reading',
      rule: 'Every order that is not free requires email, postal code and country. A card is valid until the end of its month in UTC.',
    },
    {
      id: 'checkout.languages',
      standing: 'our reading',
      rule: 'Without a locale on the order the page takes the language of the browser, else English. A locale without texts of its own has English texts with its own numbers and dates.',
    },
    {
      id: 'checkout.payment-methods',
      standing: 'our reading',
      rule: 'The page offers cards only, live too. An empty `payment_methods_enabled` allows everything; with a list without `card` nothing can be paid (409).',
    },
    {
      id: 'checkout.saved-card',
      standing: 'our reading',
      rule: 'A live game offers the last card that the player asked to save, if its payment was not undone. It asks for no CVV.',
    },
    {
      id: 'checkout.save-card-box',
      standing: 'documented',
      rule: 'The form of a live game has a box to save the card, and saves it only when the box is checked.',
      source: 'Checkout guides, saved cards',
    },
    {
      id: 'checkout.marketing-consent',
      standing: 'our reading',
      rule: 'The form has a box for consent to marketing mail. A payment with it that is not declined at once sends `player.marketing_consent.updated` with the trigger `hub.purchase`.',
    },
    {
      id: 'checkout.coupon-field',
      standing: 'our reading',
      rule: 'The coupon field is shown only when `coupons_enabled` is true.',
    },
    {
      id: 'checkout.redirect-once',
      standing: 'our reading',
      rule: 'The automatic redirect happens once in a browser tab, when the order is done. Coming back does not redirect again.',
    },
    {
      id: 'checkout.links',
      standing: 'our reading',
      rule: 'The page offers only absolute links, and of these only such as the API accepts.',
    },
    {
      id: 'checkout.pictures',
      standing: 'our reading',
      rule: 'Pictures of items may come from anywhere. They are the only requests of the page to other hosts.',
    },
    {
      id: 'checkout.decline-code',
      standing: 'our reading',
      rule: 'The page shows the response code of a decline beneath its explanation.',
    },
    {
      id: 'checkout.plans',
      standing: 'our reading',
      rule: 'The page of a subscription offers its other plans until it is paid. The plan that the player chooses decides the price of the item, whatever price the order gave it.',
    },
    {
      id: 'checkout.time-zone',
      standing: 'our reading',
      rule: 'Dates on the page are in the time zone of the server, which is named. The script of the page shows the time until which the order can be paid in the time zone of the browser.',
    },
  ],
};
