-- What was restored or copied is no proof of a payment, whatever the original is.
DELETE FROM ir_config_parameter WHERE key = 'japra_base.live_database';
