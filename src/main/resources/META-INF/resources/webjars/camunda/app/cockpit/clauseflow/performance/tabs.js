export const tabs = [
  { label: 'Overview', href: '#/performance' },
  { label: 'Heat map', href: '#/performance/heat' },
  { label: 'Cases', href: '#/performance/cases' },
  { label: 'Where work waits', href: '#/performance/waiting' },
  { label: 'Planned intervals', href: '#/performance/planned' }
];
