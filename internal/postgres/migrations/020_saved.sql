-- What was sent by a channel as it was before says nothing of how it is now.
alter table channel add column saved_at timestamptz; -- when it was changed last

do $$
begin
    if exists (select from pg_roles where rolname = 'duban_app') then
        grant select (saved_at) on channel to duban_app;
    end if;
end $$;
