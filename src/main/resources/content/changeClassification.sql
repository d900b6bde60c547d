-- Classification
-- It is not classified yet.
select upper(left(data->>'changeType', 1)) || substr(data->>'changeType', 2) || ' change',
       case data->>'changeKind'
         when 'change' then 'a change to a service or to what it is made of'
         when 'agreement' then 'a change of service requirements, the catalogue, an agreement or a contract'
         when 'standard' then 'asked for as standard change ' || coalesce(data->>'template', '?') || ', which is ' || coalesce(data->>'templateState', 'not known')
         when 'template' then 'a new kind of standard change'
         when 'newService' then 'a new service, or one that changes greatly'
         when 'removal' then 'the removal of a service'
         when 'transfer' then 'the transfer of a service'
         else 'of no kind yet: correct it' end,
       case when data->>'urgency' = 'emergency' then 'asked for as an emergency (' || coalesce(data->>'emergencyReason', 'no reason') || ')' end
from sms.record where number = :record and data->>'changeType' is not null
