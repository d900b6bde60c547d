/** Pages of our own inside Cockpit and Tasklist: a route each, in Camunda's look, and an entry in Cockpit's navigation. */
import { application } from './api.js';
import { element, fill } from './dom.js';
import { busy, failed } from './notices.js';

const NAME = { cockpit: 'Cockpit', tasklist: 'Tasklist' }[application];

const style = element('link', { rel: 'stylesheet', href: new URL('page.css', import.meta.url).href });
document.head.append(style);

/**
 * show gets the visit { query, last, signal, again }: the parameters and the last part of the address, a signal of
 * leaving, and how to see the page anew; it gives what is to be seen.
 */
export function page({ path, title, tabs = [], show }) {
  let leaving;
  return {
    id: 'clauseflow' + path,
    pluginPoint: `${application}.route`,
    properties: { path },
    render: node => {
      leaving = new AbortController();
      document.title = `Camunda ${NAME} | ${title}`;
      const content = element('div', {}, busy('Loading'));
      node.append(
        element('main', { class: 'cockpit-section-dashboard clauseflow' },
          element('section', {},
            element('div', { class: 'inner' },
              element('header', {}, element('h1', { class: 'section-title' }, title), navigation(tabs)),
              content))));
      visit(content, show, leaving.signal);
    },
    unmount: () => leaving.abort()
  };
}

/** An entry of Cockpit's own navigation; ours stand after Cockpit's, in order of their priority. */
export const entry = (label, path, priority) => ({
  id: 'clauseflow-entry' + path,
  pluginPoint: 'cockpit.navigation',
  priority,
  checkActive: url => url.includes('#' + path),
  render: node => node.append(element('a', { href: '#' + path }, label)),
  unmount: () => {}
});

async function visit(content, show, signal) {
  const [, path, query] = /^#([^?]*)\??(.*)$/.exec(location.hash);
  const last = decodeURIComponent(path.slice(path.lastIndexOf('/') + 1));
  const again = () => visit(content, show, signal);
  try {
    fill(content, await show({ query: new URLSearchParams(query), last, signal, again }));
  } catch (problem) {
    if (!signal.aborted) {
      fill(content, failed(problem));
    }
  }
}

function navigation(tabs) {
  const here = location.hash.replace(/\?.*/, '');
  return tabs.length === 0
    ? []
    : element('nav', { 'aria-label': 'Parts of this page' },
        element('ul', { class: 'nav nav-tabs' },
          tabs.map(tab =>
            element('li', { class: here === tab.href ? 'active' : null },
              element('a', { href: tab.href, 'aria-current': here === tab.href ? 'page' : null }, tab.label)))));
}
