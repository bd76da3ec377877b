-- Rows as the ORM would write them, see ground.py. Each hundredth member paid half of
-- the entry share, each fiftieth half of the last month; a third came later than the
-- first month, a quarter is one to five months behind.

CREATE TEMPORARY TABLE bench_member ON COMMIT DROP AS
SELECT n,
       %(code)s || '-' || lpad(n::text, 6, '0') AS number,
       (%(first_names)s::text[])[n %% 40 + 1] || ' '
       || (%(last_names)s::text[])[n / 40 %% 50 + 1] AS name,
       -- The first tenth lives five to a door, the others alone; 150 members an RT.
       CASE WHEN n <= %(members)s / 10 THEN (n - 1) / 5 + 1 ELSE n END AS door,
       n / 150 AS place,
       (%(first)s + make_interval(months => CASE n %% 3 WHEN 0 THEN n %% 30 ELSE 0 END))
           ::date AS opened,
       (date_trunc('month', %(as_of)s::date)
        - make_interval(months => greatest(0, n %% 20 - 14)))::date AS last_paid,
       nextval('res_partner_id_seq')::int AS partner_id,
       nextval('coop_membership_id_seq')::int AS membership_id,
       nextval('coop_account_id_seq')::int AS pokok_id,
       nextval('coop_account_id_seq')::int AS wajib_id
  FROM generate_series(1, %(members)s) AS n;

INSERT INTO res_partner
       (id, commercial_partner_id, name, complete_name, company_id, street, city,
        phone, active, type, lang, autopost_bills, create_date, write_date)
SELECT partner_id, partner_id, name, name, %(company)s,
       'Kampung Massa RT ' || place %% 10 + 1 || ' No. ' || door, 'Jakarta',
       '0812' || lpad(n::text, 8, '0'), TRUE, 'contact', 'id_ID', 'ask', now(), now()
  FROM bench_member;

INSERT INTO coop_membership
       (id, company_id, partner_id, number, member_class, date_applied, date_admitted,
        taken_over, needs_signature, state)
SELECT membership_id, %(company)s, partner_id, number, 'ordinary', opened, opened,
       TRUE, FALSE, 'member'
  FROM bench_member;

INSERT INTO coop_membership_event
       (membership_id, company_id, date, kind, state, void, create_date, write_date)
SELECT membership_id, %(company)s, opened, 'takeover', 'member', FALSE, now(), now()
  FROM bench_member;

CREATE TEMPORARY TABLE bench_household ON COMMIT DROP AS
SELECT door, min(place) AS place, min(partner_id) AS head_id,
       nextval('coop_household_id_seq')::int AS id
  FROM bench_member
 GROUP BY door;

INSERT INTO coop_household
       (id, company_id, head_id, kampung, rw, rt, block, unit, house, create_date,
        write_date)
SELECT id, %(company)s, head_id, 'Kampung Massa',
       lpad((place / 10 + 1)::text, 3, '0'), lpad((place %% 10 + 1)::text, 3, '0'),
       chr(65 + place %% 26), door::text, chr(65 + place %% 26) || '-' || door, now(),
       now()
  FROM bench_household;

INSERT INTO coop_household_person
       (household_id, company_id, partner_id, create_date, write_date)
SELECT h.id, %(company)s, m.partner_id, now(), now()
  FROM bench_member AS m JOIN bench_household AS h USING (door);

INSERT INTO coop_account
       (id, number, product_id, account_id, partner_id, company_id, membership_id,
        date_opened)
SELECT pokok_id, number || '/POKOK', %(pokok)s, %(pokok_account)s, partner_id,
       %(company)s, membership_id, opened
  FROM bench_member
 UNION ALL
SELECT wajib_id, number || '/WAJIB', %(wajib)s, %(wajib_account)s, partner_id,
       %(company)s, membership_id, opened
  FROM bench_member;

CREATE TEMPORARY TABLE bench_payment ON COMMIT DROP AS
SELECT opened AS month, n / %(chunk)s AS chunk, partner_id,
       pokok_id AS coop_account_id, %(pokok_account)s AS account_id,
       'Simpanan Pokok' AS name,
       CASE n %% 100 WHEN 0 THEN %(pokok_amount)s / 2 ELSE %(pokok_amount)s END
           AS amount
  FROM bench_member
 UNION ALL
SELECT month::date, n / %(chunk)s, partner_id, wajib_id, %(wajib_account)s,
       'Simpanan Wajib ' || to_char(month, 'YYYY-MM'),
       CASE WHEN n %% 50 = 0 AND month = last_paid THEN tariff / 2 ELSE tariff END
  FROM bench_member
 CROSS JOIN LATERAL generate_series(opened, last_paid, '1 month') AS month
 CROSS JOIN LATERAL (
           SELECT amount AS tariff
             FROM unnest(%(tariff_dates)s::date[], %(tariffs)s::int[])
                  AS t (start, amount)
            WHERE start <= month ORDER BY start DESC LIMIT 1
       ) AS tariff;

CREATE TEMPORARY TABLE bench_entry ON COMMIT DROP AS
SELECT month, chunk, month + 4 AS date, sum(amount) AS amount,
       nextval('account_move_id_seq')::int AS id,
       to_char(month, '"KWT/"YYYY/MM/') AS prefix,
       row_number() OVER (PARTITION BY month ORDER BY chunk) AS number
  FROM bench_payment
 GROUP BY month, chunk;

INSERT INTO account_move
       (id, name, sequence_prefix, sequence_number, date, state, move_type, auto_post,
        journal_id, company_id, currency_id, coop_origin_key, posted_before,
        create_date, write_date)
SELECT id, prefix || lpad(number::text, 4, '0'), prefix, number, date, 'posted',
       'entry', 'no', %(journal)s, %(company)s, %(currency)s, 'bench/' || id, TRUE,
       now(), now()
  FROM bench_entry;

INSERT INTO account_move_line
       (move_id, move_name, parent_state, date, journal_id, company_id,
        company_currency_id, currency_id, display_type, sequence, account_id,
        partner_id, coop_account_id, name, debit, credit, balance, amount_currency,
        amount_residual, amount_residual_currency, reconciled, create_date, write_date)
SELECT e.id, prefix || lpad(number::text, 4, '0'), 'posted', date, %(journal)s,
       %(company)s, %(currency)s, %(currency)s, 'product', 10, account_id, partner_id,
       coop_account_id, l.name, greatest(balance, 0), greatest(-balance, 0), balance,
       balance, 0, 0, FALSE, now(), now()
  FROM bench_entry AS e
  JOIN (
           SELECT month, chunk, account_id, partner_id, coop_account_id, name,
                  -amount AS balance
             FROM bench_payment
        UNION ALL
           SELECT month, chunk, %(cash_account)s, NULL, NULL, 'Kas', amount
             FROM bench_entry
       ) AS l USING (month, chunk);

DROP TABLE bench_member, bench_household, bench_payment, bench_entry;
