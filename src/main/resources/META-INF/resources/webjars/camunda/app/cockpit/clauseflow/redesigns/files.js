/** The files of a draft, as they are chosen and as they are sent. */
import { element } from '../shared/dom.js';
import { field } from '../shared/form.js';

export const filesField = () =>
  field('Files', element('input', { type: 'file', name: 'files', multiple: true, required: true, accept: '.bpmn,.dmn,.form' }),
    'One model (.bpmn) or one table (.dmn), with the forms and tables that change with it; each of 2 MB at most');
