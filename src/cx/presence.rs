//! Who is there: the session that a cookie stands for, counted anew at each request.

use keyward_db::{Row, params};
use keyward_moment::Moment;
use keyward_seal::SchoolKey;
use keyward_web::Problem;
use sha2::{Digest, Sha256};

use super::Actor;
use super::lasting::elevation_until;
use super::viewing::{SeenAs, view};
use crate::access::{Access, Column, Right};
use crate::app::App;
use crate::config::Limits;
use crate::ids::{GroupId, KeyId, PersonId, SessionId};
use crate::key_policy::{self, Kind, Policy, Shortage, ShownKey};
use crate::layout::{Flash, FlashKind};
use crate::school::School;
use crate::security_keys::Ways;

keyward_db::statements! {
    /// The session of a cookie, with its person, their school and how many keys they hold.
    FIND = "SELECT session.id, session.started_at, session.seen_at, session.elevated_at,
                   session.elevated_seen_at, session.elevated_key_id, session.elevated_with_pin,
                   session.flash, person.id, person.name, person.email, school.id, school.slug,
                   school.name, school.support_contact, school.wrapped_key,
                   (SELECT COUNT(*) FROM working_key WHERE working_key.person_id = person.id),
                   session.elevated_kind, session.keyed_at, person.keys_short_since,
                   security_key.synced,
                   (SELECT COUNT(*) FROM key_model
                    WHERE key_model.id = security_key.key_model_id
                      AND key_model.removed_at IS NULL),
                   (SELECT COUNT(*) FROM working_key
                    WHERE working_key.person_id = person.id
                      AND working_key.kind IN ('u2f', 'passkey')),
                   (SELECT COUNT(*) FROM recovery_code
                    WHERE recovery_code.person_id = person.id
                      AND recovery_code.used_at IS NULL AND recovery_code.replaced_at IS NULL),
                   person.keys_enough_since,
                   session.seen_as_group, session.seen_as_year, session.seen_as_elevation,
                   session.flash_warns
            FROM session
            JOIN person ON person.id = session.person_id
            JOIN school ON school.id = person.school_id
            LEFT JOIN security_key ON security_key.id = session.elevated_key_id
            WHERE session.token_hash = $1 AND session.ended_at IS NULL AND person.left_at IS NULL";
    /// What a person's user groups give, both columns.
    RIGHTS = "SELECT DISTINCT group_right.access, group_right.right_name,
                     CASE WHEN EXISTS (SELECT 1 FROM group_category
                                       WHERE group_category.group_id = group_right.group_id)
                          THEN 1 ELSE 0 END
              FROM membership
              JOIN group_right ON group_right.group_id = membership.group_id
              WHERE membership.person_id = $1";
}

/// The person's key has elevated this session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Elevation {
    /// Which key.
    pub key: KeyId,
    /// What it is.
    pub kind: Kind,
    /// When it drops by itself if nothing more is done.
    pub until: Moment,
    /// Whether the key asked for its PIN.
    pub with_pin: bool,
}

/// Somebody holds fewer keys than their user groups ask for.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Grace {
    /// How many keys they should hold.
    pub keys_min: i64,
    /// How many they hold that would elevate.
    pub keys: i64,
    /// From when on nothing is elevated until they do.
    pub until: Moment,
    /// Whether that is now.
    pub is_over: bool,
}

/// A signed-in person, in one session, at one moment.
#[derive(Clone)]
pub struct Presence {
    /// The session.
    pub session: SessionId,
    /// The person.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// Their e-mail address.
    pub email: String,
    /// Their school.
    pub school: School,
    /// The school's key.
    pub school_key: SchoolKey,
    /// What they may do now.
    pub access: Access,
    /// The elevation, while it is on.
    pub elevation: Option<Elevation>,
    /// How many working keys they hold.
    pub keys: i64,
    /// What they can show: keys that are touched, keys that give codes, recovery codes.
    pub ways: Ways,
    /// What their user groups ask of their keys.
    pub policy: Policy,
    /// How long they may go on with too few keys, if they hold too few.
    pub grace: Option<Grace>,
    /// One sentence for this page.
    pub flash: Option<Flash>,
    pub(super) upkeep: Upkeep,
    /// What has to be noted anew of their holding too few keys, or enough again.
    pub(super) shortage: Option<Shortage>,
}

/// What the guard has to write down about a session.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum Upkeep {
    /// Nothing.
    None,
    /// That it was seen, and that its sentence was shown.
    Seen,
    /// That its elevation is over.
    ElevationOver,
    /// That its user groups' policy no longer lets its key elevate.
    ElevationRefused,
    /// That the time to link as many keys as its user groups ask for is over.
    GraceOver,
    /// That the session itself is over.
    SessionOver,
}

