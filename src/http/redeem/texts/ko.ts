import type { RedeemTexts } from './en.ts';

export const ko: RedeemTexts = {
  title: '코드 사용하기',
  hint: '플레이어 ID와 코드를 입력하면 게임에서 무료 아이템을 받을 수 있습니다.',
  player_id: '플레이어 ID',
  code: '코드',
  redeem: '사용하기',
  done: '코드를 사용했습니다',
  items: '게임에서 받는 아이템:',
  redeemed_at: '사용 일시: {time}',
  again: '다른 코드 사용하기',
  sandbox: 'Sandbox',
  coupon_not_found: '존재하지 않는 코드입니다',
  coupon_already_used: '이미 사용된 코드입니다',
  coupon_not_applicable: '활성화할 수 없는 코드입니다',
  missing: '입력하지 않은 항목이 있습니다',
  not_possible: '지금은 할 수 없습니다',
  banned: '차단된 플레이어입니다',
  refused: '게임이 거부했습니다',
  no_answer: '게임이 응답하지 않습니다',
  unusable_answer: '게임의 응답을 사용할 수 없습니다',
  see_answer: '게임의 응답 보기',
};
