CREATE TABLE note (id bigint PRIMARY KEY, written_for varchar DEFAULT 'h2', body jsonb);
