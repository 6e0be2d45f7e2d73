-- A calendar's address is over for good: with the generation of the account by which it was made, as sessions are, and once
-- its person, or its unit, has been nowhere or empty for a moment.

alter table feed add column generation integer not null default 0; -- of its person's account; 0: there was none, or it is a unit's
update feed f set generation = a.generation from account a where (a.host_id, a.person_id) = (f.keeper, f.person_id);

-- Whether an address that was made then is still good. The owner's rights reach to the account, which another host may keep.
create function feed_lives(host text, person text, office text, maker text, made_by integer, made timestamptz, moment timestamptz) returns boolean
    language sql stable security definer set search_path = public, pg_temp as $$
    select coalesce((select range_agg(tstzrange(t.from_at, t.to_at)) from sitting t join seat s on (s.host_id, s.id) = (t.host_id, t.seat_id)
            where t.host_id = host and (t.person_id = person or s.office_id = office)) @> tstzrange(made, greatest(made, moment), '[]'), false)
       and (person is null
            or made_by = coalesce((select a.generation from account a where (a.host_id, a.person_id) = (maker, person)), 0)
               and not exists (select from account a where (a.host_id, a.person_id) = (maker, person) and a.shut)
               and (maker = host or exists (select from admission m
                    where (m.host_id, m.person_id, m.keeper) = (host, person, maker) and m.admitted_at <= made)))
$$;

-- Whose the address with this hash is, and what they read.
drop function feed_of(bytea, timestamptz);
create function feed_of(digest bytea, moment timestamptz)
    returns table (host_id text, person_id text, office_id text, read_on date, language text)
    language sql stable security definer set search_path = public, pg_temp as $$
    select f.host_id, coalesce(f.person_id, ''), coalesce(f.office_id, ''), f.read_on, coalesce(r.language, '')
      from feed f left join roll r on (r.host_id, r.person_id) = (f.host_id, f.person_id)
     where f.token_hash = digest and feed_lives(f.host_id, f.person_id, f.office_id, f.keeper, f.generation, f.made_at, moment)
$$;

do $$
begin
    if exists (select from pg_roles where rolname = 'duban_app') then
        grant select (generation) on feed to duban_app;
        revoke execute on function feed_of from public;
        grant execute on function feed_of to duban_app;
        revoke execute on function feed_lives from public;
        grant execute on function feed_lives to duban_app;
    end if;
end $$;
