-- What the application's role need not read it may not: the hashes of passwords and tokens are compared in functions that
-- want the login or the token, so that no query that forgets its filter shows one.
do $$
begin
    if exists (select from pg_roles where rolname = 'duban_app') then
        revoke select on account, session from duban_app;
        grant select (host_id, person_id, login, one_time, expires_at, shut, issuer, subject, generation, changed_at) on account to duban_app;
        grant select (host_id, id, person_id, keeper, kind, label, scopes, roles, generation, created_at, seen_at, expires_at, ended_at)
            on session to duban_app;
    end if;
end $$;

-- That somebody may be recognised by the address on the roll (an admission whose keeper is the host itself) is said of that
-- very address: whoever writes another there, and nobody who writes to a roll has to see to it, takes it back.
create function take_back_admission() returns trigger
    language plpgsql as $$
begin
    delete from admission where (host_id, person_id, keeper) = (new.host_id, new.person_id, new.host_id);
    return null;
end $$;
create trigger address_changed after update of email, phone on roll for each row
    when ((old.email, old.phone) is distinct from (new.email, new.phone)) execute function take_back_admission();

-- What is held about a person is found by where they sat and by what the record says of them: of the record only what people
-- did and what was done to people is indexed, so that the clock's lines cost no more than before.
create index note_seat on note (host_id, seat_id);
create index submission_seat on submission (host_id, seat_id);
create index audit_by_person on audit (host_id, actor) where actor not in ('clock', 'system');
create index audit_of_person on audit (host_id, object) where object like 'people/%' or object like 'accounts/%';

create or replace function reduce_payloads(person text) returns integer
    language sql security definer set search_path = public, pg_temp as $$
    with reduced as (delete from audit_payload p using audit a
        where a.host_id = current_setting('duban.host', true) and (p.host_id, p.seq) = (a.host_id, a.seq)
          and a.object in ('people/' || person, 'accounts/' || person) and (a.object like 'people/%' or a.object like 'accounts/%')
          and (a.verb = 'SAVE_PERSON' or a.object like 'accounts/%') returning 1)
    select count(*)::integer from reduced
$$;

-- What rests on a seat whose holder leaves: the papers that wait for a unit's head.
create index submission_drafted on submission (host_id, campaign_id) where state = 'DRAFTED';
