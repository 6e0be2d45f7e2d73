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
