-- When a session is over for good, who says what a host is called, and since when somebody is let in.

-- Whether a person held each of the roles in a host from one instant up to another, be it in one seat after another. Who
-- left and came back did not: the session of before must not live again.
create function held(host text, person text, roles text[], since timestamptz, until timestamptz) returns boolean
    language sql stable as $$
    select not exists (select from unnest(roles) r (role) where not coalesce((
        select range_agg(tstzrange(t.from_at, t.to_at)) from sitting t join seat s on (s.host_id, s.id) = (t.host_id, t.seat_id)
         where (t.host_id, t.person_id) = (host, person) and s.role = r.role) @> tstzrange(since, greatest(since, until), '[]'), false))
$$;

-- Who a token stands for, and whether they held its roles ever since. What its keeper or its host have taken back since is
-- over.
drop function session_of(bytea, timestamptz);
create function session_of(digest bytea, moment timestamptz)
    returns table (host_id text, host_name text, id uuid, person_id text, keeper text, kind text, scopes text[], roles text[],
        one_time boolean, generation integer, held boolean, seen_at timestamptz, expires_at timestamptz)
    language sql stable security definer set search_path = public, pg_temp as $$
    select s.host_id, h.name, s.id, s.person_id, s.keeper, s.kind, s.scopes, s.roles,
           coalesce(a.one_time, false), s.generation, held(s.host_id, s.person_id, s.roles, s.created_at, moment), s.seen_at, s.expires_at
      from session s
      join host h on h.id = s.host_id
      left join account a on (a.host_id, a.person_id) = (s.keeper, s.person_id)
     where s.token_hash = digest and s.ended_at is null and s.expires_at > moment
       and s.generation = coalesce(a.generation, 0) and not coalesce(a.shut, false)
       and (s.keeper = s.host_id or exists (
            select from admission m where (m.host_id, m.person_id, m.keeper) = (s.host_id, s.person_id, s.keeper)))
$$;

-- Hosts are public, and each is changed by nobody but itself: where it stands and how it is administered, and never what
-- it is called.
alter table host enable row level security;
create policy everybody on host for select using (true);
create policy own_founding on host for insert with check (id = current_setting('duban.host', true));
create policy own_change on host for update using (id = current_setting('duban.host', true)) with check (id = current_setting('duban.host', true));

-- Since when somebody is let in; of those who were before this was kept, what the record says.
alter table admission add column admitted_at timestamptz;
update admission m set admitted_at = coalesce((select max(a.at) from audit a
    where a.host_id = m.host_id and a.object = 'accounts/' || m.person_id and a.object like 'accounts/%' and a.verb = 'ADMIT_ACCOUNT'), 'epoch');
alter table admission alter column admitted_at set not null;

do $$
begin
    if exists (select from pg_roles where rolname = 'duban_app') then
        revoke execute on function session_of from public;
        grant execute on function session_of to duban_app;
        revoke update on host from duban_app;
        grant update (parent_id, split_admin, quiet_from, quiet_to, rest_days) on host to duban_app;
        grant update (label) on session to duban_app;
    end if;
end $$;
