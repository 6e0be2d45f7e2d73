-- How people are reached: the channels of the offices, the messages that go out and each try to deliver one.

alter table roll
    add column channels text[] not null default '{}', -- the kinds in the person's own order; empty: as their office has it
    add column language text not null default ''; -- of messages: zh, en; empty: zh
alter table office add column channels text[] not null default '{}';
alter table host
    add column quiet_from smallint not null default 1260, -- minutes after midnight: urgent messages wait from here
    add column quiet_to smallint not null default 480,    -- to here
    add column rest_days boolean not null default false;  -- urgent messages go out on days of rest too
alter table duty add column urgent boolean not null default false; -- the plan has its notices go out at once
create index duty_urgent on duty (host_id) where urgent;

-- A notice that went out in a message of its own is in no digest, though it has its day.
alter table notice add column urgent boolean not null default false;

-- One way of one office to reach people. Those of no office are the host's own, which nobody configures: the log, for a
-- host without any other, and the call list, which is always last.
create table channel (
    host_id      text not null references host,
    id           text not null,
    office_id    text, -- null: of no office
    kind         text not null,
    title        text not null default '',
    address      text not null default '',
    sender       text not null default '',
    secret       bytea, -- sealed under a key that is not in the database
    inside       boolean not null default false, -- it may lead to the inside of the network
    state        text not null default 'ON',
    failures     integer not null default 0, -- in a row
    paused_until timestamptz,
    pause_reason text not null default '',
    last_sent_at timestamptz,
    process      text not null generated always as (host_id || '/' || id) stored, -- that delivers on it
    primary key (host_id, id),
    foreign key (host_id, office_id) references office (host_id, id)
);
create unique index channel_process on channel (process);
create index channel_of_office on channel (host_id, office_id, kind, id);
insert into channel (host_id, id, kind) select h.id, k.id, k.kind from host h, (values ('log', 'LOG'), ('calls', 'CALL_LIST')) k (id, kind);

-- What one recipient is told at one time. Its id is made of what it is, so it is the same however often it is composed, and
-- goes along with it as its key. No foreign keys here and below: thousands are written at once, from rows just read.
create table message (
    host_id     text not null,
    id          uuid not null,
    kind        text not null,
    person_id   text not null, -- empty: the group of an office
    office_id   text not null, -- on whose page it is listed; empty: of none
    day         date not null,
    notice_id   uuid, -- of a message of its own
    composed_at timestamptz not null,
    settled_at  timestamptz, -- nothing more will be tried
    primary key (host_id, id)
);
create unique index message_digest on message (host_id, day, person_id) where kind = 'DIGEST';

-- A message on one channel; where it fails, the next one has its own row.
create table delivery (
    host_id    text not null,
    message_id uuid not null,
    channel_id text not null,
    step       smallint not null, -- in the order in which channels were tried
    state      text not null,
    attempts   integer not null default 0,
    next_at    timestamptz not null,
    give_up_at timestamptz not null, -- where the channel is down, the next one is tried from here
    sent_at    timestamptz,
    settled_at timestamptz,
    reason     text not null default '',
    reference  text not null default '', -- what the other side calls it
    primary key (host_id, message_id, channel_id)
);
create index delivery_waiting on delivery (host_id, channel_id, next_at) where state in ('QUEUED', 'SENDING');
create index delivery_undelivered on delivery (host_id, settled_at desc, message_id) where state in ('FAILED', 'DROPPED', 'NOT_REACHED');
create index delivery_to_call on delivery (host_id, channel_id, next_at, message_id) where state = 'TO_CALL';

insert into message (host_id, id, kind, person_id, office_id, day, composed_at, settled_at)
    select host_id, md5(host_id || '/' || person_id || '/' || day)::uuid, 'DIGEST', person_id, '', day, composed_at, delivered_at from digest;
insert into delivery (host_id, message_id, channel_id, step, state, next_at, give_up_at)
    select host_id, id, 'log', 0, 'QUEUED', composed_at, composed_at from message where settled_at is null;
drop table digest;

do $$
declare t text;
begin
    foreach t in array array['channel', 'message', 'delivery']
    loop
        execute format('alter table %I enable row level security', t);
        execute format('create policy own_host on %I using (host_id = current_setting(''duban.host'', true))', t);
    end loop;
