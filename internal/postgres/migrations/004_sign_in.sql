-- Who may sign in, and who is signed in. Nothing here is in clear: of passwords and tokens there are only hashes.

-- An account is kept by one host. What it opens elsewhere is for the other host to say: see admission.
create table account (
    host_id    text not null,
    person_id  text not null,
    login      text unique, -- in lower case; null: signs in with an identity only
    hash       text, -- of the password, by argon2id
    one_time   boolean not null default false, -- the password opens nothing but its change
    expires_at timestamptz, -- of a one-time password
    shut       boolean not null default false, -- until it is reset
    issuer     text, -- and subject: who the holder is to an identity provider
    subject    text,
    generation integer not null default 1, -- a session of an earlier one is over, in whatever host
    changed_at timestamptz not null,
    primary key (host_id, person_id),
    unique (issuer, subject),
    foreign key (host_id, person_id) references roll (host_id, person_id),
    check ((login is null) = (hash is null)),
    check ((issuer is null) = (subject is null))
);

-- The hosts in which a person is let in on the word of another host, which keeps the account.
create table admission (
    host_id   text not null,
    person_id text not null,
    keeper    text not null references host,
    primary key (host_id, person_id, keeper),
    foreign key (host_id, person_id) references roll (host_id, person_id)
);
create index admission_of_person on admission (person_id, keeper);

-- A token that stands for somebody in one host, be it in a browser or in a program.
create table session (
    host_id    text not null,
    id         uuid not null, -- what it is called; the token itself is known to its holder alone
    token_hash bytea not null unique,
    person_id  text not null,
    keeper     text not null references host, -- on whose word the holder is the person
    kind       text not null,
    label      text not null default '', -- what a program's is for
    scopes     text[] not null, -- what it may call; empty: whatever the person may
    roles      text[] not null, -- of the person when it began: with others it is over
    generation integer not null, -- of the account; 0: there was none
    created_at timestamptz not null,
    seen_at    timestamptz not null,
    expires_at timestamptz not null,
    ended_at   timestamptz,
    primary key (host_id, id),
    foreign key (host_id, person_id) references roll (host_id, person_id)
);
create index session_of_person on session (host_id, person_id, created_at);

-- Wrong passwords in a row. A slot stands for a few logins, whether anybody has them or not: so those of strangers are
-- counted like all others, there is never more than a certain number of rows, and none tells what was typed.
create table lockout (
    slot         integer primary key,
    failures     integer not null,
    failed_at    timestamptz not null,
    locked_until timestamptz
);

do $$
declare t text;
begin
    foreach t in array array['account', 'admission', 'session']
    loop
        execute format('alter table %I enable row level security', t);
        execute format('create policy own_host on %I using (host_id = current_setting(''duban.host'', true))', t);
    end loop;
end $$;

-- The functions that follow look across hosts, because somebody who signs in has not said to which: the owner's rights
-- reach over row-level security.

-- Who a token stands for. What its keeper or its host have taken back since is over.
create function session_of(digest bytea, moment timestamptz)
    returns table (host_id text, host_name text, id uuid, person_id text, keeper text, kind text, scopes text[], roles text[],
        one_time boolean, generation integer, seen_at timestamptz, expires_at timestamptz)
    language sql stable security definer set search_path = public, pg_temp as $$
    select s.host_id, h.name, s.id, s.person_id, s.keeper, s.kind, s.scopes, s.roles,
           coalesce(a.one_time, false), s.generation, s.seen_at, s.expires_at
      from session s
      join host h on h.id = s.host_id
      left join account a on (a.host_id, a.person_id) = (s.keeper, s.person_id)
     where s.token_hash = digest and s.ended_at is null and s.expires_at > moment
       and s.generation = coalesce(a.generation, 0) and not coalesce(a.shut, false)
       and (s.keeper = s.host_id or exists (
            select from admission m where (m.host_id, m.person_id, m.keeper) = (s.host_id, s.person_id, s.keeper)))
$$;

-- The account of a login, or of what an identity provider calls somebody.
create function account_of(name text, provider text, known_as text)
    returns table (host_id text, person_id text, login text, hash text, one_time boolean, expires_at timestamptz, shut boolean, generation integer)
    language sql stable security definer set search_path = public, pg_temp as $$
    select a.host_id, a.person_id, a.login, a.hash, a.one_time, a.expires_at, a.shut, a.generation
      from account a where a.login = name
     union all
    select a.host_id, a.person_id, a.login, a.hash, a.one_time, a.expires_at, a.shut, a.generation
      from account a where (a.issuer, a.subject) = (provider, known_as)
$$;

-- Where a person whose account a host keeps may work: there first, if they sit there.
create function hosts_of(person text, on_word_of text, moment timestamptz)
    returns table (id text, name text)
    language sql stable security definer set search_path = public, pg_temp as $$
    select h.id, h.name from host h
     where (h.id = on_word_of or h.id in (select m.host_id from admission m where (m.person_id, m.keeper) = (person, on_word_of)))
       and exists (select from sitting t where (t.host_id, t.person_id) = (h.id, person)
            and t.from_at <= moment and (t.to_at is null or t.to_at > moment))
     order by h.id <> on_word_of, h.id limit 100
$$;

-- On whose rolls an address of mail or a telephone stands; more than one is nobody.
create function on_rolls(mail text, telephone text)
    returns table (host_id text, person_id text)
    language sql stable security definer set search_path = public, pg_temp as $$
    (select r.host_id, r.person_id from roll r where mail <> '' and r.email <> '' and lower(r.email) = lower(mail) limit 2)
     union
    (select r.host_id, r.person_id from roll r where telephone <> '' and r.phone <> '' and r.phone = telephone limit 2)
     limit 2
$$;
create index roll_email on roll (lower(email)) where email <> '';
create index roll_phone on roll (phone) where phone <> '';

do $$
begin
    if exists (select from pg_roles where rolname = 'duban_app') then
        grant select, insert on account, session, admission, lockout to duban_app;
        grant update (login, hash, one_time, expires_at, shut, issuer, subject, generation, changed_at) on account to duban_app;
        grant update (seen_at, ended_at) on session to duban_app;
        grant update on lockout to duban_app;
        grant delete on session, admission, lockout to duban_app;
        revoke execute on function session_of, account_of, hosts_of, on_rolls from public;
        grant execute on function session_of, account_of, hosts_of, on_rolls to duban_app;
    end if;
end $$;