impl Presence {
    /// This person as the actor of a transaction.
    pub fn actor(&self) -> Actor {
        Actor::person(
            (self.school.id.clone(), self.school_key.clone()),
            self.person.clone(),
            self.name.clone(),
            self.session.clone(),
            self.access.clone(),
        )
    }
}

/// The hash under which the database knows a secret: SHA-256, hexadecimal. The secrets are 256
/// random bits, so a plain hash keeps them.
pub fn token_hash(token: &str) -> String {
    data_encoding::HEXLOWER.encode(&Sha256::digest(token.as_bytes()))
}

struct Found {
    presence: Presence,
    started_at: Moment,
    seen_at: Moment,
    elevated: Option<Elevated>,
    has_shown_key: bool,
    shortage: Shortage,
    seen_as: Option<SeenAs>,
    wrapped_key: Vec<u8>,
}

/// An elevation as the database has it.
struct Elevated {
    at: Moment,
    seen: Moment,
    key: KeyId,
    shown: ShownKey,
}

fn found(row: &Row<'_>) -> Result<Found, keyward_db::Error> {
    let moment = |index| {
        row.get::<Option<i64>>(index)
            .map(|at| at.map(Moment::from_micros))
    };
    let elevated = match (moment(3)?, moment(4)?, row.get::<Option<KeyId>>(5)?) {
        (Some(at), Some(seen), Some(key)) => Some(Elevated {
            at,
            seen,
            key,
            shown: ShownKey {
                kind: row
                    .get::<Option<String>>(17)?
                    .and_then(|name| Kind::named(&name))
                    .unwrap_or(Kind::U2f),
                synced: row.get::<Option<bool>>(20)?.unwrap_or(false),
                with_pin: row.get(6)?,
                is_approved_model: row.get::<i64>(21)? > 0,
            },
        }),
        _ => None,
    };
    let presence = Presence {
        session: row.get(0)?,
        person: row.get(8)?,
        name: row.get(9)?,
        email: row.get(10)?,
        school: School {
            id: row.get(11)?,
            slug: row.get(12)?,
            name: row.get(13)?,
            support_contact: row.get(14)?,
        },
        school_key: SchoolKey::generate(),
        access: Access::default(),
        elevation: None,
        keys: row.get(16)?,
        ways: Ways {
            touched: row.get(22)?,
            typed: row.get::<i64>(16)? - row.get::<i64>(22)?,
            recovery_codes: row.get(23)?,
        },
        policy: Policy::default(),
        grace: None,
        flash: match (row.get::<Option<String>>(7)?, row.get::<bool>(28)?) {
            (Some(text), true) => Some(Flash {
                kind: FlashKind::Warning,
                text,
            }),
            (Some(text), false) => Some(Flash {
                kind: FlashKind::Success,
                text,
            }),
            (None, _) => None,
        },
        upkeep: Upkeep::None,
        shortage: None,
    };
    Ok(Found {
        presence,
        started_at: Moment::from_micros(row.get(1)?),
        seen_at: Moment::from_micros(row.get(2)?),
        elevated,
        has_shown_key: moment(18)?.is_some(),
        shortage: Shortage {
            since: moment(19)?,
            enough_since: moment(24)?,
        },
        seen_as: match (row.get::<Option<GroupId>>(25)?, moment(27)?) {
            (Some(group), Some(elevation)) => Some(SeenAs {
                group,
                year: row.get(26)?,
                elevation,
            }),
            _ => None,
        },
        wrapped_key: row.get(15)?,
    })
}

