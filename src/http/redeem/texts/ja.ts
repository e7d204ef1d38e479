import type { RedeemTexts } from './en.ts';

export const ja: RedeemTexts = {
  title: 'コードを引き換える',
  hint: 'プレイヤーIDとコードを入力すると、ゲーム内で無料アイテムを受け取れます。',
  player_id: 'プレイヤーID',
  code: 'コード',
  redeem: '引き換える',
  done: '引き換えました',
  items: 'ゲーム内で受け取れるもの:',
  redeemed_at: '引き換え日時: {time}',
  again: '別のコードを引き換える',
  sandbox: 'Sandbox',
  coupon_not_found: 'このコードは存在しません',
  coupon_already_used: 'このコードは使用済みです',
  coupon_not_applicable: 'このコードは有効にできません',
  missing: '未入力の項目があります',
  not_possible: '現在ご利用いただけません',
  banned: 'このプレイヤーは利用を停止されています',
  refused: 'ゲームが拒否しました',
  no_answer: 'ゲームから応答がありません',
  unusable_answer: 'ゲームの応答を利用できません',
  see_answer: 'ゲームの応答を見る',
};
