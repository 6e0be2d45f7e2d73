-- Every tenant's row carries host_id; row-level security shows a transaction only the host it has set (duban.host).
-- Instants are timestamptz and always given by the caller; days are dates in the campaign's zone.

-- The congresses and governments of the installation, each below another or below none. Their names are public.
create table host (
    id          text primary key,
    name        text not null,
    kind        text not null,
    level       text not null default '',
    parent_id   text references host,
    split_admin boolean not null default true -- nobody sits in seats of two kinds of administrators
);
create index host_parent on host (parent_id, id) where parent_id is not null;

-- People are global, so that one can sit in two hosts; what a host knows about somebody stands in its roll.
create table person (id text primary key check (id not in ('clock', 'system'))); -- in the record those two are nobody

create table roll (
    host_id   text not null references host,
    person_id text not null references person,
    name      text not null,
    phone     text not null default '',
    email     text not null default '',
    stand_in  boolean not null default false, -- nobody in person, but whoever sits in a seat until somebody is named
    primary key (host_id, person_id)
);
create index roll_person on roll (person_id); -- of every host

create table office (
    host_id       text not null references host,
    id            text not null,
    name          text not null,
    kind          text not null,
    parent_id     text,
    head_approves boolean not null default false, -- what its liaison drafts leaves the house when its head approves
    primary key (host_id, id),
    foreign key (host_id, parent_id) references office (host_id, id)
);

create table seat (
    host_id   text not null references host,
    id        text not null,
    office_id text,
    role      text not null,
    title     text not null,
    part      text not null default '', -- in its unit: HEAD, LIAISON
    ordinal   integer not null,
    primary key (host_id, id),
    foreign key (host_id, office_id) references office (host_id, id)
);

-- A seat holds duties; somebody sits in it for a time, one after another.
create table sitting (
    host_id   text not null,
    seat_id   text not null,
    person_id text not null,
    from_at   timestamptz not null,
    to_at     timestamptz,
    primary key (host_id, seat_id, from_at, person_id), -- who only stood in may have left when the next one came
    foreign key (host_id, seat_id) references seat (host_id, id),
    foreign key (host_id, person_id) references roll (host_id, person_id),
    check (to_at >= from_at)
);
create index sitting_person on sitting (host_id, person_id);

create table campaign (
    host_id        text not null references host,
    id             text not null unique, -- unique in the installation: it names the workflow
    title          text not null,
    state          text not null,
    phase          smallint not null default 0,
    zone           text not null,
    demonstration  boolean not null,
    source         text not null,
    office_seat    text not null,
    plan           bytea not null, -- as its author sent it, byte for byte
    version        integer not null default 1, -- of the plan: see plan_version
    first_day      date not null,
    last_day       date not null,
    phase_days     date[] not null, -- first and last, of its phases in order; empty without phases
    request_digest bytea not null,
    created_by     text not null,
    created_at     timestamptz not null,
    launched_at    timestamptz,
    ended_at       timestamptz,
    clock_at       timestamptz not null, -- the latest instant already acted on
    held_since     timestamptz,
    gate_opened_at timestamptz,
    next_at        timestamptz, -- of the next call or step; null: nothing is due
    code_version   integer not null default 0, -- of the workflow code that runs its processes; 0: none has yet
    primary key (host_id, id)
);
create index campaign_due on campaign (next_at) where state = 'LIVE';
create index campaign_newest on campaign (host_id, created_at desc, id desc);

-- The plans that a campaign had before it was amended, and why each was given up.
create table plan_version (
    host_id     text not null,
    campaign_id text not null,
    version     integer not null,
    plan        bytea not null,
    amended_at  timestamptz not null,
    amended_by  text not null,
    reason      text not null,
    primary key (host_id, campaign_id, version),
    foreign key (host_id, campaign_id) references campaign (host_id, id)
);

-- What dates hang on. A date that staff have set stands against the plan's.
create table event (
    host_id        text not null,
    campaign_id    text not null,
    id             text not null,
    ordinal        integer not null,
    title          text not null,
    day            date, -- null: not settled
    expected_first date,
    expected_last  date,
    primary key (host_id, campaign_id, id),
    foreign key (host_id, campaign_id) references campaign (host_id, id)
);

