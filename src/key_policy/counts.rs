//! Whether somebody holds a key that elevates them, for the statements that ask it of many people at
//! once. It is [`Policy::counts`](super::Policy::counts) as the database knows it, and a test holds the
//! two together.

/// SQL: this person, who is in a user group, holds a working key that counts under what each of their
/// user groups asks. A group that has said nothing asks what [`Policy::default`](super::Policy) does.
macro_rules! holds_a_key_that_counts {
    ($person:literal) => {
        concat!(
            "EXISTS (SELECT 1 FROM working_key AS held WHERE held.person_id = ",
            $person,
            " AND NOT EXISTS (
                 SELECT 1 FROM membership AS asked
                 LEFT JOIN group_policy AS asks ON asks.group_id = asked.group_id
                 WHERE asked.person_id = ",
            $person,
            " AND ((held.synced = 1 AND COALESCE(asks.synced_passkeys, 0) = 0)
                   OR (' ' || asks.kinds || ' ') NOT LIKE
                      CASE held.kind WHEN 'passkey' THEN '% passkeys %'
                                     WHEN 'soft_key' THEN '% soft_keys %'
                                     WHEN 'yubico_otp' THEN '% usb_keys %'
                                     WHEN 'oath_hotp' THEN '% usb_keys %'
                                     ELSE '% u2f_keys %' END
                   OR (held.kind IN ('soft_key', 'yubico_otp', 'oath_hotp')
                       AND (asks.pin = 1 OR asks.approved_models = 1))
                   OR (asks.approved_models = 1 AND NOT EXISTS (
                           SELECT 1 FROM key_model WHERE key_model.id = held.key_model_id
                                                     AND key_model.removed_at IS NULL)))))"
        )
    };
}
pub(crate) use holds_a_key_that_counts;
