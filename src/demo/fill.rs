//! Filling an empty house: the school and its staff, written as real use writes them, by an
//! application whose clock stands some weeks in the past and is moved on.

use keyward_moment::Moment;
use keyward_web::Problem;

use super::passphrase;
use super::staff::{Member, Role, SCHOOL_NAME, SCHOOL_SLUG, STAFF, SUPPORT};
use crate::app::App;
use crate::audit::Entry;
use crate::cx::Actor;
use crate::people::{self, Invitation};
use crate::school::{self, NewSchool};

const HISTORY_SECONDS: i64 = 35 * 24 * 3_600;

/// The moment at which the school began to use Keyward, seen from now.
pub fn history_begins(now: Moment) -> Moment {
    now.plus_seconds(-HISTORY_SECONDS)
}

/// Fills the house. The application's clock stands where history begins.
///
/// # Errors
/// That the database is away.
pub async fn fill(app: &App) -> Result<Vec<Member>, Problem> {
    let new = NewSchool::check(SCHOOL_NAME, SCHOOL_SLUG, SUPPORT).map_err(wrong)?;
    school::add(app, new).await?;
    let machine = school::machine_at(app, SCHOOL_SLUG, "the demo").await?;
    let mut members = Vec::with_capacity(STAFF.len());
    for role in &STAFF {
        members.push(join(app, machine.clone(), role).await?);
    }
    Ok(members)
}

/// Invites somebody and sets their password.
async fn join(app: &App, machine: Actor, role: &Role) -> Result<Member, Problem> {
    let years = role.years.iter().map(|year| (*year).to_owned()).collect();
    let groups = vec![role.group.to_owned()];
    let invitation = Invitation::check(role.name, &role.email(), groups, years).map_err(wrong)?;
    let password = passphrase::draw()?;
    let hash = app.hasher().hash(password.clone()).await?;
    let sign_in = format!("{}/{SCHOOL_SLUG}", app.config().origin().as_str());
    app.write_as(machine, app.now(), move |tx| {
        let person = people::invite(tx, &invitation, &sign_in)?;
        people::set_password(tx, &person, &hash)?;
        tx.entry(Entry::of("password set", "person", &person.0))
    })
    .await?;
    Ok(Member {
        email: role.email(),
        password,
        group: role.group.into(),
    })
}

/// The demo's own words are checked like anybody's; a mistake in them is ours.
fn wrong(errors: keyward_web::Errors) -> Problem {
    Problem::bug(format_args!("the demo's own data: {:?}", errors.all()))
}
