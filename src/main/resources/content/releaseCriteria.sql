-- Acceptance criteria
-- No criteria were agreed.
select case weight when 'mandatory' then 'Mandatory' when 'important' then 'Important' else 'Minor' end, criterion,
       case met when true then 'met' when false then 'missed' else 'not tested' end
from sms.release_criterion where release = :record order by place
