/** How the processes perform: what was done and is open, what is late, where the time goes and work waits, what is planned. */
import { element } from '../shared/dom.js';
import { entry } from '../shared/page.js';
import { attention } from './attention.js';
import { oneCase } from './case.js';
import { cases } from './cases.js';
import { overlay, tab } from './definition.js';
import { heat } from './heat.js';
import { overview } from './overview.js';
import { planned } from './planned.js';
import { waiting } from './waiting.js';

for (const style of ['performance.css', 'heat.css']) {
  document.head.append(element('link', { rel: 'stylesheet', href: new URL(style, import.meta.url).href }));
}

export default [entry('Performance', '/performance', 9), attention, overview, heat, cases, oneCase, waiting, planned, tab, overlay];
