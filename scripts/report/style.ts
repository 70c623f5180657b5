/**
 * The style of the report's page: light and dark by the reader's setting; on a narrow screen each row of a table
 * becomes a card.
 */
export const STYLE = `
:root { color-scheme: light dark; --ink: light-dark(#1c2024, #e6e8ea); --soft: light-dark(#5b636b, #a0a8b0); --line: light-dark(#d8dde2, #343a40);
  --ground: light-dark(#ffffff, #15181b); --raised: light-dark(#f5f7f9, #1d2125); --good: light-dark(#116d3c, #5fd08f); --bad: light-dark(#b3261e, #ff8f86); --odd: light-dark(#8a5a00, #f0bd5a); }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem 1rem 4rem; max-width: 75rem; font: 1rem/1.5 system-ui, sans-serif; color: var(--ink); background: var(--ground); }
h1 { font-size: 1.5rem; margin: 0; text-wrap: balance; } h2 { font-size: 1.15rem; margin: 2.2rem 0 .6rem; } p { margin: .3rem 0; } .soft { color: var(--soft); }
code { font: .85em/1.4 ui-monospace, monospace; overflow-wrap: anywhere; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(10rem, 1fr)); gap: .6rem; margin: 1.2rem 0; padding: 0; list-style: none; }
.tiles li { padding: .6rem .8rem; background: var(--raised); border-radius: .5rem; } .tiles b { display: block; font-size: 1.4rem; font-variant-numeric: tabular-nums; }
table { border-collapse: collapse; width: 100%; } th { text-align: left; color: var(--soft); font-weight: 600; font-size: .85rem; }
th, td { padding: .35rem .6rem; border-bottom: 1px solid var(--line); vertical-align: top; font-variant-numeric: tabular-nums; }
details { border: 1px solid var(--line); border-radius: .5rem; margin: .5rem 0; } summary { padding: .55rem .8rem; cursor: pointer; } details > table { border-top: 1px solid var(--line); table-layout: fixed; }
details th:first-child { width: 25%; } details th:nth-child(3) { width: 18%; } td { overflow-wrap: anywhere; } td > div > code { display: block; }
.good { color: var(--good); } .bad { color: var(--bad); } .odd { color: var(--odd); } td small { display: block; color: var(--soft); }
@media (max-width: 48rem) { thead { display: none; } tr { display: block; padding: .5rem 0; border-bottom: 1px solid var(--line); }
  td { display: grid; grid-template-columns: 8.5rem minmax(0, 1fr); gap: .5rem; border: 0; padding: .15rem .7rem; } td::before { content: attr(data-label); color: var(--soft); font-size: .85rem; } }
`;
