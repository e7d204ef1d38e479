import type { RedeemTexts } from './en.ts';

export const zh: RedeemTexts = {
  title: '兑换代码',
  hint: '输入玩家 ID 和代码，即可在游戏中获得免费物品。',
  player_id: '玩家 ID',
  code: '代码',
  redeem: '兑换',
  done: '兑换成功',
  items: '您将在游戏中获得：',
  redeemed_at: '兑换时间：{time}',
  again: '兑换其他代码',
  sandbox: 'Sandbox',
  coupon_not_found: '该代码不存在',
  coupon_already_used: '该代码已被使用',
  coupon_not_applicable: '该代码无法激活',
  missing: '缺少必填内容',
  not_possible: '暂时无法操作',
  banned: '该玩家已被封禁',
  refused: '游戏拒绝了请求',
  no_answer: '游戏没有响应',
  unusable_answer: '游戏的响应无效',
  see_answer: '查看游戏的响应',
};
