CREATE EXTENSION IF NOT EXISTS vector;
CREATE TABLE note (id bigint PRIMARY KEY, tags text[]);
