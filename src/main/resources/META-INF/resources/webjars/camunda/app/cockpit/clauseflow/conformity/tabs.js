export const tabs = [
  { label: 'Matrix', href: '#/conformity' },
  { label: 'Deviations', href: '#/conformity/deviations' },
  { label: 'Deployments', href: '#/conformity/deployments' },
  { label: 'Audit pack', href: '#/conformity/pack' }
];