end $$;
create policy readers on channel as restrictive for select using (reads('{STAFF,SYSTEM_ADMIN,SECURITY_ADMIN}'));
create policy readers on message as restrictive for select using (reads('{STAFF}') or person_id = current_setting('duban.person', true));
create policy readers on delivery as restrictive for select using (reads('{STAFF}') or exists (select from message m
    where (m.host_id, m.id) = (delivery.host_id, delivery.message_id) and m.person_id = current_setting('duban.person', true)));

-- A channel's secret is for the clock: whoever reads as a person gets none.
create function channel_secret(channel text) returns bytea
    language sql stable security definer set search_path = public, pg_temp as $$
    select c.secret from channel c where c.host_id = current_setting('duban.host', true) and c.id = channel and reads('{}')
$$;

-- A courier composes what a host's people are told; a delivery sends what waits on one channel.
create or replace function processes(page integer, after text)
    returns table (workflow text, kind text, host_id text, id text, version integer)
    language sql stable security definer set search_path = public, pg_temp as $$
    select w.kind || '/' || w.id, w.kind, w.host_id, w.id, w.version from (
        (select 'campaign', c.host_id, c.id, c.code_version
           from campaign c where c.state = 'LIVE' and c.id > place(after, 'campaign')
          order by c.id limit page)
        union all
        (select 'courier', h.id, h.id, coalesce((select max(c.code_version) from campaign c where c.host_id = h.id), 0)
           from host h where h.id > place(after, 'courier')
            and (exists (select from campaign c where c.host_id = h.id and c.state = 'LIVE')
              or exists (select from notice n where n.host_id = h.id and n.state = 'QUEUED' and n.digest_day is null))
          order by h.id limit page)
        union all
        (select 'delivery', l.host_id, l.process, coalesce((select max(c.code_version) from campaign c where c.host_id = l.host_id), 0)
           from channel l where l.process > place(after, 'delivery')
            and exists (select from delivery d where d.host_id = l.host_id and d.channel_id = l.id and d.state in ('QUEUED', 'SENDING'))
          order by l.process limit page)
        union all
        (select 'inspection', i.host_id, i.id, c.code_version
           from inspection i join campaign c on (c.host_id, c.id) = (i.host_id, i.campaign_id)
          where i.state <> 'CLOSED' and c.state <> 'DRAFT' and i.id > place(after, 'inspection')
          order by i.id limit page)
        union all
        (select 'vote', p.host_id, p.id, c.code_version
           from poll p join campaign c on (c.host_id, c.id) = (p.host_id, p.campaign_id)
          where p.state not in ('PLANNED', 'FED_BACK') and c.state = 'LIVE' and p.id > place(after, 'vote')
          order by p.id limit page)
    ) w (kind, host_id, id, version)
    order by 1 limit page
$$;

create or replace function nudges(newest integer, page integer)
    returns table (seq bigint, kind text, host_id text, id text, version integer)
    language sql stable security definer set search_path = public, pg_temp as $$
    select v.* from (
        select n.seq, n.kind, n.host_id, n.id, coalesce(case n.kind
            when 'campaign' then (select c.code_version from campaign c where (c.host_id, c.id) = (n.host_id, n.id))
            when 'inspection' then (select c.code_version from campaign c where (c.host_id, c.id) =
                (n.host_id, (select i.campaign_id from inspection i where (i.host_id, i.id) = (n.host_id, n.id))))
            when 'vote' then (select c.code_version from campaign c where (c.host_id, c.id) =
                (n.host_id, (select p.campaign_id from poll p where (p.host_id, p.id) = (n.host_id, n.id))))
            else (select max(c.code_version) from campaign c where c.host_id = n.host_id)
        end, 0) as version
        from nudge n
    ) v
    where v.version <= newest order by v.seq limit page
$$;

do $$
begin
    if exists (select from pg_roles where rolname = 'duban_app') then
        grant select (host_id, id, office_id, kind, title, address, sender, inside, state, failures, paused_until, pause_reason,
            last_sent_at, process), insert, update on channel to duban_app;
        grant select, insert, update on message, delivery to duban_app;
        revoke execute on function channel_secret from public;
        grant execute on function channel_secret to duban_app;
    end if;
end $$;
