-- Row-level security of a store on a server; run by its owner, as often as one likes.
-- A role beside one's own ("Aino§1") belongs to the person: see coding/roles.py.

CREATE TABLE IF NOT EXISTS member (role text PRIMARY KEY, coder text NOT NULL, rights text NOT NULL);

CREATE OR REPLACE FUNCTION member_coder() RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT coder FROM member WHERE role = session_user
$$;

CREATE OR REPLACE FUNCTION is_own(coder text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT split_part(coder, '§', 1) IN ('', member_coder())
$$;

-- is whoever asks coding this answer blind, and not finished yet?
CREATE OR REPLACE FUNCTION is_blind(w text, r text, q text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT EXISTS (
        SELECT 1 FROM mark drawn
        WHERE kind = 'drawn' AND (wave, respondent, question) = (w, r, q) AND is_own(coder)
        AND NOT EXISTS (
            SELECT 1 FROM mark over
            WHERE over.kind = 'finished' AND (over.coder, over.code) = (drawn.coder, drawn.code)
        )
    )
$$;

-- is whoever asks coding any answer blind?
CREATE OR REPLACE FUNCTION is_blind_now() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT EXISTS (
        SELECT 1 FROM mark WHERE kind = 'drawn' AND is_own(coder) AND is_blind(wave, respondent, question)
    )
$$;

-- a note on a code, a theme or the project tells how its writer codes
CREATE OR REPLACE FUNCTION is_loose_note(kind text, r text) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $$
    SELECT kind IN ('memo', 'theme_memo') AND r = ''
$$;

CREATE OR REPLACE FUNCTION is_blind_on(marks text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
    SELECT EXISTS (
        SELECT 1 FROM json_array_elements(marks::json) each
        WHERE is_blind(each->>1, each->>2, each->>3) OR (is_loose_note(each->>0, each->>2) AND is_blind_now())
    )
$$;

ALTER TABLE decision ENABLE ROW LEVEL SECURITY;
ALTER TABLE mark ENABLE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS seen ON decision;
CREATE POLICY seen ON decision FOR SELECT
    USING (coder = member_coder() OR NOT (is_blind_on(put) OR is_blind_on(taken)));
DROP POLICY IF EXISTS added ON decision;
CREATE POLICY added ON decision FOR INSERT WITH CHECK (coder = member_coder());

DROP POLICY IF EXISTS seen ON mark;
CREATE POLICY seen ON mark FOR SELECT USING (
    is_own(coder) OR NOT (is_blind(wave, respondent, question) OR (is_loose_note(kind, respondent) AND is_blind_now()))
);
DROP POLICY IF EXISTS put ON mark;
CREATE POLICY put ON mark FOR INSERT WITH CHECK (is_own(coder));
DROP POLICY IF EXISTS taken ON mark;
CREATE POLICY taken ON mark FOR DELETE USING (is_own(coder));

-- the ledger of tables tells who has which code
ALTER TABLE release ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS seen ON release;
CREATE POLICY seen ON release FOR SELECT USING (NOT is_blind_now());
DROP POLICY IF EXISTS added ON release;
CREATE POLICY added ON release FOR INSERT WITH CHECK (coder = member_coder());
