//! Writing a new concern: its words sealed, its pupils each with their own role.

use keyward_db::params;
use keyward_web::Problem;

use super::concern::Facts;
use crate::cx::Tx;
use crate::ids::ConcernId;

keyward_db::statements! {
    /// A concern; nothing, when this form was sent before.
    INSERT = "INSERT INTO concern (id, school_id, recorder_id, recorded_at, noticed_at,
                                   noticed_time_known, place,
                                   present, seen_and_heard, own_words, non_verbal, opinion, told,
                                   form_tag)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
              ON CONFLICT (recorder_id, form_tag) DO NOTHING";
    /// A pupil whom a concern is about, and their part in it.
    INSERT_PUPIL = "INSERT INTO concern_pupil (concern_id, pupil_id, noticed_at, role_logged, role)
                    VALUES ($1, $2, $3, $4, $4)";
    /// A category that a concern is logged with.
    INSERT_CATEGORY = "INSERT INTO concern_category (concern_id, category_id, position, logged,
                                                     counts)
                       VALUES ($1, $2, $3, 1, 1)";
    /// A member of staff whom a concern names.
    INSERT_STAFF = "INSERT INTO concern_staff (concern_id, person_id) VALUES ($1, $2)";
    /// Where a new concern stands: nobody has acted on it.
    STANDS_NEW = "INSERT INTO case_standing (concern_id, school_id, status, recorded_at, changed_at)
                  VALUES ($1, $2, 'new', $3, $3)";
}

/// Writes a concern and whom it is about; nothing, when this form was sent at the same moment
/// through another server and made it already.
pub(super) fn insert(
    tx: &mut Tx<'_, '_>,
    facts: &Facts,
    form_tag: &str,
) -> Result<Option<ConcernId>, Problem> {
    let id = ConcernId(tx.new_id());
    Ok(insert_as(tx, id.clone(), facts, form_tag)?.then_some(id))
}

/// Writes it under this identifier; whether it is new.
pub(super) fn insert_as(
    tx: &mut Tx<'_, '_>,
    ConcernId(id): ConcernId,
    facts: &Facts,
    form_tag: &str,
) -> Result<bool, Problem> {
    let (school, recorder, now) = (tx.school()?, tx.person()?, tx.now().as_micros());
    let noticed = facts.noticed.at.as_micros();
    let sealed = |column, words: &str| tx.seal("concern", &id, column, words);
    let sealed_if = |column, words: &Option<String>| {
        let words = words.as_ref().map(|words| sealed(column, words));
        words.transpose()
    };
    let inserted = tx.execute(
        INSERT,
        &params![
            &id,
            school,
            recorder,
            now,
            noticed,
            facts.noticed.time_known,
            sealed("place", &facts.place)?,
            sealed_if("present", &facts.present)?,
            sealed("seen_and_heard", &facts.seen_and_heard)?,
            sealed_if("own_words", &facts.own_words)?,
            sealed_if("non_verbal", &facts.non_verbal)?,
            sealed_if("opinion", &facts.opinion)?,
            sealed_if("told", &facts.told)?,
            form_tag
        ],
    )?;
    if inserted == 0 {
        return Ok(false);
    }
    for (position, category) in (0i64..).zip(&facts.categories) {
        tx.execute(INSERT_CATEGORY, &params![&id, category, position])?;
    }
    tx.execute(STANDS_NEW, &params![&id, school, now])?;
    for involved in &facts.pupils {
        let (pupil, role) = (&involved.pupil, involved.role.name());
        tx.execute(INSERT_PUPIL, &params![&id, pupil, noticed, role])?;
    }
    for person in &facts.staff {
        tx.execute(INSERT_STAFF, &params![&id, person])?;
    }
    Ok(true)
}
