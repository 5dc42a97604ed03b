//! The clock: what nobody has acknowledged in time goes to the next in line. Any server of several
//! may pass a concern on; none is passed on by two at once.

use std::time::Duration;

use keyward_db::params;
use keyward_moment::Moment;
use keyward_web::Problem;

use super::next::{InLine, Next, Step, next};
use super::store::{self, Addressee, Through};
use super::{covers, line};
use crate::app::App;
use crate::audit::Entry;
use crate::cx::Tx;
use crate::ids::{ConcernId, PersonId};
use crate::mail::{self, Letter};
use crate::school;
use crate::school_calendar::{self, Away, Calendar};

/// As whom the clock acts in the audit log.
const NAME: &str = "the clock";
/// How often it looks.
const LOOKS_EVERY_SECONDS: u64 = 20;

keyward_db::statements! {
    /// The new concerns of a school whose time is over, the longest first.
    DUE = "SELECT concern_id FROM case_standing
           WHERE school_id = $1 AND status = 'new' AND respond_by <= $2
           ORDER BY respond_by LIMIT 200";
    /// When the time of a new concern is over, and how often it was passed on.
    TIME = "SELECT respond_by, passed_on FROM case_standing
            WHERE concern_id = $1 AND school_id = $2 AND status = 'new' AND respond_by <= $3";
    /// A new time for a new concern; nothing, when it was changed meanwhile.
    SET = "UPDATE case_standing SET respond_by = $4, passed_on = $5
           WHERE concern_id = $1 AND status = 'new' AND respond_by = $2 AND passed_on = $3";
    /// The steps that were taken, in order.
    STEPS = "SELECT round, person_id FROM passing_on WHERE concern_id = $1 ORDER BY step";
    /// One step more.
    INSERT_STEP = "INSERT INTO passing_on (concern_id, step, round, person_id, covers_id,
                                           passed_at, minutes)
                   VALUES ($1, $2, $3, $4, $5, $6, $7)";
}

/// Watches the clocks of every school.
#[derive(Clone)]
pub struct Watch {
    app: App,
}

impl Watch {
    /// A watch over this application's database.
    pub fn new(app: App) -> Self {
        Self { app }
    }

    /// Looks again and again, for ever.
    pub async fn work(self) {
        loop {
            if let Err(problem) = self.round().await {
                tracing::warn!(?problem, "the clock could not pass on what waits");
            }
            // Nothing rings when a time is over, so it is looked for.
            tokio::time::sleep(Duration::from_secs(LOOKS_EVERY_SECONDS)).await;
        }
    }

    /// Passes on everything whose time is over now; answers how many concerns went to somebody.
    ///
    /// # Errors
    /// That the database is away.
    pub async fn round(&self) -> Result<usize, Problem> {
        let mut passed = 0;
        for school in school::every(&self.app).await? {
            passed += self.round_at(&school.slug).await?;
        }
        if passed > 0 {
            self.app.letters().notify_one();
        }
        Ok(passed)
    }

    async fn round_at(&self, slug: &str) -> Result<usize, Problem> {
        let now = self.app.now();
        let machine = school::machine_at(&self.app, slug, NAME).await?;
        let sign_in_url = format!("{}/{slug}", self.app.config().origin().as_str());
        let due = self.app.read_as(machine.clone(), now, move |tx| {
            let params = params![tx.school()?, now.as_micros()];
            Ok::<_, Problem>(tx.all(DUE, &params, |row| row.get::<ConcernId>(0))?)
        });
        let mut passed = 0;
        for concern in due.await? {
            let url = sign_in_url.clone();
            let done = self
                .app
                .write_as(machine.clone(), now, move |tx| pass_on(tx, &concern, &url));
            passed += usize::from(done.await?);
        }
        Ok(passed)
    }
}

