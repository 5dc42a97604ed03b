//! What somebody types to act on a concern, kept as it was sent, so that all of it comes back when
//! something is wrong; and the checks that several acts share.

use jiff::civil::{Date, Time};
use keyward_moment::Moment;
use keyward_web::{Errors, Pairs, ReadForm};

use crate::concerns::Noticed;
use crate::cx::is_secret;
use crate::drafts::Known;
use crate::reason::reason;

/// The longest text.
const WORDS_CHARACTERS_MAX: usize = 20_000;
/// The longest line, such as a name.
const LINE_CHARACTERS_MAX: usize = 200;
/// How far a wall clock may be ahead of ours.
const FAST_CLOCK_SECONDS_MAX: i64 = 300;
/// What a form says of its page, and not of what is done.
const OF_THE_PAGE: [&str; 7] = ["seen", "inbox", "act", "draft", "page", "turn", "writer"];
/// What is said of what has not happened yet.
const STILL_TO_COME: &str = "This moment is still to come. Enter when it happened";

/// A form, as typed.
#[derive(Clone, Debug, Default)]
pub(super) struct ActForm {
    pairs: Pairs,
    pub errors: Errors,
}

impl ReadForm for ActForm {
    fn read(pairs: &Pairs) -> Self {
        Self {
            pairs: pairs.clone(),
            errors: Errors::new(),
        }
    }
}

impl ActForm {
    /// A form that is filled in so far.
    pub(super) fn of(pairs: &[(&str, &str)]) -> Self {
        Self {
            pairs: Pairs::of(pairs),
            errors: Errors::new(),
        }
    }

    /// The form with a field more, which stands before what was typed.
    #[must_use]
    pub(super) fn with(self, name: &str, value: &str) -> Self {
        let all = self.pairs.all().iter();
        let others = all.filter(|(field, _)| field != name);
        let mut pairs: Vec<(&str, &str)> = vec![(name, value)];
        pairs.extend(others.map(|(field, value)| (field.as_str(), value.as_str())));
        Self {
            pairs: Pairs::of(&pairs),
            errors: self.errors.clone(),
        }
    }

    /// The same form with what is wrong.
    #[must_use]
    pub(super) fn wrong(self, errors: Errors) -> Self {
        Self { errors, ..self }
    }

    /// What was typed into a field, without blanks around it.
    pub(super) fn text(&self, name: &str) -> &str {
        self.pairs.text(name)
    }

    /// What was typed into a field, exactly.
    pub(super) fn raw(&self, name: &str) -> &str {
        self.pairs.raw(name)
    }

    /// What it says of its draft.
    pub(super) fn known(&self) -> Known {
        Known::read(&self.pairs)
    }

    /// Whether a field was sent.
    pub(super) fn has(&self, name: &str) -> bool {
        self.pairs.has(name)
    }

    /// Every value of a field.
    pub(super) fn every<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.pairs.every(name)
    }

    /// All that it says, for the name of one sending; the touch that it needed is no part of it.
    pub(super) fn parts(&self) -> Vec<&str> {
        let pairs = self.pairs.all().iter();
        let pairs = pairs.filter(|(name, _)| !OF_THE_PAGE.contains(&&**name) && !is_secret(name));
        pairs
            .flat_map(|(name, value)| [name.as_str(), value.as_str()])
            .collect()
    }
}

/// The checks of one form: what is right is handed out, what is wrong is collected.
pub(super) struct Check<'f> {
    form: &'f ActForm,
    now: Moment,
    pub errors: Errors,
}

impl<'f> Check<'f> {
    /// Begins to check a form.
    pub(super) fn of(form: &'f ActForm, now: Moment) -> Self {
        Self {
            form,
            now,
            errors: Errors::new(),
        }
    }

    /// A text that must be there; `missing` says so when it is not.
    pub(super) fn words(&mut self, field: &str, missing: &str) -> String {
        let words = self.optional_words(field);
        if words.is_empty() {
            self.errors.add(field, missing);
        }
        words
    }

