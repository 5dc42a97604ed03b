//! Proving who one is before a key is linked without showing one: the password, and where the user
//! group asks for it the code that was printed.

use keyward_web::Problem;

use super::codes::{self, Typed};
use super::first_key::Way;
use super::grant::Grant;
use super::{recoveries, store};
use crate::cx::Cx;
use crate::sign_in;

/// What was wrong with a field of the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// The field.
    pub field: &'static str,
    /// What is said beside it.
    pub words: String,
}

impl Wrong {
    fn of(field: &'static str, words: impl Into<String>) -> Self {
        let words = words.into();
        Self { field, words }
    }
}

/// How the actor comes to a new key now.
///
/// # Errors
/// That the database is away.
pub async fn way(cx: &Cx) -> Result<Way, Problem> {
    cx.read(|tx| {
        let person = tx.person()?;
        store::way_of(tx, person)
    })
    .await
}

/// Proves who the actor is by their password, and by their printed code where it is asked for. It
/// is for the ways that ask the password; for the others it proves nothing.
///
/// # Errors
/// That the database is away.
pub async fn prove(
    cx: &Cx,
    way: Way,
    password: String,
    code: &str,
) -> Result<Result<Grant, Wrong>, Problem> {
    if password.is_empty() {
        return Ok(Err(Wrong::of("password", "Enter your Keyward password")));
    }
    if way == Way::WithCode && code.trim().is_empty() {
        let words = "Enter the enrolment code that your administrator printed for you";
        return Ok(Err(Wrong::of("enrolment_code", words)));
    }
    if let Err(words) = sign_in::ask_again(cx, password).await? {
        return Ok(Err(Wrong::of("password", words)));
    }
    Ok(match way {
        Way::ByPassword => Ok(Grant::ByPassword),
        Way::ToBeApproved => Ok(Grant::ToBeApproved),
        Way::WithCode => match codes::find(cx, code).await? {
            Typed::Right(id) => Ok(Grant::WithCode(id)),
            Typed::Wrong(words) => Err(Wrong::of("enrolment_code", words)),
        },
        Way::ByRecovery => {
            let open = cx.read(|tx| recoveries::open_for(tx, tx.person()?)).await?;
            match open {
                Some(recovery) => Ok(Grant::ByRecovery(recovery)),
                None => Err(Wrong::of("password", codes::OVER)),
            }
        }
        Way::ByKey | Way::Waiting | Way::Closed => Err(Wrong::of("password", codes::OVER)),
    })
}
