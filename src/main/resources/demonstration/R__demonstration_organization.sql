-- A small organization to try Clauseflow with; loaded once, never with the profile postgres.
-- Everybody logs in with their id (anna, ben, ...) and the password that is printed at start.

insert into party (id, kind, name, mail) values
  ('provider',     'internal', 'Fjord IT Services',   'office@fjord.example'),
  ('nordwind',     'customer', 'Nordwind Energy',     'it@nordwind.example'),
  ('hafenklinik',  'customer', 'Hafenklinik',         'it@hafenklinik.example'),
  ('citylibrary',  'customer', 'City Library',        'it@citylibrary.example'),
  ('datahall',     'supplier', 'Datahall Hosting',    'noc@datahall.example'),
  ('linktelecom',  'supplier', 'Link Telecom',        'support@linktelecom.example')
on conflict do nothing;

insert into person (id, name, mail, party_id) values
  ('admin',      'Ada Administrator', 'admin@fjord.example',           'provider'),
  ('monitoring', 'Monitoring',        null,                            'provider'),
  ('anna',       'Anna Berg',         'anna.berg@fjord.example',       'provider'),
  ('ben',        'Ben Okafor',        'ben.okafor@fjord.example',      'provider'),
  ('chloe',      'Chloe Martin',      'chloe.martin@fjord.example',    'provider'),
  ('david',      'David Novak',       'david.novak@fjord.example',     'provider'),
  ('elif',       'Elif Kaya',         'elif.kaya@fjord.example',       'provider'),
  ('farid',      'Farid Haddad',      'farid.haddad@fjord.example',    'provider'),
  ('greta',      'Greta Lund',        'greta.lund@fjord.example',      'provider'),
  ('hiro',       'Hiro Tanaka',       'hiro.tanaka@fjord.example',     'provider'),
  ('ines',       'Ines Costa',        'ines.costa@fjord.example',      'provider'),
  ('jonas',      'Jonas Keller',      'jonas.keller@fjord.example',    'provider'),
  ('katja',      'Katja Sommer',      'katja.sommer@fjord.example',    'provider'),
  ('luis',       'Luis Ortega',       'luis.ortega@fjord.example',     'provider'),
  ('marta',      'Marta Nowak',       'marta.nowak@fjord.example',     'provider'),
  ('noah',       'Noah Smit',         'noah.smit@fjord.example',       'provider'),
  ('olga',       'Olga Petrova',      'olga.petrova@fjord.example',    'provider'),
  ('paul',       'Paul Winter',       'paul.winter@fjord.example',     'provider'),
  ('petra',      'Petra Holm',        'petra.holm@fjord.example',      'provider'),
  ('samir',      'Samir Nassar',      'samir.nassar@fjord.example',    'provider'),
  ('wanda',      'Wanda Berger',      'wanda.berger@fjord.example',    'provider'),
  ('carla',      'Carla Mendes',      'carla.mendes@fjord.example',    'provider'),
  ('dario',      'Dario Rossi',       'dario.rossi@fjord.example',     'provider'),
  ('ruth',       'Ruth Fischer',      'ruth.fischer@fjord.example',    'provider'),
  ('fiona',      'Fiona Walsh',       'fiona.walsh@fjord.example',     'provider'),
  ('conrad',     'Conrad Lindt',      'conrad.lindt@fjord.example',    'provider'),
  ('nina',       'Nina Dahl',         'nina.dahl@fjord.example',       'provider'),
  ('rosa',       'Rosa Vogel',        'rosa.vogel@nordwind.example',   'nordwind'),
  ('stefan',     'Stefan Brandt',     'stefan.brandt@nordwind.example','nordwind'),
  ('tina',       'Tina Albers',       'tina.albers@hafenklinik.example','hafenklinik'),
  ('umar',       'Umar Siddiqui',     'umar.siddiqui@hafenklinik.example','hafenklinik'),
  ('vera',       'Vera Lang',         'vera.lang@citylibrary.example', 'citylibrary'),
  ('willem',     'Willem de Boer',    'willem.deboer@citylibrary.example','citylibrary')
on conflict do nothing;

