-- What is addressed to nobody, as a group's list is, is not for whoever reads as nobody, as an office's calendar does.
alter policy readers on notice using (reads('{STAFF}') or person_id <> '' and person_id = current_setting('duban.person', true));
alter policy readers on message using (reads('{STAFF}') or person_id <> '' and person_id = current_setting('duban.person', true));
alter policy readers on delivery using (reads('{STAFF}') or exists (select from message m
    where (m.host_id, m.id) = (delivery.host_id, delivery.message_id) and m.person_id <> '' and m.person_id = current_setting('duban.person', true)));
