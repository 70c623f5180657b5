/**
 * Style of the page: light and dark by the reader's setting, one column on a narrow screen. The checkboxes hide levels
 * without a script.
 */
export const STYLE = `
:root { color-scheme: light dark; --ink: light-dark(#1c2024, #e6e8ea); --soft: light-dark(#59616a, #a4acb4); --line: light-dark(#d8dde2, #343a40);
  --ground: light-dark(#ffffff, #15181b); --raised: light-dark(#f5f7f9, #1d2125);
  --breaking: light-dark(#b3261e, #ff8f86); --unproven: light-dark(#8a5a00, #f0bd5a); --compatible: light-dark(#116d3c, #5fd08f); --docs: light-dark(#59616a, #a4acb4); }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem 1rem 4rem; max-width: 70rem; font: 1rem/1.5 system-ui, sans-serif; color: var(--ink); background: var(--ground); }
h1 { font-size: 1.5rem; margin: 0 0 .3rem; text-wrap: balance; }
p { margin: .3rem 0; } .soft { color: var(--soft); }
code { font: .85em/1.45 ui-monospace, monospace; overflow-wrap: anywhere; white-space: pre-wrap; }
fieldset { display: flex; flex-wrap: wrap; gap: .4rem 1.2rem; margin: 1.2rem 0; padding: .6rem .9rem; border: 1px solid var(--line); border-radius: .5rem; }
legend { padding: 0 .3rem; color: var(--soft); font-size: .85rem; }
label { display: flex; gap: .4rem; align-items: center; cursor: pointer; } input { accent-color: currentColor; width: 1.05rem; height: 1.05rem; }
ol { list-style: none; margin: 0; padding: 0; }
li.finding { margin: .7rem 0; padding: .7rem .9rem; border: 1px solid var(--line); border-left: .3rem solid var(--level); border-radius: .4rem; background: var(--raised); }
.level { color: var(--level); font-size: .78rem; font-weight: 700; letter-spacing: .04em; text-transform: uppercase; }
.breaking { --level: var(--breaking); } .unproven { --level: var(--unproven); } .compatible { --level: var(--compatible); } .docs { --level: var(--docs); }
h2 { margin: .1rem 0 .25rem; font-size: 1rem; overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: 6rem minmax(0, 1fr); gap: .2rem .8rem; margin: .4rem 0 0; } dt { color: var(--soft); font-size: .85rem; } dd { margin: 0; overflow-wrap: anywhere; }
details { margin: 0; } summary { cursor: pointer; } ul { margin: .2rem 0; padding-left: 1.2rem; }
body:has(#show-breaking:not(:checked)) li.breaking, body:has(#show-unproven:not(:checked)) li.unproven,
body:has(#show-compatible:not(:checked)) li.compatible, body:has(#show-docs:not(:checked)) li.docs { display: none; }
@media (max-width: 40rem) { dl { grid-template-columns: minmax(0, 1fr); gap: 0; } dt { margin-top: .35rem; } }
`;
