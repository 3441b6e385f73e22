CREATE EXTENSION IF NOT EXISTS vector;

-- H2 has no PL/pgSQL
CREATE FUNCTION touch() RETURNS trigger AS $body$
BEGIN
  NEW.details = '{}';
  RETURN NEW;
END;
$body$ LANGUAGE plpgsql;
