/** Our entries beside Tasklist's own, and where a customer's people begin. */
import { myRoles } from '../../../cockpit/clauseflow/shared/api.js';
import { element } from '../../../cockpit/clauseflow/shared/dom.js';
import { draftsOf } from './drafts.js';

const CUSTOMERS = ['customer', 'customerApprover'];

const entry = (label, href, icon, priority, also = () => {}) => ({
  id: `clauseflow-entry${href.slice(1)}`,
  pluginPoint: 'tasklist.navbar.action',
  priority,
  render: node => {
    node.append(element('a', { href }, element('span', { 'aria-hidden': 'true', class: `glyphicon glyphicon-${icon}` }), ' ', label));
    also();
  },
  unmount: () => {}
});

/** Who only reports and requests need not know what a filter is. They are brought there once, as they come. */
async function welcome() {
  const me = await myRoles().catch(() => null);
  if (!me) {
    return;
  }
  draftsOf(me.id);
  if (sessionStorage.getItem('clauseflow-welcomed') === me.id) {
    return;
  }
  sessionStorage.setItem('clauseflow-welcomed', me.id);
  const came = /^#?\/?(\?|$)/.test(location.hash) && !/[?&](task|processStart)=/.test(location.hash);
  if (came && me.roles.length > 0 && me.roles.every(role => CUSTOMERS.includes(role))) {
    location.hash = '#/start';
  }
}

export const entries = [
  entry('Report or request', '#/start', 'bullhorn', 250, welcome),
  entry('Worklist', '#/work', 'list', 240)
];
