export default {
  // list
  listTitle: "消费捐活动",
  listLead:
    "企业每卖出一单，按协议捐一点。先开活动，再和企业签协议；协议要在开卖之前签好（慈善法第三十七条）。",
  listEmpty: "还没有消费捐活动",
  listEmptyText: "活动和项目一样先存成草稿、另一位同事放行，再请企业来签协议。",
  campaign: "活动",
  period: "起止",
  fromTo: "{{from}} 至 {{to}}",
  inForce: "正在捐的企业",
  waitingHere: "等我们确认",
  waitingThere: "等企业确认",
  state: "状态",
  state_draft: "草稿",
  state_open: "进行中",
  state_paused: "暂停",
  state_ended: "已结束",
} as const;
