export default {
  // states
  state_drafted: "等慈善组织确认",
  state_offered: "等企业确认",
  state_agreed: "已签好，还没开始",
  "state_in-force": "正在执行",
  state_suspended: "标识已停用",
  state_expired: "已到期",
  state_ended: "已提前结束",
  state_refused: "企业没有同意",
  state_withdrawn: "已撤回",
  state_lapsed: "过了开始日，没签成",

  // the enterprise's list
  salesTitle: "消费捐协议",
  salesWaiting_other: "有 {{count}} 份协议等您确认",
  salesLead: "和慈善组织签的消费捐协议都在这里。要在开始那天之前确认，过了就作废。",
  salesEmpty: "还没有协议",
  salesEmptyText: "慈善组织请您加入消费捐时，协议会出现在这里。",
  campaign: "活动",
  period: "起止",
  fromTo: "{{from}} 至 {{to}}",
  state: "状态",
} as const;
