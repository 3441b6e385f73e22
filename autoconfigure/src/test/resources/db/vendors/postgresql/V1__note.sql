CREATE TABLE note (id bigint PRIMARY KEY, written_for text DEFAULT 'postgresql', body jsonb);
