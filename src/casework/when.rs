//! The moment at which something happened, as the forms offer it first; and what is said to
//! whoever comes second.

use keyward_moment::Moment;

use super::case::Head;
use super::form::ActForm;

/// The form, with the present moment as the one at which it happened.
pub(super) fn happens_now(form: ActForm, now: Moment) -> ActForm {
    let london = now.london();
    form.with("day", &london.date().to_string())
        .with("time", &now.time())
        // The page's script takes the time away when another day is chosen.
        .with("says-now", "1")
}

/// What somebody else did before this was sent.
pub(super) fn said_with(head: Option<&Head>, now: Moment) -> String {
    let what = head.map_or_else(
        || "This is over already".to_owned(),
        |head| head.in_words(now),
    );
    format!(
        "{what}, after you opened this page. What you wrote is kept below. Go back to the concern \
         to see it, and add your words there if something is missing."
    )
}
