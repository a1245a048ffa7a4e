-- The role that web, worker and beat use: they read and write rows, and nothing else.
--
-- Without it they would use the owner of the tables, who may empty a table, take its triggers away or change it, so that
-- whoever got into a web process could rewrite the history that the triggers guard. Run this as the owner, in the
-- portal's database, after every migration: `manage.py grant_web_role` does, and psql -f does. It may be run again.
--
-- Where a provider does not let the owner make roles, have it make census_web first (LOGIN, nothing more).

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'census_web') THEN
        CREATE ROLE census_web LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS NOINHERIT;
    END IF;
    IF pg_has_role('census_web', current_user, 'MEMBER') THEN
        RAISE EXCEPTION 'census_web is a superuser, or a member of %: it could do all that this role can', current_user;
    END IF;
    -- Nobody makes anything in this database but its owner.
    EXECUTE format('REVOKE CREATE, TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM census_web', current_database());
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO census_web', current_database());
END
$$;

REVOKE CREATE ON SCHEMA public FROM PUBLIC;
REVOKE ALL ON SCHEMA public FROM census_web;
GRANT USAGE ON SCHEMA public TO census_web;

-- Rows: no TRUNCATE, no TRIGGER, no REFERENCES, and as it owns nothing, no ALTER and no DROP.
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM census_web;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO census_web;
REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM census_web;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO census_web;

-- What a migration makes while the portal runs can be used before this is run again.
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO census_web;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO census_web;

-- Which migrations ran is for the owner to say.
REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM census_web;