    /// A reason; `missing` asks for it.
    pub(super) fn reason(&mut self, field: &str, missing: &str) -> String {
        match reason(self.form.text(field), missing) {
            Ok(words) => words.to_owned(),
            Err(wrong) => {
                self.errors.add(field, wrong);
                String::new()
            }
        }
    }

    /// A text that may be left out.
    pub(super) fn optional_words(&mut self, field: &str) -> String {
        let words = self.form.text(field);
        if words.chars().count() > WORDS_CHARACTERS_MAX {
            self.errors.add(field, "Write 20,000 characters or fewer");
        }
        words.to_owned()
    }

    /// A line that may be left out.
    pub(super) fn optional_line(&mut self, field: &str) -> String {
        let line = self.form.text(field);
        if line.chars().count() > LINE_CHARACTERS_MAX {
            self.errors.add(field, "Write 200 characters or fewer");
        }
        line.to_owned()
    }

    /// One of several terms; `missing` says so when none is chosen.
    pub(super) fn term<T>(
        &mut self,
        field: &str,
        named: impl Fn(&str) -> Option<T>,
        missing: &str,
    ) -> Option<T> {
        let term = named(self.form.text(field));
        if term.is_none() {
            self.errors.add(field, missing);
        }
        term
    }

    /// When something happened: now, where nothing says otherwise; never later than now. Where it is
    /// ticked that nobody knows the time, the day alone, and what stands in the other field is nothing
    /// said.
    pub(super) fn happened(&mut self) -> Noticed {
        if self.form.has("time-unknown") {
            return self.happened_on_a_day();
        }
        Noticed::at(self.moment())
    }

    fn happened_on_a_day(&mut self) -> Noticed {
        let day = self.date("day");
        if day.is_some_and(|day| day > self.now.london().date()) {
            self.errors.add("day", STILL_TO_COME);
        }
        let noon = day.and_then(|day| Moment::from_london(day, Time::constant(12, 0, 0, 0)));
        Noticed {
            at: noon.unwrap_or(self.now).min(self.now),
            time_known: false,
        }
    }

    fn moment(&mut self) -> Moment {
        let (day, time) = (self.form.text("day"), self.form.text("time"));
        if day.is_empty() && time.is_empty() {
            return self.now;
        }
        let (Some(day), Some(time)) = (self.date("day"), self.time("time")) else {
            return self.now;
        };
        match Moment::from_london(day, time) {
            Some(moment) if self.now.seconds_until(moment) > FAST_CLOCK_SECONDS_MAX => {
                self.errors.add("day", STILL_TO_COME);
                self.now
            }
            // The field shows minutes; what happened in this one happened by now.
            Some(moment) => moment.min(self.now),
            None => {
                self.errors.add("day", "Enter a day such as 22/11/2026");
                self.now
            }
        }
    }

    fn time(&mut self, field: &str) -> Option<Time> {
        let text = self.form.text(field);
        let parts = text.split_once(':').and_then(|(hour, minute)| {
            let minute = minute.get(..2)?;
            Some((hour.parse().ok()?, minute.parse().ok()?))
        });
        let time = parts.and_then(|(hour, minute)| Time::new(hour, minute, 0, 0).ok());
        if time.is_none() {
            let words = "Enter a time such as 14:05, or tick that it is not known";
            self.errors.add(field, words);
        }
        time
    }

    /// A day.
    pub(super) fn date(&mut self, field: &str) -> Option<Date> {
        let day = self.form.text(field).parse::<Date>().ok();
        let day = day.filter(|day| (1900..=2999).contains(&day.year()));
        if day.is_none() {
            self.errors.add(field, "Enter a day such as 22/11/2026");
        }
        day
    }

