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
