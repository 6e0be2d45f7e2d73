-- What is urgent (急办) goes out at once, in a message of its own and in no digest; a notice has it from the duty that it is about.

drop index duty_urgent;
create index notice_urgent on notice (host_id, at) where urgent and state = 'QUEUED' and digest_day is null;

alter table notice add column dropped_at timestamptz; -- when it was too late for it
create index notice_dropped on notice (host_id, dropped_at desc, id desc) where dropped_at is not null;
