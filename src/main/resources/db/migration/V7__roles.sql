-- The roles. Who holds them is in person_role; what they may do is in authorizations.yaml.

insert into role (id, name, purpose) values
  ('serviceDesk',           'Service desk',           'Takes reports, classifies them, resolves what it can, speaks with customers'),
  ('applicationSupport',    'Application support',    'Diagnoses and resolves faults of applications'),
  ('infrastructureSupport', 'Infrastructure support', 'Diagnoses and resolves faults of servers, storage and workplaces'),
  ('networkSupport',        'Network support',        'Diagnoses and resolves faults of networks and telephony'),
  ('securityTeam',          'Security team',          'Handles information security incidents'),
  ('incidentManager',       'Incident manager',       'Answers for incident management, decides on escalations'),
  ('serviceManager',        'Service manager',        'Watches the performance of services and processes'),
  ('processOwner',          'Process owner',          'Designs processes and decisions and puts them into operation'),
  ('auditor',               'Auditor',                'Reads everything, changes nothing'),
  ('topManagement',         'Top management',         'Commits resources, accepts risks, reviews the system'),
  ('customer',              'Customer',               'Person of a customer: reports and confirms'),
  ('monitoring',            'Monitoring',             'Technical user of monitoring systems'),
  ('camunda-admin',         'Administrator',          'Administers users and the application');
update role set support_group = true
where id in ('serviceDesk', 'applicationSupport', 'infrastructureSupport', 'networkSupport', 'securityTeam');
