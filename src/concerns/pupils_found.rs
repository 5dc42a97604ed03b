//! Finding pupils as one types, for somebody who logs a concern: any pupil of the school.

use keyward_web::{Answer, Form, Pairs};

use crate::cx::Cx;
use crate::pupils;

/// The pupils whose names or UPN hold what was typed.
pub(super) async fn post(cx: Cx, Form(form): Form<Pairs>) -> Answer {
    let text = form.text("find").to_owned();
    let found = cx.read(move |tx| pupils::search_for_logging(tx, &text));
    pupils::found(found.await?)
}
