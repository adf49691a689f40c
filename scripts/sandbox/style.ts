/** The one stylesheet of the sandbox's pages: paper ground, ink text, teal for the action. */
export const STYLESHEET = `
:root { --paper: #fbfaf5; --sheet: #fff; --wash: #f3f1e9; --ink: #1a2320; --ink-2: #46514d; --ink-3: #5b6661; --line: #e2ded2; --line-2: #c6c1b2;
  --control: #717a76; --teal: #0a5c50; --teal-deep: #064339; --teal-wash: #e5f0ec; --amber: #7a4b00; --amber-wash: #fbf2e0; --red: #a1281c; --focus: #ffbf3c;
  --sans: "PingFang SC", "HarmonyOS Sans SC", "Noto Sans SC", "Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", system-ui, sans-serif; }
*, *::before, *::after { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 400 1rem/1.7 var(--sans); overflow-wrap: break-word; }
h1, h2, p, dl, dd, ul, ol { margin: 0; padding: 0; } ul, ol { list-style: none; }
h1 { font-size: 1.4375rem; line-height: 1.4; font-weight: 600; text-wrap: balance; }
h2 { position: relative; font-size: 1.1875rem; line-height: 1.45; font-weight: 600; margin-top: 3rem; border-top: 1px solid var(--line-2); padding-top: 1rem; }
h2::before { content: ""; position: absolute; left: 0; top: -.32rem; width: 1.3rem; height: .6rem; background: var(--teal); clip-path: polygon(24% 0, 76% 0, 100% 50%, 76% 100%, 24% 100%, 0 50%); }
a { color: var(--teal); text-underline-offset: .22em; } a:hover { color: var(--teal-deep); }
:focus-visible { outline: 3px solid var(--ink); outline-offset: 2px; box-shadow: 0 0 0 2px var(--focus), 0 0 0 7px var(--focus); border-radius: 2px; }
.demo { background: var(--amber-wash); color: var(--amber); border-bottom: 1px solid #ecd6ab; font-size: .875rem; padding: .4rem 1rem; text-align: center; }
main { width: min(100% - 2rem, 60rem); margin: 2rem auto 4rem; }
main.pay { max-width: 27rem; }
.sheet { background: var(--sheet); border: 1px solid var(--line); border-radius: 6px; padding: 1.5rem; box-shadow: 0 1px 2px rgb(26 35 32 / .06), 0 12px 32px -20px rgb(26 35 32 / .22); }
.who { font-size: .875rem; color: var(--ink-3); }
.amount { font-size: 2.25rem; line-height: 1.3; font-weight: 600; font-variant-numeric: tabular-nums lining-nums; margin-block: .75rem 1.25rem; }
dl.facts { display: grid; grid-template-columns: auto 1fr; gap: .35rem 1rem; font-size: .875rem; border-top: 1px solid var(--line); padding-block: 1rem; }
dl.facts dt { color: var(--ink-3); } dl.facts dd { text-align: right; overflow-wrap: anywhere; }
.actions { display: grid; gap: .75rem; margin-top: .5rem; }
.btn { display: inline-flex; align-items: center; justify-content: center; min-height: 3rem; padding: .5rem 1.5rem; font: 600 1rem/1.4 var(--sans); color: #fff; background: var(--teal); border: 1px solid var(--teal); border-radius: 4px; text-decoration: none; cursor: pointer; width: 100%; }
.btn:hover { background: var(--teal-deep); border-color: var(--teal-deep); color: #fff; }
.btn.quiet { background: transparent; color: var(--teal); border-color: var(--control); } .btn.quiet:hover { background: var(--teal-wash); }
.btn.inline { width: auto; }
.note { font-size: .875rem; color: var(--ink-3); } .alert { border-left: 4px solid var(--red); background: #fbebe7; color: var(--red); padding: .6rem .9rem; margin-bottom: 1rem; }
.state { color: var(--teal); font-weight: 600; } .state.wait { color: var(--amber); } .state.off { color: var(--ink-3); }
.scroll { overflow-x: auto; margin-top: 1rem; }
table { border-collapse: collapse; width: 100%; font-size: .875rem; } th, td { text-align: left; padding: .5rem .75rem .5rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
th { color: var(--ink-3); font-weight: 600; font-size: .8125rem; } .num { text-align: right; font-variant-numeric: tabular-nums lining-nums; white-space: nowrap; }
.mail { border-bottom: 1px solid var(--line); padding-block: 1rem; } .mail p { white-space: pre-line; } .mail a { overflow-wrap: anywhere; }
.row { display: flex; flex-wrap: wrap; gap: .75rem 1.5rem; align-items: center; margin-top: 1.25rem; }
@media (max-width: 40rem) {
  table.cards thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  table.cards tr { display: block; border-bottom: 1px solid var(--line-2); padding-block: .5rem; }
  table.cards td { display: flex; justify-content: space-between; gap: 1rem; border: 0; padding: .2rem 0; text-align: right; overflow-wrap: anywhere; }
  table.cards td::before { content: attr(data-label); color: var(--ink-3); text-align: left; flex: none; }
}
`;
