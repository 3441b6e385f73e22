CREATE EXTENSION dblink;
CREATE TABLE audit (what text);
