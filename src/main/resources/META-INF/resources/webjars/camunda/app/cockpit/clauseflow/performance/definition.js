/** On Cockpit's own page of a process: heat laid over its diagram, and a tab with the numbers. */
import { askEngine, get, path } from '../shared/api.js';
import { element, fill } from '../shared/dom.js';
import { select } from '../shared/form.js';
import { busy, failed } from '../shared/notices.js';
import { asOf, counted } from './collected.js';
import { heatTable, named } from './heatTable.js';
import { legend } from './legend.js';
import { heatHref } from './links.js';
import { heat, MEASURES } from './measures.js';

/** Cockpit names the definition by an id from which key and version cannot be read when it is long. */
async function figures(definition, signal) {
  const { key, version } = await askEngine(path`process-definition/${definition}`, {}, signal);
  return get('performance/heat', { process: key, version }, signal);
}

export const tab = {
  id: 'clauseflow-performance-tab',
  pluginPoint: 'cockpit.processDefinition.runtime.tab',
  priority: -5,
  properties: { label: 'Performance' },
  render: async (node, { processDefinitionId }) => {
    const place = element('div', { class: 'clauseflow clauseflow-tab' }, busy('Loading'));
    node.append(place);
    try {
      const found = await figures(processDefinitionId);
      fill(place,
        element('p', {}, `${named(found)}: ${counted(found)}.`, asOf(found.asOf)),
        element('p', {}, element('a', { href: heatHref({ process: found.process, version: found.version }) }, 'Heat map, other periods and versions')),
        heatTable(found, heat('median', found.elements)));
    } catch (problem) {
      fill(place, failed(problem));
    }
  }
};

let leaving;

export const overlay = {
  id: 'clauseflow-performance-heat',
  pluginPoint: 'cockpit.processDefinition.diagram.plugin',
  priority: 0,
  render: (viewer, { processDefinitionId }) => {
    leaving = new AbortController();
    const place = element('div');
    const drawn = new Laid(viewer);
    const chooser = select('heat', '', [['', 'No heat'], ...Object.entries(MEASURES).map(([name, { label }]) => [name, label])], {
      class: 'form-control input-sm',
      'aria-label': 'Heat on the diagram',
      change: () => lay(chooser.value)
    });
    let found;
    const lay = async by => {
      drawn.clear();
      fill(place);
      if (!by) {
        return;
      }
      try {
        fill(place, busy('Loading'));
        found ??= await figures(processDefinitionId, leaving.signal);
        const measure = heat(by, found.elements);
        drawn.lay(found.elements, measure);
        fill(place, legend(measure),
          element('p', { class: 'hint' }, `${counted(found)}.`, asOf(found.asOf)));
      } catch (problem) {
        if (problem.name !== 'AbortError') {
          fill(place, failed(problem));
        }
      }
    };
    viewer.get('canvas').getContainer().append(element('div', { class: 'clauseflow clauseflow-heat' }, chooser, place));
  },
  unmount: () => leaving?.abort()
};

/** Colours and numbers on the diagram, and how it was without them. */
class Laid {
  constructor(viewer) {
    this.overlays = viewer.get('overlays');
    this.registry = viewer.get('elementRegistry');
    this.before = [];
  }

  lay(rows, measure) {
    for (const row of rows.filter(row => measure.label(row) && this.registry.get(row.element))) {
      const shape = this.registry.getGraphics(row.element).querySelector('.djs-visual > :first-child');
      this.before.push([shape, shape.style.fill]);
      shape.style.fill = measure.color(row);
      this.overlays.add(row.element, 'clauseflow-heat', {
        position: { top: -12, left: 0 },
        // as large at any scale, and seen at any
        scale: false,
        show: { minZoom: 0 },
        html: element('span', { class: 'heat-number', title: `${row.name}: ${measure.says(row)}` }, measure.label(row))
      });
    }
  }

  clear() {
    this.overlays.remove({ type: 'clauseflow-heat' });
    this.before.splice(0).forEach(([shape, fill]) => {
      shape.style.fill = fill;
    });
  }
}
