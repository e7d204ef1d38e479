import type { RedeemTexts } from './en.ts';

export const uk: RedeemTexts = {
  title: 'Активувати код',
  hint: 'Введіть свій ID гравця та код, щоб отримати безкоштовні предмети у грі.',
  player_id: 'ID гравця',
  code: 'Код',
  redeem: 'Активувати',
  done: 'Код активовано',
  items: 'У грі ви отримаєте:',
  redeemed_at: 'Активовано {time}.',
  again: 'Активувати інший код',
  sandbox: 'Sandbox',
  coupon_not_found: 'Такого коду немає',
  coupon_already_used: 'Цей код уже використано',
  coupon_not_applicable: 'Цей код не можна активувати',
  missing: 'Чогось бракує',
  not_possible: 'Зараз це неможливо',
  banned: 'Цього гравця заблоковано',
  refused: 'Гра відмовляє',
  no_answer: 'Гра не відповідає',
  unusable_answer: 'Гра не дала придатної відповіді',
  see_answer: 'Переглянути відповідь гри',
};
