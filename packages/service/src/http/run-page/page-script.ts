/**
 * The page's script: while the run goes on, it fetches the part of the page that changes and puts it in place. What a
 * reader opened stays open and focused; screen readers are told when the status changes, not at every row.
 */
export const PAGE_SCRIPT = `
(() => {
  const EVERY = 1000, LONGEST = 15000;
  const said = document.getElementById('said');
  let failures = 0;
  const part = () => document.getElementById('run');
  const address = location.pathname.replace(/\\/$/, '') + '/now' + location.search;
  const again = () => { if (part().dataset.over !== 'true') setTimeout(look, Math.min(EVERY * 2 ** failures, LONGEST)); };
  const put = text => {
    const next = new DOMParser().parseFromString(text, 'text/html').getElementById('run');
    const old = part();
    if (!next || next.innerHTML === old.innerHTML) return;
    for (const one of old.querySelectorAll('details[id]')) {
      const same = next.querySelector('#' + one.id);
      if (same && next.dataset.said === old.dataset.said) same.open = one.open;
    }
    const focused = document.activeElement && document.activeElement.closest('#run [id]');
    if (next.dataset.said !== old.dataset.said) said.textContent = next.dataset.said;
    document.title = next.dataset.title;
    old.replaceWith(document.importNode(next, true));
    const same = focused && document.getElementById(focused.id);
    if (same) (same.querySelector('summary') || same).focus();
  };
  const look = async () => {
    if (document.hidden) return document.addEventListener('visibilitychange', look, { once: true });
    try {
      const answer = await fetch(address, { cache: 'no-store', credentials: 'omit', referrerPolicy: 'no-referrer' });
      if (answer.status === 403 || answer.status === 404) { said.textContent = 'This link does not work any more.'; return location.reload(); }
      if (!answer.ok) throw new Error(String(answer.status));
      put(await answer.text());
      failures = 0;
    } catch {
      failures++;
    }
    again();
  };
  again();
})();
`;
