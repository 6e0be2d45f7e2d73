-- What has not left its unit is read there alone, whatever a query forgets: by whoever sits in the office of its author.
create policy readers on submission as restrictive for select using (state not in ('DRAFTED', 'SENT_BACK') or reads('{}')
    or exists (select from seat s where (s.host_id, s.id) = (submission.host_id, submission.seat_id)
        and s.office_id = any (string_to_array(current_setting('duban.offices', true), ' '))));
