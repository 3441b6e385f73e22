CREATE TABLE note (id bigint PRIMARY KEY, details jsonb);

INSERT INTO note
VALUES (1, '{"k": 1}');
