INSERT INTO note (title) VALUES ('a; quoted'), ('-- kept');

-- the second; statement
INSERT INTO note (title) VALUES ('twice');
INSERT INTO note (title)
  VALUES ('twice');
