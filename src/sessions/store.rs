//! What the sessions' pages ask the database. No statement reads a session's secret.

use keyward_db::{Row, params};
use keyward_moment::Moment;
use keyward_web::Problem;

use super::cause::Cause;
use super::session::{Bounds, Elevated, Session};
use crate::cx::Tx;
use crate::ids::{PersonId, SessionId};
use crate::key_policy::{Kind, ShownKey};

keyward_db::statements! {
    /// Somebody's sessions that stand, the one used last first.
    STANDING = "SELECT session.id, session.device, session.address, session.started_at,
                       session.seen_at, session.ended_at, session.ended_because,
                       session.elevated_at, session.elevated_seen_at, session.elevated_kind,
                       session.elevated_with_pin, security_key.name, security_key.synced,
                       (SELECT COUNT(*) FROM key_model
                        WHERE key_model.id = security_key.key_model_id
                          AND key_model.removed_at IS NULL)
                FROM session
                LEFT JOIN security_key ON security_key.id = session.elevated_key_id
                WHERE session.person_id = $1 AND session.ended_at IS NULL
                  AND session.seen_at > $2 AND session.started_at > $3
                ORDER BY session.seen_at DESC, session.id";
    /// Somebody's sessions that have ended, or ran out when they had rested so long, the last first.
    PAST = "SELECT id, device, address, started_at, seen_at, ended_at, ended_because
            FROM session
            WHERE person_id = $1
              AND (ended_at IS NOT NULL OR seen_at <= $2 OR started_at <= $3)
            ORDER BY CASE WHEN ended_at IS NULL THEN seen_at + $4 ELSE ended_at END DESC, id
            LIMIT $5";
    /// A session of somebody's, whether or not it stands.
    ONE_OF = "SELECT id, device, address, started_at, seen_at, ended_at, ended_because
              FROM session WHERE person_id = $1 AND id = $2";
}

/// How many that have ended are shown.
const PAST_MAX: i64 = 5;

fn moment(row: &Row<'_>, index: usize) -> Result<Option<Moment>, keyward_db::Error> {
    let at = row.get::<Option<i64>>(index)?;
    Ok(at.map(Moment::from_micros))
}

fn read(row: &Row<'_>) -> Result<Session, keyward_db::Error> {
    Ok(Session {
        id: row.get(0)?,
        device: row.get(1)?,
        network: row.get(2)?,
        started_at: Moment::from_micros(row.get(3)?),
        seen_at: Moment::from_micros(row.get(4)?),
        ended_at: moment(row, 5)?,
        cause: Cause::named(&row.get::<String>(6)?),
        elevated: None,
    })
}

fn read_standing(row: &Row<'_>) -> Result<Session, keyward_db::Error> {
    let elevated = match moment(row, 7)?.zip(moment(row, 8)?) {
        Some((at, seen_at)) => Some(Elevated {
            at,
            seen_at,
            key: row.get::<Option<String>>(11)?.unwrap_or_default(),
            shown: ShownKey {
                kind: row
                    .get::<Option<String>>(9)?
                    .and_then(|name| Kind::named(&name))
                    .unwrap_or(Kind::U2f),
                synced: row.get::<Option<bool>>(12)?.unwrap_or(false),
                with_pin: row.get(10)?,
                is_approved_model: row.get::<i64>(13)? > 0,
            },
        }),
        None => None,
    };
    Ok(Session {
        elevated,
        ..read(row)?
    })
}

/// The sessions of somebody whom the caller has found: those that stand, and the last that do not.
pub(super) fn of(
    tx: &mut Tx<'_, '_>,
    person: &PersonId,
    bounds: Bounds,
) -> Result<(Vec<Session>, Vec<Session>), Problem> {
    let (seen, started) = (
        bounds.seen_after.as_micros(),
        bounds.started_after.as_micros(),
    );
    let standing = tx.all(STANDING, &params![person, seen, started], read_standing)?;
    let rests = tx.now().as_micros() - seen;
    let params = params![person, seen, started, rests, PAST_MAX];
    let past = tx.all(PAST, &params, read)?;
    Ok((standing, past))
}

/// One session of somebody whom the caller has found.
pub(super) fn one_of(
    tx: &mut Tx<'_, '_>,
    person: &PersonId,
    session: &SessionId,
) -> Result<Session, Problem> {
    tx.one(ONE_OF, &params![person, session], read)?
        .ok_or(Problem::NotFound)
}