create table phase (
    host_id     text not null,
    campaign_id text not null,
    phase       smallint not null,
    entered_at  timestamptz,
    left_at     timestamptz,
    reason      text not null default '',
    primary key (host_id, campaign_id, phase),
    foreign key (host_id, campaign_id) references campaign (host_id, id)
);

create table project (
    host_id     text not null,
    campaign_id text not null,
    id          text not null,
    ordinal     integer not null,
    unit_id     text not null,
    body        jsonb not null,
    primary key (host_id, campaign_id, id),
    foreign key (host_id, campaign_id) references campaign (host_id, id),
    foreign key (host_id, unit_id) references office (host_id, id)
);

create table supervision_group (
    host_id     text not null,
    campaign_id text not null,
    id          text not null,
    ordinal     integer not null,
    project_id  text, -- null: it watches every project
    convenor    text not null,
    body        jsonb not null,
    primary key (host_id, campaign_id, id),
    foreign key (host_id, campaign_id, project_id) references project (host_id, campaign_id, id),
    foreign key (host_id, convenor) references seat (host_id, id)
);

create table group_member (
    host_id     text not null,
    campaign_id text not null,
    group_id    text not null,
    seat_id     text not null,
    primary key (host_id, campaign_id, group_id, seat_id),
    foreign key (host_id, campaign_id, group_id) references supervision_group (host_id, campaign_id, id),
    foreign key (host_id, seat_id) references seat (host_id, id)
);

create table inspection (
    host_id      text not null,
    id           text not null,
    campaign_id  text not null,
    title        text not null,
    group_id     text, -- null: no group makes it
    project_id   text not null,
    duty_id      text not null,
    convenor     text not null,
    first_day    date, -- null: nobody knows its days yet
    last_day     date,
    state        text not null,
    visit_day    date,
    place        text not null default '',
    reminded     boolean not null default false,
    opened_at    timestamptz,
    conclusion   text not null default '',
    concluded_at timestamptz,
    closed_at    timestamptz,
    primary key (host_id, id),
    foreign key (host_id, campaign_id, group_id) references supervision_group (host_id, campaign_id, id)
);
create index inspection_visit on inspection (host_id, visit_day) where not reminded;
create index inspection_running on inspection (id) where state <> 'CLOSED';
create index inspection_campaign on inspection (host_id, campaign_id, coalesce(first_day, 'infinity'), id);

create table duty (
    host_id       text not null,
    campaign_id   text not null,
    id            text not null,
    entry         text not null,
    kind          text not null,
    title         text not null,
    holder        text not null,
    to_office     text not null,
    group_id      text not null,
    project_id    text not null,
    convenor      text not null,
    inspection_id text not null,
    phase         smallint not null,
    first_day     date, -- null: nobody knows its days yet
    last_day      date,
    planned_first date, -- as the plan gives them: extensions left out
    planned_last  date,
    computed      jsonb not null, -- how its days were computed from the plan; what was extended since is not in it
    quota         text not null, -- entry/subject/period that it counts towards
    nth           integer not null,
    need          integer not null,
    remind_days   integer[] not null,
    after         text not null,
    state         text not null,
    since         timestamptz,
    returned_at   timestamptz,
    settled_at    timestamptz, -- its calls up to and including this instant are made
    proven_at     timestamptz,
    late          boolean not null default false,
    reason        text not null default '',
    next_at       timestamptz,
    primary key (host_id, campaign_id, id),
    foreign key (host_id, campaign_id) references campaign (host_id, id),
    foreign key (host_id, holder) references seat (host_id, id)
);
-- Hosts and campaigns go together: without this the planner takes a campaign for a few duties wherever hosts are many.
create statistics duty_of_campaign (ndistinct, dependencies) on host_id, campaign_id from duty;
create index duty_due on duty (host_id, campaign_id, next_at) where next_at is not null;
create index duty_by_day on duty (host_id, campaign_id, coalesce(last_day, 'infinity'), id);
create index duty_quota on duty (host_id, campaign_id, quota, id) where quota <> '';
create index duty_after on duty (host_id, campaign_id, after) where after <> '';
create index duty_entry on duty (host_id, campaign_id, entry);
create index duty_inspection on duty (host_id, campaign_id, inspection_id) where inspection_id <> '';
create index duty_of_step on duty (host_id, campaign_id, kind) where kind in ('JOINT_SUBMISSION', 'DELIBERATION', 'VOTE');

