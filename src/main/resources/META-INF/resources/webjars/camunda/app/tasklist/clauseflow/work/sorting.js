/** Tasklist lists what was created last first, unless its address says otherwise; here what is due first comes first. */
const BY_DUE_DATE = JSON.stringify([{ sortBy: 'dueDate', sortOrder: 'asc' }]);

export const TASKS = `#/?sorting=${encodeURIComponent(BY_DUE_DATE)}`;

function sort() {
  const tasks = /^#?\/?(?:\?(.*))?$/.exec(location.hash);
  const parameters = new URLSearchParams(tasks?.[1]);
  if (tasks && !parameters.has('sorting')) {
    parameters.set('sorting', BY_DUE_DATE);
    // a part alone would be of the base address, which lacks what is asked for in this one
    location.replace(`${location.pathname}${location.search}#/?${parameters}`);
  }
}

export function dueFirst() {
  sort();
  addEventListener('hashchange', sort);
}
