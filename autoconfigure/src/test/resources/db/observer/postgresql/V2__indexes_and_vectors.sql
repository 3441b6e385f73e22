CREATE EXTENSION IF NOT EXISTS vector;

-- rows that lie elsewhere than they were written first
DELETE FROM author WHERE id IN (3, 9);
UPDATE author SET active = false WHERE id % 4 = 0;
ALTER TABLE author ADD COLUMN points int NOT NULL DEFAULT 7;
CREATE INDEX author_active ON author (name) WHERE active;
INSERT INTO ledger SELECT n, n * 7919 % 1000 FROM generate_series(11, 1500) AS n;

CREATE TABLE event (
  day  date NOT NULL,
  kind text
) PARTITION BY RANGE (day);
CREATE TABLE event_early PARTITION OF event FOR VALUES FROM ('2026-01-01') TO ('2026-07-01');
CREATE TABLE event_late PARTITION OF event DEFAULT;
CREATE INDEX event_kind ON event (kind);
INSERT INTO event SELECT '2026-06-15'::date + n, 'kind ' || n % 5 FROM generate_series(0, 39) AS n;

CREATE TABLE essay (
  id   int PRIMARY KEY,
  body text
);
INSERT INTO essay SELECT n, (SELECT string_agg(md5(n || '.' || m), '') FROM generate_series(1, 200) AS m) FROM generate_series(1, 6) AS n;

CREATE TABLE log (
  what text
);
CREATE FUNCTION log() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO log VALUES (TG_OP);
  RETURN NULL;
END $$;
CREATE TRIGGER logged AFTER INSERT OR UPDATE OR DELETE ON author EXECUTE FUNCTION log();

CREATE FUNCTION vector_of(n int) RETURNS vector LANGUAGE sql IMMUTABLE AS
  'SELECT array_agg((hashint4(n * 31 + d) % 1000) / 1000.0)::vector FROM generate_series(1, 16) AS d';

CREATE TABLE memory (
  id        int PRIMARY KEY,
  embedding vector(16)
);
CREATE INDEX memory_embedding ON memory USING hnsw (embedding vector_l2_ops);

CREATE TABLE place (
  id        int PRIMARY KEY,
  embedding vector(16)
);
CREATE INDEX place_embedding ON place USING hnsw (embedding vector_l2_ops);
INSERT INTO place SELECT n, vector_of(n) FROM generate_series(1, 25) AS n;

CREATE TABLE atlas (
  id        int PRIMARY KEY,
  embedding vector(16)
);
CREATE INDEX atlas_embedding ON atlas USING hnsw (embedding vector_l2_ops);
INSERT INTO atlas SELECT n, vector_of(n + 1000) FROM generate_series(1, 300) AS n;

CREATE TABLE passage (
  id        int PRIMARY KEY,
  embedding vector(16)
);
INSERT INTO passage SELECT n, vector_of(n + 5000) FROM generate_series(1, 300) AS n;
CREATE INDEX passage_embedding ON passage USING ivfflat (embedding vector_l2_ops) WITH (lists = 8);

CREATE MATERIALIZED VIEW names AS SELECT name FROM author;
SELECT lo_from_bytea(4711, 'large');
