CREATE TABLE kept (id bigint PRIMARY KEY);

CREATE TABLE broken (id bigint REFERENCES nowhere);