create table call (
    host_id     text not null,
    campaign_id text not null,
    duty_id     text not null,
    kind        text not null,
    at          timestamptz not null,
    to_seat     text not null,
    passed      boolean not null,
    made_at     timestamptz not null,
    primary key (host_id, campaign_id, at, duty_id, kind) -- in their order; those of one duty are found among them
);

create table note (
    host_id        text not null,
    id             text not null,
    inspection_id  text not null,
    seat_id        text not null,
    text           text not null,
    submitted_at   timestamptz not null,
    late           boolean not null,
    request_digest bytea not null,
    primary key (host_id, id),
    foreign key (host_id, inspection_id) references inspection (host_id, id),
    foreign key (host_id, seat_id) references seat (host_id, id)
);
create index note_inspection on note (host_id, inspection_id, submitted_at, id);

create table submission (
    host_id        text not null,
    campaign_id    text not null,
    id             text not null,
    duty_id        text not null,
    title          text not null,
    text           text not null,
    state          text not null,
    seat_id        text not null,
    submitted_at   timestamptz not null,
    late           boolean not null,
    judged_at      timestamptz,
    reason         text not null default '',
    request_digest bytea not null,
    primary key (host_id, campaign_id, id),
    foreign key (host_id, campaign_id, duty_id) references duty (host_id, campaign_id, id),
    foreign key (host_id, seat_id) references seat (host_id, id)
);
create index submission_in_order on submission (host_id, campaign_id, submitted_at, id);
create index submission_duty on submission (host_id, campaign_id, duty_id);

create table poll (
    host_id      text not null,
    id           text not null,
    campaign_id  text not null,
    entry        text not null,
    title        text not null,
    phase        smallint not null,
    after        text not null, -- the entry whose proof calls it, before the evaluation
    projects     text[] not null, -- that it is about, in the plan's order
    first_day    date,
    last_day     date,
    state        text not null,
    rule         jsonb not null,
    members      integer not null default 0,
    opened_at    timestamptz,
    closes_at    timestamptz,
    closed_at    timestamptz,
    published_at timestamptz,
    fed_back_at  timestamptz,
    primary key (host_id, id),
    foreign key (host_id, campaign_id) references campaign (host_id, id)
);
create index poll_campaign on poll (host_id, campaign_id, id);
create index poll_running on poll (id) where state not in ('PLANNED', 'FED_BACK');

