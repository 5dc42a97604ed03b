//! Viewing as a user group: what somebody does meanwhile is refused in words, and what they typed
//! is kept on the page that says so. Pages that are there to write on, and those that show what is
//! one's own, are not opened either: they would show as the user group's what is not.

use axum::http::{Method, StatusCode};
use axum::response::Response;
use keyward_db::params;
use keyward_moment::Moment;
use keyward_web::{Pairs, Problem};

use super::{Visit, kept};
use crate::access::{Access, May, Right, View};
use crate::ids::GroupId;
use crate::school::School;

keyward_db::statements! {
    /// The user group as which somebody at a school looks, and what it gives, in both
    /// columns; one row without a right where it gives nothing.
    SEEN_AS = "SELECT user_group.name, group_right.right_name
               FROM user_group LEFT JOIN group_right ON group_right.group_id = user_group.id
               WHERE user_group.id = $1 AND user_group.school_id = $2";
}

/// The heading of the refusal.
const TITLE: &str = "You are viewing as a user group";

/// The heading over what the user group does not open.
const THEIRS_TITLE: &str = "This page is closed to that user group";

/// The heading over what is one's own.
const OWN_TITLE: &str = "This page shows what is your own";

/// What can be done meanwhile: to stop, to drop elevated access, to sign out; and to search and to ask
/// who sees a file, which change nothing and only write down that somebody did.
const OPEN: [&str; 5] = [
    "/view-as/end",
    "/elevation/end",
    "/sign-out",
    "/search",
    "/sight",
];

/// Pages that are read, although something can be sent to their address.
const READ: [&str; 14] = [
    "/alert-groups",
    "/categories",
    "/concerns/{concern}/documents",
    "/elevation",
    "/groups",
    "/keys/stock",
    "/people",
    "/pupils",
    "/pupils/{pupil}/contacts",
    "/pupils/{pupil}/exclusions",
    "/pupils/{pupil}/family",
    "/pupils/{pupil}/flags",
    "/search",
    "/sight",
];

/// Pages that show what is their reader's own, and no user group's.
const OWN: [&str; 4] = [
    "/concerns",
    "/drafts/{draft}/documents",
    "/drafts/{draft}/documents/{document}",
    "/planner",
];

/// Pages that are there to act, although nothing is sent to their own address.
const ACTS: [&str; 8] = [
    "/approvals",
    "/approvals/somebody",
    "/break-glass/openings/{opening}",
    "/people/waiting",
    "/people/{person}",
    "/people/{person}/security-keys",
    "/people/{person}/sessions",
    "/pupils/imports/{import}",
];

/// Why a page is not opened meanwhile.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Closed {
    /// It is there to act.
    Writing,
    /// It shows what is its reader's own.
    Own,
    /// The user group's rights do not open it, and the reader's own do.
    Theirs,
}

impl Closed {
    /// Whether somebody's own rights open what those of the user group as which they look do not. It asks
    /// for the page alone, and nothing is looked up: what is behind it, if anything, is learnt neither way.
    pub(super) fn to_group(may: May, access: &Access) -> Option<Self> {
        let is_open = may.allows(Some(access)) || access.view().is_none();
        let opens = !is_open && may.allows(Some(&access.looking_as_oneself()));
        opens.then_some(Self::Theirs)
    }

    /// Whether the page at this address is closed, and why; `takes` says whether something can be sent
    /// to the same address, as to most pages that are there to write on.
    pub fn page(address: &str, takes: bool) -> Option<Self> {
        match address {
            _ if OWN.contains(&address) || is_of_account(address) => Some(Self::Own),
            _ if ACTS.contains(&address) => Some(Self::Writing),
            _ if READ.contains(&address) => None,
            _ if takes || address.ends_with("/new") => Some(Self::Writing),
            _ => None,
        }
    }

