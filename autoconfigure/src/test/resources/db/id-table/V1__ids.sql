CREATE TABLE ids (name varchar(255) PRIMARY KEY, next bigint);

CREATE TABLE row_numbered_note (id bigint PRIMARY KEY);
