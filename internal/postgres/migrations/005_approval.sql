-- Where a unit says so, its head approves what its liaison drafts before it leaves the house.

alter table submission
    add column approved_by text, -- the seat of the head who approved it or sent it back
    add column approved_at timestamptz,
    add foreign key (host_id, approved_by) references seat (host_id, id);
create index seat_head on seat (host_id, office_id) where part = 'HEAD';
