-- An unannounced visit has taken place once it is concluded. One that was put off, and is closed without, stays unseen for
-- good: the unit would learn that somebody was to come, where and when.
alter policy unannounced on inspection using (not unannounced or (select told_early()) or concluded_at is not null);

create or replace function shared_inspections(campaign text, after_day date, after_id text, page integer)
    returns table (id text, title text, project_id text, state text, first_day date, last_day date, visit_day date, place text, conclusion text)
    language sql stable security definer set search_path = public, pg_temp as $$
    select i.id, i.title, i.project_id, i.state, i.first_day, i.last_day, i.visit_day, i.place, i.conclusion
      from shared_campaigns(campaign, null, '', 1) c
      join linkage l on (l.host_id, l.campaign_id, l.to_host) = (c.host_id, c.id, current_setting('duban.host', true))
      join inspection i on (i.host_id, i.campaign_id) = (c.host_id, c.id) and (l.projects = '{}' or i.project_id = any (l.projects))
     where campaign <> '' and (after_id = '' or (coalesce(i.first_day, 'infinity'), i.id) > (coalesce(after_day, 'infinity'), after_id))
       and (not i.unannounced or i.concluded_at is not null)
     order by coalesce(i.first_day, 'infinity'), i.id limit page
$$;