    /// What was proved, if nothing was wrong.
    ///
    /// # Errors
    /// What was wrong.
    pub(super) fn proves<T>(self, value: Option<T>) -> Result<T, Errors> {
        match (self.errors.is_empty(), value) {
            (true, Some(value)) => Ok(value),
            // A value is only missing where an error says which.
            (true, None) => Err(Errors::one("", "Fill in the form and send it again")),
            (false, _) => Err(self.errors),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Moment {
        // 22 November 2026 at 14:05 in London.
        Moment::from_micros(1_795_356_300_000_000)
    }

    #[test]
    fn what_happened_did_so_by_now() {
        for (day, time, words) in [
            ("", "", Ok("22 November 2026 at 14:05")),
            ("2026-11-20", "09:30", Ok("20 November 2026 at 09:30")),
            ("2026-11-22", "14:06", Ok("22 November 2026 at 14:05")),
            ("2026-11-22", "14:45", Err("day")),
            ("2026-11-22", "", Err("time")),
            ("yesterday", "09:30", Err("day")),
            ("2026-11-22", "25:00", Err("time")),
            ("2026-11-22", "1é", Err("time")),
        ] {
            let form = ActForm::of(&[("day", day), ("time", time)]);
            let mut check = Check::of(&form, now());
            let happened = check.happened().at;
            match (check.proves(Some(happened)), words) {
                (Ok(moment), Ok(words)) => assert_eq!(moment.day_and_time(), words),
                (Err(errors), Err(field)) => assert!(errors.of(field).is_some(), "{day} {time}"),
                (got, wanted) => panic!("{day} {time}: {got:?}, not {wanted:?}"),
            }
        }
    }

    #[test]
    fn of_a_day_whose_time_nobody_knows_no_time_is_made_up() {
        for (day, words) in [
            ("2026-11-20", Ok("20 November 2026, time not known")),
            ("2026-11-22", Ok("22 November 2026, time not known")),
            ("2026-11-23", Err("day")),
            ("", Err("day")),
        ] {
            let form = ActForm::of(&[("day", day), ("time", "09:30"), ("time-unknown", "1")]);
            let mut check = Check::of(&form, now());
            let happened = check.happened();
            assert!(happened.at <= now());
            match (check.proves(Some(happened)), words) {
                (Ok(happened), Ok(words)) => assert_eq!(happened.day_and_time(), words),
                (Err(errors), Err(field)) => assert!(errors.of(field).is_some(), "{day}"),
                (got, wanted) => panic!("{day}: {got:?}, not {wanted:?}"),
            }
        }
    }

    #[test]
    fn a_text_is_there_and_not_endless() {
        let long = "é".repeat(20_001);
        for (words, right) in [
            ("", false),
            ("  \n ", false),
            ("Rang home.", true),
            (&*long, false),
        ] {
            let form = ActForm::of(&[("words", words)]);
            let mut check = Check::of(&form, now());
            let words = check.words("words", "Write something");
            assert_eq!(check.proves(Some(words)).is_ok(), right);
        }
    }

    #[test]
    fn a_reason_is_more_than_a_letter() {
        for (words, right) in [
            ("", false),
            ("x", false),
            ("x . . . . . . . . . . . .", false),
            ("Done", false),
            ("Resolved", true),
        ] {
            let form = ActForm::of(&[("words", words)]);
            let mut check = Check::of(&form, now());
            let reason = check.reason("words", "Write why");
            let errors = check.proves(Some(reason)).err();
            let said = errors.as_ref().and_then(|errors| errors.of("words"));
            assert_eq!(said.is_none(), right, "{words:?}");
        }
    }

    #[test]
    fn a_form_keeps_what_was_typed_and_takes_a_field_more() {
        let form = ActForm::of(&[
            ("seen", "a"),
            ("words", "Rang home."),
            ("option", "x"),
            ("option", "y"),
        ]);
        let form = form.with("seen", "b");
        assert_eq!(form.text("seen"), "b");
        assert_eq!(form.every("option").collect::<Vec<_>>(), ["x", "y"]);
        assert_eq!(form.parts().len(), 6, "what was seen is no part of it");
    }
}
