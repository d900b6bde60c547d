/** How the processes perform: what was done and is open, what is late, where work waits, what is planned. */
import { element } from '../shared/dom.js';
import { entry } from '../shared/page.js';
import { attention } from './attention.js';
import { overview } from './overview.js';
import { planned } from './planned.js';
import { waiting } from './waiting.js';

document.head.append(element('link', { rel: 'stylesheet', href: new URL('performance.css', import.meta.url).href }));

export default [entry('Performance', '/performance', 9), attention, overview, waiting, planned];
