-- Of a notice that goes out in a message of its own, the message is found.
create index message_of_notice on message (host_id, notice_id) where kind = 'URGENT';