/// Passes one concern on, if its time is still over; whether it went to somebody.
fn pass_on(tx: &mut Tx<'_, '_>, concern: &ConcernId, url: &str) -> Result<bool, Problem> {
    let (school, now) = (tx.school()?, tx.now());
    let time = tx.one(TIME, &params![concern, school, now.as_micros()], |row| {
        Ok((row.get::<i64>(0)?, row.get::<i64>(1)?))
    })?;
    let Some((respond_by, passed_on)) = time else {
        return Ok(false);
    };
    let minutes = store::minutes(tx, concern)?.unwrap_or_default();
    let (calendar, holiday_person) = school_calendar::calendar(tx)?;
    let line = who_is_there(tx, concern, &calendar, holiday_person)?;
    let steps = tx.all(STEPS, &params![concern], |row| {
        Ok(Step {
            round: row.get(0)?,
            person: row.get(1)?,
        })
    })?;
    let waited = if steps.is_empty() || is_step_of_today(&steps) {
        minutes
    } else {
        0
    };
    let alerted = store::alerted(tx, concern)?;
    let step = next(
        &line.iter().map(|(who, _)| who.clone()).collect::<Vec<_>>(),
        &steps,
        &alerted,
    );
    let (round, who, until) = match step {
        Next::To { round, next } => (round, Some(next), after(&calendar, now, minutes)),
        Next::Nobody { round } => (round, None, calendar.next_opening(now, minutes)),
    };
    let more = passed_on + i64::from(who.is_some());
    let set = params![concern, respond_by, passed_on, until.as_micros(), more];
    if tx.execute(SET, &set)? == 0 {
        return Ok(false);
    }
    let number = i64::try_from(steps.len()).unwrap_or(i64::MAX);
    let person = who.as_ref().map(|who| &who.person);
    let covers = who.as_ref().and_then(|who| who.covers.as_ref());
    let row = params![
        concern,
        number,
        round,
        person,
        covers,
        now.as_micros(),
        waited
    ];
    tx.execute(INSERT_STEP, &row)?;
    let Some(who) = who else {
        tx.entry(Entry::of(
            "nobody left to pass a concern on to",
            "concern",
            &concern.0,
        ))?;
        return Ok(false);
    };
    store::alert(tx, concern, &who.person, Through::Clock)?;
    if let Some((_, to)) = line.iter().find(|(there, _)| *there == who) {
        tell(tx, to, url)?;
    }
    tx.entry(
        Entry::of("concern passed on", "concern", &concern.0)
            .with("to", &who.person)
            .with("not acknowledged within minutes", waited),
    )?;
    Ok(true)
}

/// Whether the step before was taken to somebody: then the minutes have gone by since. After the
/// end of a line, the new round begins when the school opens, however long that was.
fn is_step_of_today(steps: &[Step]) -> bool {
    steps.last().is_some_and(|step| step.person.is_some())
}

/// When the next in line has had their time. A concern whose categories have lost their clock is
/// asked after on the next school day.
fn after(calendar: &Calendar, now: Moment, minutes: i64) -> Moment {
    match minutes {
        0 => calendar.next_opening(now, minutes),
        _ => calendar.after(now, minutes),
    }
}

/// The line as it stands today for this concern: whoever is away is replaced by who stands in, and
/// whoever may not read it, or wrote it, is left out. In the holidays, whoever looks in comes first.
/// Where that leaves nobody, the leads who are there are asked.
fn who_is_there(
    tx: &mut Tx<'_, '_>,
    concern: &ConcernId,
    calendar: &Calendar,
    holiday_person: Option<PersonId>,
) -> Result<Vec<(InLine, Addressee)>, Problem> {
    let today = tx.now().london().date();
    let away = covers::today(tx)?;
    let first = holiday_person.filter(|_| calendar.is_holiday(today));
    let line = first.into_iter().chain(line::people(tx)?).collect();
    let there = those_there(tx, concern, line, &away)?;
    if !there.is_empty() {
        return Ok(there);
    }
    let leads = covers::leads_there(tx, &away)?;
    those_there(tx, concern, leads, &away)
}

/// Who answers for each of these today, once each.
fn those_there(
    tx: &mut Tx<'_, '_>,
    concern: &ConcernId,
    people: Vec<PersonId>,
    away: &[Away],
) -> Result<Vec<(InLine, Addressee)>, Problem> {
    let recorder = covers::recorder(tx, concern)?;
    let mut there: Vec<(InLine, Addressee)> = Vec::new();
    for person in people {
        let Some(who) = covers::first(tx, concern, &person, away, recorder.as_ref())? else {
            continue;
        };
        if there.iter().any(|(already, _)| already.person == who) {
            continue;
        }
        if let Some(to) = store::can_be_alerted(tx, concern, &who)? {
            let covers = (who != person).then_some(person);
            there.push((
                InLine {
                    person: who,
                    covers,
                },
                to,
            ));
        }
    }
    Ok(there)
}

fn tell(tx: &mut Tx<'_, '_>, to: &Addressee, sign_in_url: &str) -> Result<(), Problem> {
    let name = &to.name;
    let letter = Letter {
        to: &to.email,
        subject: "A concern was passed on to you",
        body: &format!(
            "Hello {name},\n\nNobody has acknowledged a concern in time, so it was passed on to \
             you. Please read it now, and say there that you have it.\n\nSign in: {sign_in_url}\n"
        ),
    };
    mail::post_first(tx, &letter)
}
