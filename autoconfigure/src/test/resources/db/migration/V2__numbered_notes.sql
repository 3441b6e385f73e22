CREATE SEQUENCE numbered_note_seq INCREMENT BY 50;

CREATE TABLE numbered_note (
  id bigint PRIMARY KEY
);