insert into person_role (person_id, role_id) values
  ('admin', 'camunda-admin'),
  ('monitoring', 'monitoring'),
  ('anna', 'serviceDesk'), ('ben', 'serviceDesk'),
  ('chloe', 'applicationSupport'), ('david', 'applicationSupport'),
  ('elif', 'infrastructureSupport'), ('farid', 'infrastructureSupport'),
  ('greta', 'networkSupport'), ('hiro', 'networkSupport'),
  ('ines', 'securityTeam'), ('jonas', 'securityTeam'),
  ('katja', 'incidentManager'), ('katja', 'serviceDesk'), ('luis', 'incidentManager'),
  ('marta', 'serviceManager'),
  ('noah', 'processOwner'),
  ('olga', 'auditor'),
  ('paul', 'topManagement'),
  ('petra', 'problemManager'), ('samir', 'requestManager'), ('wanda', 'configurationManager'),
  ('carla', 'changeManager'), ('dario', 'changeManager'), ('ruth', 'releaseManager'),
  ('fiona', 'financeManager'), ('conrad', 'continuityManager'),
  ('nina', 'documentController'),
  ('rosa', 'customer'), ('stefan', 'customer'),
  ('tina', 'customer'), ('umar', 'customer'),
  ('vera', 'customer'), ('willem', 'customer'),
  ('stefan', 'customerApprover'), ('umar', 'customerApprover'), ('willem', 'customerApprover')
on conflict do nothing;

insert into service (id, name, purpose, owner_id) values
  ('mail',          'E-mail and calendar',   'Mailboxes, calendars and shared address books',            'marta'),
  ('workplace',     'Managed workplace',     'Notebooks and desktops, ready to work',                    'marta'),
  ('files',         'File storage',          'Shared drives with daily backup',                          'marta'),
  ('network',       'Office network',        'Cabled and wireless network of the offices',               'marta'),
  ('remote',        'Remote access',         'Work from outside, over VPN',                              'marta'),
  ('telephony',     'Telephony',             'Telephones, hotlines and voice mail',                      'marta'),
  ('accounting',    'Accounting',            'Ledger, invoices and payments',                            'marta'),
  ('records',       'Patient records',       'Records of patients, at the bedside and in the archive',   'marta'),
  ('catalogue',     'Library catalogue',     'Search, lending and reservations',                         'marta'),
  ('portal',        'Customer portal',       'Contracts, meter readings and invoices for end customers', 'marta')
on conflict do nothing;

insert into service_component (id, service_id, name) values
  ('mailServer',       'mail',       'Mail server'),
  ('mailGateway',      'mail',       'Mail gateway and spam filter'),
  ('workplaceDevices', 'workplace',  'Devices'),
  ('workplacePrint',   'workplace',  'Printing'),
  ('filesServer',      'files',      'File server'),
  ('filesBackup',      'files',      'Backup'),
  ('networkLan',       'network',    'Switches'),
  ('networkWlan',      'network',    'Wireless network'),
  ('networkUplink',    'network',    'Line to the Internet'),
  ('remoteVpn',        'remote',     'VPN gateway'),
  ('telephonyPbx',     'telephony',  'Telephone system'),
  ('accountingApp',    'accounting', 'Accounting application'),
  ('accountingDb',     'accounting', 'Accounting database'),
  ('recordsApp',       'records',    'Patient records application'),
  ('recordsDb',        'records',    'Patient records database'),
  ('catalogueApp',     'catalogue',  'Catalogue application'),
  ('portalWeb',        'portal',     'Portal web front end'),
  ('portalDb',         'portal',     'Portal database')
on conflict do nothing;

insert into service_hours (id, name, time_zone, holidays) values
  ('always',   'Around the clock',                     'UTC',             null),
  ('office',   'Weekdays with a lunch break, Germany', 'Europe/Berlin',   'de'),
  ('extended', 'Weekdays 07:00-20:00 and Saturdays',   'Europe/Berlin',   'de'),
  ('boston',   'Weekdays 08:00-18:00, Boston',         'America/New_York','us')
on conflict do nothing;

insert into service_hours_interval (hours_id, day_of_week, from_time, until_time)
  select 'always', day, time '00:00', time '24:00' from generate_series(1, 7) day
  union all select 'office', day, time '08:00', time '12:00' from generate_series(1, 5) day
  union all select 'office', day, time '13:00', time '18:00' from generate_series(1, 5) day
  union all select 'extended', day, time '07:00', time '20:00' from generate_series(1, 5) day
  union all select 'extended', 6, time '09:00', time '14:00'
  union all select 'boston', day, time '08:00', time '18:00' from generate_series(1, 5) day
