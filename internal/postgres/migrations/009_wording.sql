-- How a congress words its messages, where it does not leave that to the program.

create table wording (
    host_id  text not null references host,
    kind     text not null, -- DIGEST, UNIT, URGENT, TEST
    language text not null, -- zh, en
    subject  text not null, -- empty, like the text: the program's words again
    text     text not null,
    saved_by text not null,
    saved_at timestamptz not null,
    primary key (host_id, kind, language),
    foreign key (host_id, saved_by) references roll (host_id, person_id),
    check ((subject = '') = (text = ''))
);
alter table wording enable row level security;
create policy own_host on wording using (host_id = current_setting('duban.host', true));
create policy readers on wording as restrictive for select using (reads('{STAFF}'));

do $$
begin
    if exists (select from pg_roles where rolname = 'duban_app') then
        grant select, insert, update on wording to duban_app;
    end if;
end $$;
