-- What seals the record: every host's audit rows in a Merkle log of its own, and the heads of that log, signed.

-- What the records of the installation are sealed with: one row, which its owner may change until the first record begins.
create table seal (
    one    boolean primary key default true check (one),
    origin text not null, -- the installation's name, as its checkpoints give it
    hash   text not null  -- SHA-256 or SM3
);
insert into seal (origin, hash) values ('duban', 'SHA-256');

-- Audit rows that are in no log yet. Each comes here in its own transaction and leaves when it is sealed, so none is
-- passed over: rows commit in another order than that of their numbers. No foreign key, as for audit itself.
create table audit_unsealed (
    host_id text not null,
    seq     bigint not null,
    primary key (host_id, seq)
);
insert into audit_unsealed select host_id, seq from audit;

-- Each row is read from audit in the transaction that writes it: a foreign key would only have it read again, which would
-- cost more than all else about sealing it.
create table ledger (
    host_id text not null,
    index   bigint not null, -- from 0, without gaps
    seq     bigint not null,
    leaf    bytea not null,
    primary key (host_id, index),
    unique (host_id, seq)
);

create table checkpoint (
    host_id text not null references host,
    size    bigint not null, -- how many rows the log had
    hash    text not null,
    root    bytea not null,
    peaks   bytea[] not null, -- with which the log is taken up again
    signed  text not null, -- for everybody to keep
    at      timestamptz not null,
    primary key (host_id, size)
);

do $$
declare t text;
begin
    foreach t in array array['audit_unsealed', 'ledger', 'checkpoint'] loop
        execute format('alter table %I enable row level security', t);
        execute format('create policy own_host on %I using (host_id = current_setting(''duban.host'', true))', t);
    end loop;
end $$;

-- Of those who read, the record is for auditors; its heads are for everybody.
create policy readers on audit as restrictive for select using (reads('{AUDITOR}'));
create policy readers on audit_payload as restrictive for select using (reads('{AUDITOR}'));
create policy readers on ledger as restrictive for select using (reads('{AUDITOR}'));

-- The hosts with rows to seal, after one: a step in an index for each, and one step when there is none.
create function unsealed_hosts(page integer, after text) returns table (host_id text)
    language sql stable security definer set search_path = public, pg_temp as $$
    with recursive h (id) as (
        (select u.host_id from audit_unsealed u where u.host_id > after order by u.host_id limit 1)
        union all
        select (select u.host_id from audit_unsealed u where u.host_id > h.id order by u.host_id limit 1) from h where h.id is not null
    )
    select id from h where id is not null limit page
$$;

do $$
begin
    if exists (select from pg_roles where rolname = 'duban_app') then
        grant select on seal to duban_app;
        grant select, insert on audit_unsealed, ledger, checkpoint to duban_app;
        grant delete on audit_unsealed to duban_app;
        revoke execute on function unsealed_hosts from public;
        grant execute on function unsealed_hosts to duban_app;
    end if;
end $$;
