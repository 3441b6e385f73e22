CREATE ROLE of_a_migration;
