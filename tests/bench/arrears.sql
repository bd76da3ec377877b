-- The whole answer of coop.dues._arrears: {account, amount late, oldest unpaid day}.
WITH value AS (
    SELECT DISTINCT ON (code, valid_from) code, valid_from, v.value::bigint AS value
      FROM coop_parameter_value AS v
      JOIN coop_parameter AS p ON p.id = v.parameter_id
     WHERE v.company_id = %(company)s
     ORDER BY code, valid_from, v.id DESC
),
pokok AS (
    SELECT valid_from, value,
           row_number() OVER (ORDER BY valid_from) = 1 AS is_first,
           lead(valid_from, 1, 'infinity') OVER (ORDER BY valid_from) AS valid_to
      FROM value WHERE code = 'membership.pokok'
),
month AS (
    SELECT start::date AS start,
           (
               SELECT value FROM value
                WHERE code = 'membership.wajib' AND valid_from <= start
                ORDER BY valid_from DESC LIMIT 1
           ) AS amount,
           (
               SELECT (start + make_interval(days => least(
                          value,
                          extract(day FROM start + interval '1 month - 1 day')
                      )::int - 1))::date
                 FROM value
                WHERE code = 'membership.due_day' AND valid_from <= start
                ORDER BY valid_from DESC LIMIT 1
           ) AS due
      FROM generate_series(
               (
                   SELECT date_trunc('month', min(valid_from)) FROM value
                    WHERE code = 'membership.wajib'
               ),
               %(as_of)s::date, '1 month'
           ) AS start
),
total AS (
    SELECT start, due,
           (sum(amount) OVER (ORDER BY start) - amount)::bigint AS before,
           (sum(amount) OVER (ORDER BY start))::bigint AS after,
           (sum(amount) OVER ())::bigint AS whole
      FROM month WHERE due <= %(as_of)s
),
paid AS (
    SELECT coop_account_id AS id, -sum(balance)::bigint AS amount
      FROM account_move_line
     WHERE coop_account_id IS NOT NULL
       AND parent_state = 'posted'
       AND company_id = %(company)s
       AND date <= %(as_of)s
     GROUP BY coop_account_id
),
wajib AS (
    SELECT a.id, a.date_opened, first.whole,
           first.before + coalesce(paid.amount, 0) AS covered
      FROM coop_account AS a
      JOIN coop_product AS p ON p.id = a.product_id AND p.share_kind = 'wajib'
      JOIN total AS first ON first.start = date_trunc('month', a.date_opened)
      LEFT JOIN paid ON paid.id = a.id
     WHERE a.company_id = %(company)s
)
SELECT wajib.id, greatest(wajib.whole - covered, 0),
       CASE WHEN covered < wajib.whole THEN greatest(date_opened, late.due) END
  FROM wajib
  LEFT JOIN total AS late
    ON covered < wajib.whole AND covered >= late.before AND covered < late.after
 UNION ALL
SELECT a.id, greatest(value - coalesce(paid.amount, 0), 0),
       CASE WHEN value > coalesce(paid.amount, 0) THEN a.date_opened END
  FROM coop_account AS a
  JOIN coop_product AS p ON p.id = a.product_id AND p.share_kind = 'pokok'
  JOIN pokok
    ON (a.date_opened >= valid_from OR is_first) AND a.date_opened < valid_to
  LEFT JOIN paid ON paid.id = a.id
 WHERE a.company_id = %(company)s
