export default {
  pageOf: "Page {{page}} of {{pages}}",
  demo: "DEMO",
} as const;
