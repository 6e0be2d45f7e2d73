-- Unannounced visits (明察暗访): before one has taken place, nobody who is supervised learns of it.

alter table inspection add column unannounced boolean not null default false;
alter table duty add column unannounced boolean not null default false; -- a part in such a visit
alter table notice add column unannounced boolean not null default false; -- about one

-- Whether the reader may know of an unannounced visit before: as supervision.ToldEarly has it. Commands and the clock may.
create function told_early() returns boolean
    language sql stable as $$
    select reads('{STAFF,DEPUTY,RESIDENT,MEMBER}')
        and not coalesce(string_to_array(nullif(current_setting('duban.roles', true), ''), ' ') && '{OFFICIAL}', false)
$$;

-- What belongs to a visit is seen when the visit is: only the first policy says when that is. It is asked once a statement
-- whether the reader is told early, so that those who are pay for nothing.
create policy unannounced on inspection as restrictive for select
    using (not unannounced or (select told_early()) or state in ('CONCLUDED', 'CLOSED'));
create policy unannounced on duty as restrictive for select
    using (not unannounced or (select told_early())
        or exists (select from inspection i where (i.host_id, i.id) = (duty.host_id, duty.inspection_id)));
create policy unannounced on note as restrictive for select
    using ((select told_early()) or exists (select from inspection i where (i.host_id, i.id) = (note.host_id, note.inspection_id)));
create policy unannounced on notice as restrictive for select
    using (not unannounced or (select told_early())
        or exists (select from duty d where (d.host_id, d.campaign_id, d.id) = (notice.host_id, notice.campaign_id, notice.duty_id)));
-- A warning would tell that of one visit more are to come.
create policy unannounced on call as restrictive for select
    using ((select told_early()) or exists (select from duty d
        where (d.host_id, d.campaign_id, d.id) = (call.host_id, call.campaign_id, call.duty_id) and not (d.unannounced and call.kind = 'WARN')));

-- What is shared with a congress above is out of the house: an unannounced visit is shared when it has taken place.
create or replace function shared_inspections(campaign text, after_day date, after_id text, page integer)
    returns table (id text, title text, project_id text, state text, first_day date, last_day date, visit_day date, place text, conclusion text)
    language sql stable security definer set search_path = public, pg_temp as $$
    select i.id, i.title, i.project_id, i.state, i.first_day, i.last_day, i.visit_day, i.place, i.conclusion
      from shared_campaigns(campaign, null, '', 1) c
      join linkage l on (l.host_id, l.campaign_id, l.to_host) = (c.host_id, c.id, current_setting('duban.host', true))
      join inspection i on (i.host_id, i.campaign_id) = (c.host_id, c.id) and (l.projects = '{}' or i.project_id = any (l.projects))
     where campaign <> '' and (after_id = '' or (coalesce(i.first_day, 'infinity'), i.id) > (coalesce(after_day, 'infinity'), after_id))
       and (not i.unannounced or i.state in ('CONCLUDED', 'CLOSED'))
     order by coalesce(i.first_day, 'infinity'), i.id limit page
$$;
