CREATE SCHEMA test;
CREATE TABLE test.person (id bigint PRIMARY KEY, name text NOT NULL);
INSERT INTO test.person VALUES (1, 'Ada');