    /// What is said in its place.
    pub(super) fn refusal(self, access: &Access) -> Problem {
        let group = access.view().map(View::words).unwrap_or_default();
        match self {
            Self::Writing => Problem::refused(
                StatusCode::FORBIDDEN,
                TITLE,
                format!(
                    "This page is there to act, and while you are viewing as {group}, you can read \
                     and change nothing. Stop viewing as {group}, then open it again."
                ),
            ),
            Self::Own => Problem::refused(
                StatusCode::FORBIDDEN,
                OWN_TITLE,
                format!(
                    "What somebody wrote, or was given to do, is theirs and not their user group’s, \
                     so it is not shown while you are viewing as {group}. Stop viewing as {group}, then \
                     open it again."
                ),
            ),
            Self::Theirs => Problem::refused(
                StatusCode::FORBIDDEN,
                THEIRS_TITLE,
                format!(
                    "{group} does not open this page, so it is closed while you view as {group}. Stop \
                     viewing as {group}, then open it again."
                ),
            ),
        }
    }
}

/// Whether a page belongs to somebody's own account.
fn is_of_account(address: &str) -> bool {
    address == "/account" || address.starts_with("/account/")
}

/// The user group as which a session views, as the database has it: it counts for one elevation.
pub(super) struct SeenAs {
    pub group: GroupId,
    pub year: String,
    pub elevation: Moment,
}

/// The user group as which a session views. One that was removed meanwhile shows nothing.
pub(super) fn view(
    tx: &mut keyward_db::Tx<'_>,
    seen_as: &SeenAs,
    school: &School,
) -> Result<View, keyward_db::Error> {
    let rows = tx.all(SEEN_AS, &params![&seen_as.group, &school.id], |row| {
        Ok((row.get::<String>(0)?, row.get::<Option<String>>(1)?))
    })?;
    let name = rows.first().map(|(name, _)| name.clone());
    let rights = rows.iter().filter_map(|(_, right)| right.as_deref());
    Ok(View {
        group: seen_as.group.clone(),
        name: name.unwrap_or_else(|| "a removed user group".to_owned()),
        year: seen_as.year.clone(),
        rights: rights.filter_map(Right::named).collect(),
    })
}

/// Whether this request would act while its person views as a user group.
pub(super) fn is_act(visit: &Visit, method: &Method, path: &str) -> bool {
    let presence = visit.presence.as_ref();
    let is_viewing = presence.is_some_and(|presence| presence.access.view().is_some());
    is_viewing && !method.is_safe() && !OPEN.contains(&path)
}

/// Why nothing is changed.
pub(super) fn refusal(access: &Access) -> Problem {
    let group = access.view().map(View::words).unwrap_or_default();
    Problem::refused(
        StatusCode::FORBIDDEN,
        TITLE,
        format!(
            "Nothing was changed: while you are viewing as {group}, you can read and change nothing. Stop \
             viewing as {group}, then do it again."
        ),
    )
}

/// Whether a problem is one of those that somebody gets over by viewing as themselves again.
pub(super) fn is_refusal(problem: &Problem) -> bool {
    let titles = [TITLE, OWN_TITLE, THEIRS_TITLE];
    matches!(problem, Problem::Refused { title, .. } if titles.contains(title))
}

/// The refusal with what was typed kept on the page, where it was a form.
pub(super) fn keeping(
    visit: &Visit,
    response: Response,
    (address, form): (&str, &Pairs),
) -> Response {
    match response.extensions().get() {
        Some(problem) if is_refusal(problem) => kept::while_viewing(visit, address, form),
        _ => response,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::features;

    #[test]
    fn what_is_said_of_pages_is_said_of_pages_that_are_there() {
        let features = features();
        let routes = || features.iter().flat_map(|feature| &feature.routes);
        let is_there = |method: &Method, address: &str| {
            routes().any(|route| route.method == *method && route.address == address)
        };
        for address in READ.iter().chain(&OWN).chain(&ACTS) {
            assert!(is_there(&Method::GET, address), "{address}");
        }
        for address in READ {
            let takes = is_there(&Method::POST, address);
            assert!(takes, "{address} is read anyway");
            assert_eq!(Closed::page(address, takes), None, "{address}");
        }
        for address in OPEN {
            assert!(is_there(&Method::POST, address), "{address}");
        }
    }
}
