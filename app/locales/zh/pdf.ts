/** Words on the furniture of every printed document. */
export default {
  pageOf: "第 {{page}} 页，共 {{pages}} 页",
  demo: "演示",
} as const;
