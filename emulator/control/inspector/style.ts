/** The look of the inspector page: the system's own font and colours, light or dark as the person has it. */
export const style = `
:root { color-scheme: light dark; --line: light-dark(#d0d4da, #3a4048); --soft: light-dark(#f3f5f7, #1d2127); --link: light-dark(#0b57d0, #8ab4f8); --bad: light-dark(#a50e0e, #ff8a80); }
body { font: 0.9375rem/1.5 system-ui, sans-serif; margin: 0; background: light-dark(#fff, #14171b); color: light-dark(#1b1f24, #e4e7eb); }
header { display: flex; flex-wrap: wrap; gap: 0.5rem 1.5rem; align-items: center; padding: 0.75rem 1.25rem; border-bottom: 1px solid var(--line); background: var(--soft); }
nav { display: flex; flex-wrap: wrap; gap: 0.25rem 1rem; flex: 1; }
a { color: var(--link); }
nav a { text-decoration: none; padding: 0.25rem 0; }
nav a[aria-current] { border-bottom: 2px solid currentColor; }
.skip { position: absolute; left: -99rem; }
.skip:focus { left: 1rem; top: 0.5rem; }
main { padding: 0.5rem 1.25rem 3rem; max-width: 80rem; }
main:focus { outline: none; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
h1 { font-size: 1.375rem; margin: 0.75rem 0; }
h2 { font-size: 1.0625rem; margin: 1.5rem 0 0.5rem; overflow-wrap: anywhere; }
h3 { font-size: 0.9375rem; margin: 1.25rem 0 0.25rem; }
h2 code, summary code, td code { font-weight: normal; font-size: 0.8125rem; }
code, pre { font-family: ui-monospace, monospace; }
pre { font-size: 0.8125rem; background: var(--soft); border: 1px solid var(--line); padding: 0.75rem; overflow: auto; white-space: pre-wrap; overflow-wrap: anywhere; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 0.875rem; }
th, td { text-align: left; vertical-align: top; padding: 0.3rem 0.75rem 0.3rem 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
th { white-space: nowrap; }
.requests { min-width: 52rem; }
.requests td:first-child, .requests td:nth-child(2), .requests td:nth-child(4), .requests td:nth-child(5) { white-space: nowrap; }
td a { text-decoration: none; }
tr.refused td:nth-child(4), tr.refused td:nth-child(6), .why, [role="alert"] { color: var(--bad); }
.kinds { display: grid; grid-template-columns: repeat(auto-fill, minmax(14rem, 1fr)); gap: 0.25rem; list-style: none; padding: 0; }
details { border-bottom: 1px solid var(--line); padding: 0.35rem 0; }
summary { cursor: pointer; overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: minmax(8rem, max-content) 1fr; gap: 0.1rem 1rem; font-size: 0.875rem; }
dt { font-weight: 600; }
dd { margin: 0; overflow-wrap: anywhere; }
form { margin: 0.75rem 0; }
.filter { display: flex; flex-wrap: wrap; gap: 0.5rem 1rem; align-items: end; }
textarea { display: block; margin: 0.25rem 0 0.5rem; width: 100%; max-width: 50rem; box-sizing: border-box; }
input, textarea, button { font: inherit; }
textarea { font-family: ui-monospace, monospace; font-size: 0.8125rem; }
button { padding: 0.2rem 0.75rem; }
.state { font-weight: 600; }
.nothing { opacity: 0.75; }
`;
