-- A province's market of some years. Sealed texts are empty, for nobody reads them here.
INSERT INTO enterprise (id, social_credit_code, name, representative_id, proven_by, proven_at, created_at)
SELECT gen_random_uuid(), lpad(n::text, 18, '0'), '测量用第' || n || '事务所', gen_random_uuid(), 'counter', now(), now()
FROM generate_series(1, 10000) AS n;

INSERT INTO agency (id, enterprise_id, status, introduction, process, phone, practitioners, created_at, applied_at, listed_at)
SELECT gen_random_uuid(), id, 'listed', '从事中介服务。', '委托、办理、交付。', '0999-8010100', 9, now(), now(),
    now() - row_number() OVER () * interval '1 hour'
FROM enterprise;

INSERT INTO agency_service (id, agency_id, service_type, price_from_fen, price_to_fen, price_unit, promised_days, covered_until)
SELECT gen_random_uuid(), id, (ARRAY['asset-appraisal', 'land-appraisal', 'annual-audit', 'fire-test', 'eia-report'])[1 + row_number() OVER () % 5],
    100000, 900000, '份', 5, '9999-12-31'
FROM agency;

INSERT INTO agency_office (id, agency_id, address, longitude, latitude, changed_at)
SELECT gen_random_uuid(), id, '测量用地址', 119 + random(), 34 + random(), now() FROM agency;

INSERT INTO agency_record (id, agency_id, finished, on_time, least_finished, votes, average, least_votes, on_time_rank, rating_rank, counted_at)
SELECT gen_random_uuid(), id, 20, 19, 3, 20, 460, 3, 9500000020 + (random() * 1000)::int, 42800000020 + (random() * 1000)::int, now() FROM agency;

INSERT INTO market_need (id, number, owner_id, status, service_type, title, description, terms, avoided, bids_close_at, created_at, published_at)
SELECT gen_random_uuid(), 'N' || n, (SELECT id FROM person LIMIT 1), 'awarded',
    (ARRAY['asset-appraisal', 'land-appraisal', 'annual-audit', 'fire-test', 'eia-report'])[1 + n % 5], '测量用需求' || n, '一项测量用的需求。',
    '{"rules": {"method": "direct", "least_bidders": {"state": 3, "social": 1}, "source": "测量用"}, "fund_source": "social"}', '[]',
    now(), now(), now() - n * interval '1 minute'
FROM generate_series(1, 100000) AS n;

INSERT INTO market_bid (id, need_id, agency_id, submitted_by, ciphertext, sealed_here)
SELECT gen_random_uuid(), need.id, agency.id, gen_random_uuid(), ''::bytea, true
FROM (SELECT id, row_number() OVER () AS place FROM market_need) AS need
CROSS JOIN generate_series(0, 9) AS one
JOIN (SELECT id, row_number() OVER () AS place FROM agency) AS agency ON agency.place = 1 + (need.place * 7 + one * 911) % 10000;

ANALYZE enterprise, agency, agency_service, agency_office, agency_record, market_need, market_bid;
