-- What a congress shows of a campaign to one above it (市区联动): a few projects, or all if none is named.
create table linkage (
    host_id     text not null,
    campaign_id text not null,
    to_host     text not null references host,
    projects    text[] not null,
    reason      text not null,
    shared_at   timestamptz not null,
    ended_at    timestamptz, -- null: it stands
    primary key (host_id, campaign_id, to_host),
    foreign key (host_id, campaign_id) references campaign (host_id, id)
);
create index linkage_shown on linkage (to_host, shared_at desc, campaign_id) where ended_at is null;
alter table linkage enable row level security;
create policy own_host on linkage using (host_id = current_setting('duban.host', true));

-- The hosts above one, the nearest first.
create function above(host text) returns table (id text, distance integer)
    language sql stable as $$
    with recursive up (id, parent_id, distance) as (
        select h.parent_id, p.parent_id, 1 from host h join host p on p.id = h.parent_id where h.id = host
        union all
        select p.id, p.parent_id, distance + 1 from up join host p on p.id = up.parent_id
    ) cycle id set circle using way
    select id, distance from up where not circle
$$;

-- The functions that follow look across hosts for the host of the transaction: the owner's rights reach over row-level
-- security, and nothing leaves but the columns below, of what stands shared with it by a host under it.

create function shared_campaigns(campaign text, before timestamptz, before_id text, page integer)
    returns table (id text, host_id text, host_name text, title text, state text, phase smallint, first_day date, last_day date, shared_at timestamptz)
    language sql stable security definer set search_path = public, pg_temp as $$
    select c.id, c.host_id, h.name, c.title, c.state, c.phase, c.first_day, c.last_day, l.shared_at
      from linkage l join campaign c on (c.host_id, c.id) = (l.host_id, l.campaign_id) join host h on h.id = l.host_id
     where l.to_host = current_setting('duban.host', true) and l.ended_at is null and c.state <> 'DRAFT'
       and l.to_host in (select a.id from above(l.host_id) a)
       and (campaign = '' or c.id = campaign) and (before is null or (l.shared_at, l.campaign_id) < (before, before_id))
     order by l.shared_at desc, l.campaign_id desc limit page
$$;

create function shared_projects(campaign text, after integer, page integer)
    returns table (id text, ordinal integer, title text, unit_name text)
    language sql stable security definer set search_path = public, pg_temp as $$
    select p.id, p.ordinal, p.body->>'Title', o.name
      from shared_campaigns(campaign, null, '', 1) c
      join linkage l on (l.host_id, l.campaign_id, l.to_host) = (c.host_id, c.id, current_setting('duban.host', true))
      join project p on (p.host_id, p.campaign_id) = (c.host_id, c.id) and (l.projects = '{}' or p.id = any (l.projects))
      join office o on (o.host_id, o.id) = (p.host_id, p.unit_id)
     where campaign <> '' and p.ordinal > after order by p.ordinal limit page
$$;

create function shared_inspections(campaign text, after_day date, after_id text, page integer)
    returns table (id text, title text, project_id text, state text, first_day date, last_day date, visit_day date, place text, conclusion text)
    language sql stable security definer set search_path = public, pg_temp as $$
    select i.id, i.title, i.project_id, i.state, i.first_day, i.last_day, i.visit_day, i.place, i.conclusion
      from shared_campaigns(campaign, null, '', 1) c
      join linkage l on (l.host_id, l.campaign_id, l.to_host) = (c.host_id, c.id, current_setting('duban.host', true))
      join inspection i on (i.host_id, i.campaign_id) = (c.host_id, c.id) and (l.projects = '{}' or i.project_id = any (l.projects))
     where campaign <> '' and (after_id = '' or (coalesce(i.first_day, 'infinity'), i.id) > (coalesce(after_day, 'infinity'), after_id))
     order by coalesce(i.first_day, 'infinity'), i.id limit page
$$;

do $$
begin
    if exists (select from pg_roles where rolname = 'duban_app') then
        grant select, insert, update on linkage to duban_app;
        revoke execute on function shared_campaigns, shared_projects, shared_inspections from public;
        grant execute on function shared_campaigns, shared_projects, shared_inspections to duban_app;
    end if;
end $$;
