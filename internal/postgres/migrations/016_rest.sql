-- A channel rests because the other side asks for it, or because it has refused so much that it may be the channel itself.
alter table channel
    add column asked_until timestamptz, -- the other side wants nothing before
    add column refusals integer not null default 0; -- in a row

do $$
begin
    if exists (select from pg_roles where rolname = 'duban_app') then
        grant select (asked_until, refusals) on channel to duban_app;
    end if;
end $$;
