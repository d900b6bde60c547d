export const tabs = [
  { label: 'Overview', href: '#/performance' },
  { label: 'Where work waits', href: '#/performance/waiting' },
  { label: 'Planned intervals', href: '#/performance/planned' }
];
