/** What people did, as the audit trail says it. One line an act, in alphabetical order. */
export default {
  "act_work-begun": "开始了一项较长的工作",
  subject_work: "较长的工作",
} as const;