on conflict do nothing;

-- The most specific one holds: customer and service, then service, then customer, then the general one.
insert into agreement (id, kind, name, customer_id, service_id, hours_id, service_level, valid_from) values
  ('general',            'SLA', 'General terms of service',       null,          null,        'office',   'standard', '2020-01-01'),
  ('slaNetwork',         'SLA', 'Office network',                 null,          'network',   'extended', 'standard', '2015-01-01'),
  ('slaNordwind',        'SLA', 'Nordwind Energy',                'nordwind',    null,        'extended', 'standard', '2020-01-01'),
  ('slaNordwindPortal',  'SLA', 'Nordwind customer portal',       'nordwind',    'portal',    'always',   'gold',     '2020-01-01'),
  ('slaHafenklinik',     'SLA', 'Hafenklinik',                    'hafenklinik', null,        'always',   'standard', '2020-01-01'),
  ('slaRecords',         'SLA', 'Hafenklinik patient records',    'hafenklinik', 'records',   'always',   'gold',     '2020-01-01'),
  ('slaLibrary',         'SLA', 'City Library',                   'citylibrary', null,        'office',   'basic',    '2020-01-01'),
  ('slaLibraryBoston',   'SLA', 'City Library, Boston catalogue', 'citylibrary', 'catalogue', 'boston',   'basic',    '2020-01-01'),
  ('olaInfrastructure',  'OLA', 'Infrastructure for applications', null,         null,        'extended', 'standard', '2020-01-01')
on conflict do nothing;

-- What is there before change management begins is registered by a first load.
select set_config('cmdb.person', 'admin', true), set_config('cmdb.change', 'First load', true),
       set_config('cmdb.at', now()::text, true);
select setval('ci_number', greatest(100, nextval('ci_number')));

insert into ci (id, type_id, name, description, version, location, owner_id) values
  ('CI-0001', 'server',      'hyp-01',              'Virtualization host',              '8.0',    'Hamburg, hall A', 'elif'),
  ('CI-0002', 'server',      'hyp-02',              'Virtualization host',              '8.0',    'Hamburg, hall B', 'elif'),
  ('CI-0003', 'storage',     'san-01',              'Block storage, mirrored',          '9.12',   'Hamburg, hall A', 'farid'),
  ('CI-0004', 'storage',     'backup-01',           'Backup library',                   '12.1',   'Kiel',            'farid'),
  ('CI-0005', 'server',      'mx-01',               'Mail server',                      '2019',   'Hamburg, hall A', 'elif'),
  ('CI-0006', 'server',      'mxgate-01',           'Mail gateway and spam filter',     '7.5',    'Hamburg, hall A', 'elif'),
  ('CI-0007', 'server',      'file-01',             'File server',                      '2022',   'Hamburg, hall A', 'farid'),
  ('CI-0008', 'network',     'core-sw-01',          'Core switch',                      '17.9',   'Hamburg, hall A', 'greta'),
  ('CI-0009', 'network',     'core-sw-02',          'Core switch',                      '17.9',   'Hamburg, hall B', 'greta'),
  ('CI-0010', 'network',     'wlc-01',              'Controller of the wireless network','8.10',  'Hamburg, hall A', 'hiro'),
  ('CI-0011', 'network',     'fw-01',               'Firewall',                         '11.1',   'Hamburg, hall A', 'greta'),
  ('CI-0012', 'network',     'vpn-01',              'VPN gateway',                      '10.2',   'Hamburg, hall A', 'hiro'),
  ('CI-0013', 'line',        'line-hh-1',           'Internet line, 10 Gbit/s',         null,     'Hamburg',         'greta'),
  ('CI-0014', 'line',        'line-hh-2',           'Internet line, reserve',           null,     'Hamburg',         'greta'),
  ('CI-0015', 'application', 'pbx',                 'Telephone system',                 '20.1',   'Hamburg, hall A', 'hiro'),
  ('CI-0016', 'application', 'ledger',              'Accounting application',           '14.3',   'Hamburg, hall A', 'chloe'),
  ('CI-0017', 'database',    'ledger-db',           'Accounting database',              '16.4',   'Hamburg, hall A', 'david'),
  ('CI-0018', 'application', 'patient-records',     'Patient records application',      '5.2',    'Hamburg, hall B', 'chloe'),
  ('CI-0019', 'database',    'patient-records-db',  'Patient records database',         '16.4',   'Hamburg, hall B', 'david'),
  ('CI-0020', 'application', 'opac',                'Catalogue application',            '3.8',    'Hamburg, hall A', 'chloe'),
  ('CI-0021', 'application', 'portal-web',          'Portal web front end',             '2026.3', 'Datahall',        'chloe'),
  ('CI-0022', 'database',    'portal-db',           'Portal database',                  '16.4',   'Datahall',        'david'),
  ('CI-0023', 'server',      'print-01',            'Print server',                     '2022',   'Hamburg, hall A', 'elif'),
  ('CI-0024', 'device',      'Standard notebook',   'Model and image of notebooks',     '2026.1', null,              'farid'),
  ('CI-0025', 'device',      'Ward terminal',       'Terminal at the bedside',          '4.0',    'Hafenklinik',     'farid'),
  ('CI-0026', 'server',      'directory-01',        'Directory of users',               '2022',   'Hamburg, hall A', 'elif')
