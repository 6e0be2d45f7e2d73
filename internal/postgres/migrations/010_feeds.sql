-- Calendar feeds: addresses at which a calendar program reads, without a sign-in, what somebody or a unit has to do.

-- A revision grows whenever what is shown of a duty or a visit changes, the last time at revised_at; null: not since the
-- launch.
alter table duty
    add column revision integer not null default 0,
    add column revised_at timestamptz;
alter table inspection
    add column revision integer not null default 0,
    add column revised_at timestamptz,
    add column visit_was date; -- the day that a visit had, while it has none any more
create index inspection_visited on inspection (host_id, coalesce(visit_day, visit_was));

-- What everybody sees of a duty's state: that it is done, or need not be done any more.
create function outcome(state text) returns text
    language sql immutable parallel safe as $$
    select case when state in ('PROVEN', 'EXCUSED', 'LEFT_OPEN') then state else '' end
$$;

-- One address a person, and one a unit. Of the secret in it the hash is stored alone, which nobody reads back.
create table feed (
    token_hash bytea primary key,
    host_id    text not null,
    person_id  text, -- whose it is; or
    office_id  text, -- the unit's
    keeper     text not null references host, -- on whose word the one who made it is who they are
    made_at    timestamptz not null,
    read_on    date, -- the last time, in the host's zone
    unique (host_id, person_id),
    unique (host_id, office_id),
    foreign key (host_id, person_id) references roll (host_id, person_id),
    foreign key (host_id, office_id) references office (host_id, id),
    check ((person_id is null) <> (office_id is null))
);
alter table feed enable row level security;
create policy own_host on feed using (host_id = current_setting('duban.host', true));
create policy readers on feed as restrictive for select using (reads('{}') or person_id = current_setting('duban.person', true)
    or office_id is not null and reads('{STAFF,DEPUTY,RESIDENT,OFFICIAL,MEMBER,SECURITY_ADMIN}'));

-- Whose the address with this hash is. The owner's rights reach over row-level security, because an address does not say
-- of which host it is. It is nobody's once its person sits nowhere in the host or is locked out, or once nobody sits in
-- its unit.
create function feed_of(digest bytea, moment timestamptz)
    returns table (host_id text, person_id text, office_id text, read_on date)
    language sql stable security definer set search_path = public, pg_temp as $$
    select f.host_id, coalesce(f.person_id, ''), coalesce(f.office_id, ''), f.read_on
      from feed f
      left join account a on (a.host_id, a.person_id) = (f.keeper, f.person_id)
     where f.token_hash = digest and not coalesce(a.shut, false)
       and (f.person_id is null or f.keeper = f.host_id or exists (
            select from admission m where (m.host_id, m.person_id, m.keeper) = (f.host_id, f.person_id, f.keeper)))
       and exists (select from sitting t join seat s on (s.host_id, s.id) = (t.host_id, t.seat_id)
            where t.host_id = f.host_id and (t.person_id = f.person_id or s.office_id = f.office_id)
              and t.from_at <= moment and (t.to_at is null or t.to_at > moment))
$$;

do $$
begin
    if exists (select from pg_roles where rolname = 'duban_app') then
        grant select (host_id, person_id, office_id, keeper, made_at, read_on), insert, delete, update (read_on) on feed to duban_app;
        revoke execute on function feed_of from public;
        grant execute on function feed_of to duban_app;
    end if;
end $$;