/// The presence behind a cookie's secret, if its session still stands.
///
/// # Errors
/// When the database is away, or the school's key does not unwrap.
pub async fn of(app: &App, token: &str, now: Moment) -> Result<Option<Presence>, Problem> {
    let hash = token_hash(token);
    let read = app.db().read(move |tx| {
        let Some(found) = tx.one(FIND, &params![&hash], found)? else {
            return Ok::<_, keyward_db::Error>(None);
        };
        let rights = tx.all(RIGHTS, &params![&found.presence.person], |row| {
            Ok((
                row.get::<String>(0)?,
                row.get::<String>(1)?,
                row.get::<bool>(2)?,
            ))
        })?;
        let policy = key_policy::asked_of(tx, &found.presence.person)?;
        let counting = match policy.keys_min {
            0 => 0,
            _ => key_policy::keys_that_count(tx, &found.presence.person, &policy)?,
        };
        let view = match &found.seen_as {
            Some(seen_as) => Some(view(tx, seen_as, &found.presence.school)?),
            None => None,
        };
        Ok(Some((found, rights, view, (policy, counting))))
    });
    let Some((found, rights, view, (policy, counting))) = read.await? else {
        return Ok(None);
    };
    let rights = rights.iter().filter_map(|(column, right, limited)| {
        Some((Column::named(column)?, Right::named(right)?, *limited))
    });
    let limits = &app.config().limits;
    let mut presence = found.presence;
    presence.school_key = app.unwrap_key(&presence.school.id, &found.wrapped_key)?;
    let rested = found.seen_at.seconds_until(now);
    if rested >= limits.session_idle_seconds
        || found.started_at.seconds_until(now) >= limits.session_seconds_max
    {
        presence.upkeep = Upkeep::SessionOver;
        return Ok(Some(presence));
    }
    let idle = policy.idle_seconds(limits.elevation_idle_seconds);
    // What a page sent by itself was no rest of the session, and did not prolong its elevation.
    let elevation_rested = found
        .elevated
        .as_ref()
        .map(|one| one.seen.seconds_until(now));
    let rested = rested.max(elevation_rested.unwrap_or_default());
    if rested >= limits.session_idle_seconds.min(idle) / 30 || presence.flash.is_some() {
        presence.upkeep = Upkeep::Seen;
    }
    presence.policy = policy;
    if !presence.policy.takes_recovery_codes() {
        presence.ways = presence.ways.with_a_key();
    }
    presence.count_keys(counting, found.shortage, now);
    let is_keyed = found.has_shown_key;
    let elevated_at = found.elevated.as_ref().map(|elevated| elevated.at);
    if let Some(elevated) = found.elevated {
        presence.count_elevation(elevated, limits, now);
    }
    // What the school's printed code opens is for the day: it lets nobody else in.
    let by_break_glass = presence
        .elevation
        .as_ref()
        .is_some_and(|elevation| elevation.kind == Kind::BreakGlass);
    let rights = rights.filter(|(_, right, _)| !(by_break_glass && right.opens_the_gate()));
    presence.access = Access::of_groups(rights, presence.elevation.is_some());
    // Another elevation of the same session is not the one for which they viewed as a user group.
    let is_of_this_one =
        |seen_as: &SeenAs| presence.elevation.is_some() && elevated_at == Some(seen_as.elevation);
    if let Some(view) = view.filter(|_| found.seen_as.as_ref().is_some_and(is_of_this_one)) {
        presence.access = presence.access.looking_as(view);
    }
    if presence.policy.key_at_sign_in && !is_keyed {
        presence.access = presence.access.awaiting_key();
    }
    Ok(Some(presence))
}

impl Presence {
    /// Where somebody goes whose user group waits for a key at sign-in.
    pub(super) fn way_to_a_key(&self) -> &'static str {
        match self.ways.any() {
            true => "/sign-in/key",
            false => "/account/security-keys",
        }
    }

    /// Counts how long the elevation still lasts, if its key still elevates.
    fn count_elevation(&mut self, elevated: Elevated, limits: &Limits, now: Moment) {
        let kind = elevated.shown.kind;
        if now >= elevation_until(&self.policy, limits, kind, elevated.at, elevated.seen) {
            self.upkeep = Upkeep::ElevationOver;
            return;
        }
        if self.policy.admits(elevated.shown).is_err() {
            self.upkeep = Upkeep::ElevationRefused;
            return;
        }
        let is_short = self.grace.is_some_and(|grace| grace.is_over);
        let stands_beside = elevated.shown.kind.family().is_none();
        if is_short && !stands_beside {
            self.upkeep = Upkeep::GraceOver;
            return;
        }
        // What is noted as seen now starts the idle limit anew.
        let last = match self.upkeep {
            Upkeep::Seen => now,
            Upkeep::None
            | Upkeep::ElevationOver
            | Upkeep::ElevationRefused
            | Upkeep::GraceOver
            | Upkeep::SessionOver => elevated.seen,
        };
        self.elevation = Some(Elevation {
            key: elevated.key,
            kind,
            until: elevation_until(&self.policy, limits, kind, elevated.at, last),
            with_pin: elevated.shown.with_pin,
        });
    }

    /// Counts whether they hold as many keys as they should: a key that would not elevate is no
    /// spare. Whoever holds none at all is counted too; linking a key stays possible.
    fn count_keys(&mut self, counting: i64, kept: Shortage, now: Moment) {
        let shortage = kept.counted(counting, &self.policy, now);
        self.shortage = Some(shortage).filter(|shortage| *shortage != kept);
        if counting < self.policy.keys_min {
            let until = self.policy.grace_until(shortage.since.unwrap_or(now));
            self.grace = Some(Grace {
                keys_min: self.policy.keys_min,
                keys: counting,
                until,
                is_over: now >= until,
            });
        }
    }
}