-- Who may vote and who has voted; what was voted is in poll_choice, and no column joins the two. (Until the rules of the
-- secret ballot are complete, PostgreSQL's own row headers still tell its administrator which rows came together.)
create table poll_elector (
    host_id text not null,
    poll_id text not null,
    seat_id text not null,
    voted   boolean not null default false,
    primary key (host_id, poll_id, seat_id),
    foreign key (host_id, poll_id) references poll (host_id, id),
    foreign key (host_id, seat_id) references seat (host_id, id)
);

create table poll_choice (
    host_id    text not null,
    poll_id    text not null,
    ballot     uuid not null, -- random, known to nobody
    project_id text not null,
    grade      text not null,
    primary key (host_id, poll_id, ballot, project_id),
    foreign key (host_id, poll_id) references poll (host_id, id)
);

create table poll_result (
    host_id      text not null,
    poll_id      text not null,
    project_id   text not null,
    satisfied    integer not null,
    basically    integer not null,
    dissatisfied integer not null,
    abstain      integer not null,
    outcome      text not null,
    primary key (host_id, poll_id, project_id),
    foreign key (host_id, poll_id) references poll (host_id, id)
);

create table notice (
    host_id     text not null,
    id          uuid not null,
    campaign_id text not null,
    person_id   text not null, -- who sits in the seat or else in the office's; empty: nobody
    seat_id     text not null,
    duty_id     text not null,
    kind        text not null,
    zh          text not null,
    en          text not null,
    at          timestamptz not null,
    state       text not null,
    digest_day  date, -- the morning whose digest carries it
    -- No foreign key: it would cost every call a look-up, and rows come from campaigns that are locked.
    primary key (host_id, campaign_id, at, id) -- the id alone is unique too; in this order a campaign's are listed
);
create index notice_inbox on notice (host_id, person_id, at desc, id desc);
create index notice_newest on notice (host_id, at desc, id desc);
create index notice_queued on notice (host_id, at) where state = 'QUEUED' and digest_day is null;
create index notice_silenced on notice (host_id, campaign_id) where state = 'SILENCED';
create index notice_digest on notice (host_id, digest_day, person_id) where digest_day is not null;

-- One digest per person and morning, across campaigns.
create table digest (
    host_id      text not null references host,
    person_id    text not null references person,
    day          date not null,
    composed_at  timestamptz not null,
    delivered_at timestamptz,
    primary key (host_id, person_id, day)
);
create index digest_undelivered on digest (host_id, day) where delivered_at is null;

-- One row a transaction; its payload apart, so that it can be reduced while the leaf stays. No foreign keys: each would
-- cost every call a look-up, and the two are written in one statement.
create table audit (
    host_id text not null,
    seq     bigint generated always as identity,
    at      timestamptz not null,
    actor   text not null, -- a person, or `clock`
    verb    text not null,
    object  text not null,
    reason  text not null,
    digest  bytea not null, -- of salt and payload
    primary key (host_id, seq)
);

create table audit_payload (
    host_id text not null,
    seq     bigint not null,
    salt    bytea not null,
    payload json not null, -- letter for letter as it was digested, which jsonb would not keep
    primary key (host_id, seq)
);

-- The outbox of the relay: "look again". Rows only carry names, so every worker may read them all.
create table nudge (
    seq     bigint generated always as identity primary key,
    kind    text not null, -- campaign, inspection, vote, delivery
    host_id text not null,
    id      text not null
);

-- The years of the calendar that were announced after this program was built, each as its notice has it: see
-- supervision/holidays. The latest word on a year holds.
create table holiday_year (
    seq      bigint generated always as identity primary key,
    year     integer not null,
    body     jsonb not null,
    added_at timestamptz not null
);

-- Keys that all processes of an installation share, such as the one that seals page tokens.
create table secret (
    name  text primary key,
    value bytea not null
);

do $$
declare t text;
begin
    foreach t in array array['roll', 'office', 'seat', 'sitting', 'campaign', 'plan_version', 'event', 'phase', 'project', 'supervision_group', 'group_member',
        'inspection', 'duty', 'call', 'note', 'submission', 'poll', 'poll_elector', 'poll_choice', 'poll_result',
        'notice', 'digest', 'audit', 'audit_payload']
    loop
        execute format('alter table %I enable row level security', t);
        execute format('create policy own_host on %I using (host_id = current_setting(''duban.host'', true))', t);
    end loop;
end $$;

-- Where a person reads, their roles and id are set, and what is not for their roles is not there for them. Commands and
-- the clock set neither.
create function reads(roles text[]) returns boolean
    language sql stable as $$ select coalesce(string_to_array(nullif(current_setting('duban.roles', true), ''), ' ') && roles, true) $$;
create policy readers on note as restrictive for select using (reads('{STAFF,DEPUTY,RESIDENT,MEMBER}')); -- not who is supervised
create policy readers on notice as restrictive for select using (reads('{STAFF}') or person_id = current_setting('duban.person', true));
create policy readers on poll_choice as restrictive for select using (reads('{}')); -- a ballot is read by nobody

-- A person is known where a host's roll has them, and only there; anybody may become known.
alter table person enable row level security;
create policy on_the_roll on person using (exists (select from roll where roll.person_id = person.id)) with check (true);

-- Where a page after a workflow id begins within one kind: after '' before it, after null behind it.
create function place(after text, kind text) returns text
    language sql immutable as $$
    select case when after < kind || '/' then '' when starts_with(after, kind || '/') then substr(after, length(kind) + 2) end
$$;

-- The functions that follow look across hosts: the owner's rights reach over row-level security, and nothing but names,
-- instants and versions leaves.

-- The record is written once; of what it keeps beside its lines, a person's details can be taken away, and no more.
create function reduce_payloads(person text) returns integer
    language sql security definer set search_path = public, pg_temp as $$
    with reduced as (delete from audit_payload p using audit a
        where a.host_id = current_setting('duban.host', true) and (p.host_id, p.seq) = (a.host_id, a.seq)
          and (a.object = 'people/' || person and a.verb = 'SAVE_PERSON' or a.object = 'accounts/' || person) returning 1)
    select count(*)::integer from reduced
$$;

-- Whether some host knows a person by this name.
create function known_as(person text, called text) returns boolean
    language sql stable security definer set search_path = public, pg_temp as $$
    select exists (select from roll where person_id = person and name = called)
$$;

-- A process is run by the version of the workflow code that has claimed its campaign; a host's courier by the newest that
-- has claimed one of the host's.

-- What the keeper compares with Temporal: every process that should be running, a page at a time, each kind by an index.
create function processes(page integer, after text)
    returns table (workflow text, kind text, host_id text, id text, version integer)
    language sql stable security definer set search_path = public, pg_temp as $$
    select w.kind || '/' || w.id, w.kind, w.host_id, w.id, w.version from (
        (select 'campaign', c.host_id, c.id, c.code_version
           from campaign c where c.state = 'LIVE' and c.id > place(after, 'campaign')
          order by c.id limit page)
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
        union all
        (select 'delivery', h.id, h.id, coalesce((select max(c.code_version) from campaign c where c.host_id = h.id), 0)
           from host h where h.id > place(after, 'delivery')
            and (exists (select from campaign c where c.host_id = h.id and c.state = 'LIVE')
              or exists (select from notice n where n.host_id = h.id and n.state = 'QUEUED' and n.digest_day is null)
              or exists (select from digest g where g.host_id = h.id and g.delivered_at is null))
          order by h.id limit page)
    ) w (kind, host_id, id, version)
    order by 1 limit page
$$;

-- The campaigns among them whose next call or step is before an instant, and which no newer version runs; found by index,
-- so that looking is cheap.
create function campaigns_behind(behind timestamptz, newest integer, page integer, after text)
    returns table (workflow text, kind text, host_id text, id text, version integer)
    language sql stable security definer set search_path = public, pg_temp as $$
    select 'campaign/' || c.id, 'campaign', c.host_id, c.id, c.code_version
      from campaign c
     where c.state = 'LIVE' and c.next_at < behind and c.code_version <= newest and c.id > place(after, 'campaign')
     order by c.id limit page
$$;

-- The oldest nudges for processes that no newer version runs.
create function nudges(newest integer, page integer)
    returns table (seq bigint, kind text, host_id text, id text, version integer)
    language sql stable security definer set search_path = public, pg_temp as $$
    select v.* from (
        select n.seq, n.kind, n.host_id, n.id, coalesce(case n.kind
            when 'campaign' then (select c.code_version from campaign c where (c.host_id, c.id) = (n.host_id, n.id))
            when 'inspection' then (select c.code_version from campaign c where (c.host_id, c.id) =
                (n.host_id, (select i.campaign_id from inspection i where (i.host_id, i.id) = (n.host_id, n.id))))
            when 'vote' then (select c.code_version from campaign c where (c.host_id, c.id) =
                (n.host_id, (select p.campaign_id from poll p where (p.host_id, p.id) = (n.host_id, n.id))))
            when 'delivery' then (select max(c.code_version) from campaign c where c.host_id = n.host_id)
        end, 0) as version
        from nudge n
    ) v
    where v.version <= newest order by v.seq limit page
$$;

-- Only the owner of a table may have its statistics taken.
create function refresh_statistics() returns void
    language plpgsql security definer set search_path = public, pg_temp as $$
begin
    analyze duty;
    analyze inspection;
end $$;

do $$
begin
    if exists (select from pg_roles where rolname = 'duban_app') then
        grant usage on schema public to duban_app;
        grant select, insert, update on all tables in schema public to duban_app;
        grant delete on nudge, group_member, event to duban_app;
        -- What is written once stays as it was written.
        revoke update on secret, audit, audit_payload, call, note, poll_choice, poll_result, plan_version, holiday_year from duban_app;
        -- Only the owner migrates.
        revoke insert, update on schema_version from duban_app;
        grant usage on all sequences in schema public to duban_app;
        revoke execute on function processes, campaigns_behind, nudges, known_as, reduce_payloads, refresh_statistics from public;
        grant execute on function processes, campaigns_behind, nudges, known_as, reduce_payloads, refresh_statistics to duban_app;
    end if;
end $$;
