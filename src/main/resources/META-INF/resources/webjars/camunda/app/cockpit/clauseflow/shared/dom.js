/** Makes an element. Its text is text, whatever it says: nothing here is ever read as HTML. */
export function element(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === 'function') {
      node.addEventListener(key, value);
    } else if (value === true) {
      node.setAttribute(key, '');
    } else if (value !== false && value !== null && value !== undefined) {
      node.setAttribute(key, value);
    }
  }
  fill(node, ...children);
  return node;
}

/** Replaces what is in a node. */
export function fill(node, ...children) {
  node.replaceChildren(...children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false));
  return node;
}

/** One of Cockpit's signs, for the eye, beside words that say the same. */
export const sign = icon => element('span', { 'aria-hidden': 'true', class: `sign glyphicon glyphicon-${icon}` });

let ids = 0;

/** An id that no other element of the page has. */
export const newId = () => `clauseflow-${++ids}`;
