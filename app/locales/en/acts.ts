export default {
  "act_work-begun": "began a longer piece of work",
  subject_work: "longer work",
} as const;