on conflict do nothing;
insert into ci (id, type_id, name, description, status, location, owner_id) values
  ('CI-0027', 'server', 'file-00', 'File server before file-01', 'retired', 'Hamburg, hall A', 'farid')
on conflict do nothing;

insert into ci_relation (from_ci, kind, to_ci) values
  ('CI-0005', 'runs on', 'CI-0001'), ('CI-0006', 'runs on', 'CI-0001'), ('CI-0007', 'runs on', 'CI-0002'),
  ('CI-0023', 'runs on', 'CI-0002'), ('CI-0026', 'runs on', 'CI-0001'), ('CI-0015', 'runs on', 'CI-0002'),
  ('CI-0016', 'runs on', 'CI-0001'), ('CI-0017', 'runs on', 'CI-0001'), ('CI-0018', 'runs on', 'CI-0002'),
  ('CI-0019', 'runs on', 'CI-0002'), ('CI-0020', 'runs on', 'CI-0001'),
  ('CI-0001', 'depends on', 'CI-0003'), ('CI-0002', 'depends on', 'CI-0003'),
  ('CI-0001', 'connects to', 'CI-0008'), ('CI-0002', 'connects to', 'CI-0009'),
  ('CI-0005', 'depends on', 'CI-0006'), ('CI-0005', 'depends on', 'CI-0026'), ('CI-0007', 'depends on', 'CI-0026'),
  ('CI-0016', 'depends on', 'CI-0017'), ('CI-0018', 'depends on', 'CI-0019'), ('CI-0021', 'depends on', 'CI-0022'),
  ('CI-0025', 'depends on', 'CI-0018'), ('CI-0012', 'depends on', 'CI-0026'), ('CI-0012', 'connects to', 'CI-0011'),
  ('CI-0011', 'connects to', 'CI-0013'), ('CI-0011', 'connects to', 'CI-0014'), ('CI-0010', 'connects to', 'CI-0008')
on conflict do nothing;

insert into ci_component (component_id, ci_id, redundancy, needed) values
  ('mailServer', 'CI-0005', null, null), ('mailGateway', 'CI-0006', null, null), ('filesServer', 'CI-0007', null, null),
  ('filesServer', 'CI-0027', null, null), ('filesBackup', 'CI-0004', null, null), ('networkWlan', 'CI-0010', null, null),
  ('networkLan', 'CI-0008', 'core', 1), ('networkLan', 'CI-0009', 'core', 1),
  ('networkUplink', 'CI-0013', 'lines', 1), ('networkUplink', 'CI-0014', 'lines', 1),
  ('remoteVpn', 'CI-0012', null, null), ('telephonyPbx', 'CI-0015', null, null), ('accountingApp', 'CI-0016', null, null),
  ('accountingDb', 'CI-0017', null, null), ('recordsApp', 'CI-0018', null, null), ('recordsApp', 'CI-0025', null, null),
  ('recordsDb', 'CI-0019', null, null), ('catalogueApp', 'CI-0020', null, null), ('portalWeb', 'CI-0021', null, null),
  ('portalDb', 'CI-0022', null, null), ('workplacePrint', 'CI-0023', null, null), ('workplaceDevices', 'CI-0024', null, null)
on conflict do nothing;
