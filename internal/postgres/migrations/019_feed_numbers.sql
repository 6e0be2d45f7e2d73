-- The number of an appointment in a calendar is the time of its last change, counted from the launch: what was counted for it
-- is not needed any more.
alter table duty drop column revision;
alter table inspection drop column revision;
